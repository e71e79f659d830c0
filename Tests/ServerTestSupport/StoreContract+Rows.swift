import Lockstep
import LockstepServer

extension StoreContract {
    static var rowRequirements: [Requirement] {
        [
            Requirement("rows of migrations have the first version", rowsOfMigrationsHaveTheFirstVersion),
            Requirement("a mutation's rows have the version of its entry", aMutationsRowsHaveTheVersionOfItsEntry),
            Requirement("gone rows are told by their keys, those of cascades too", goneRowsAreToldByTheirKeys),
            Requirement("a changed key is a row gone and a row come", aChangedKeyIsTwoRows),
            Requirement("a change from elsewhere has an entry and versions", aChangeFromElsewhereIsVersioned),
            Requirement(
                "an effect depends on the rows that changed in the end, and on nothing else",
                anEffectDependsOnChangedRows),
            Requirement("every living row is visited, with the hashes of its effect", everyRowIsVisited),
        ]
    }

    private static func rowsOfMigrationsHaveTheFirstVersion(_ contract: Self) async throws {
        try expect(
            try await contract.rows(after: 0),
            #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["first","From the migration"]]}}"#,
            "rows")
        try expect(try await contract.rows(after: 1), "{}", "rows after the first version")
        try expect(
            try await contract.rows(after: nil),
            #"{"board":{"columns":["id","name"],"upsert":[["first","From the migration"]]}}"#, "every row")
    }

    private static func aMutationsRowsHaveTheVersionOfItsEntry(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "b", name: "B"), number: 1)
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 2)
        try await contract.apply(.addCard(id: "c", boardId: "a", slug: "s"), number: 3)
        try expect(
            try await contract.rows(after: 1),
            #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["a","A"],["b","B"]]},"#
                + #""card":{"columns":["id","board_id","slug","weight","cover"],"delete":[],"#
                + #""upsert":[["c","a","s",1.0,{"blob":"AP8="}]]}}"#, "rows in the order of tables and keys")
        try expect(
            try await contract.rows(after: 2),
            #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["a","A"]]},"#
                + #""card":{"columns":["id","board_id","slug","weight","cover"],"delete":[],"#
                + #""upsert":[["c","a","s",1.0,{"blob":"AP8="}]]}}"#, "rows after the first mutation")
        let counts = try await contract.store.read { transaction in
            try [(1, 9), (2, 9), (4, 9), (1, 2)].map {
                try transaction.changedRows(after: Int64($0.0), upTo: $0.1, for: "ann")
            }
        }
        try expect(counts, [3, 2, 0, 2], "counts")
    }

    private static func goneRowsAreToldByTheirKeys(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        try await contract.apply(.addCard(id: "c", boardId: "a", slug: "s"), number: 2)
        try await contract.apply(.addMember(boardId: "a", userId: "u"), number: 3)
        try await contract.apply(.deleteBoard(id: "a"), number: 4)
        try expect(
            try await contract.rows(after: 4),
            #"{"board":{"columns":["id","name"],"delete":[["a"]],"upsert":[]},"#
                + #""card":{"columns":["id","board_id","slug","weight","cover"],"delete":[["c"]],"upsert":[]},"#
                + #""member":{"columns":["board_id","user_id","role"],"delete":[["a","u"]],"upsert":[]}}"#,
            "rows")
    }

    private static func aChangedKeyIsTwoRows(_ contract: Self) async throws {
        try await contract.apply(.addMember(boardId: "first", userId: "ann"), number: 1)
        try await contract.apply(
            .renameMember(boardId: "first", userId: "ann", newUserId: "bob"), number: 2)
        try expect(
            try await contract.rows(after: 2),
            #"{"member":{"columns":["board_id","user_id","role"],"#
                + #""delete":[["first","ann"]],"upsert":[["first","bob","guest"]]}}"#, "rows")
        try await contract.apply(
            .renameMember(boardId: "first", userId: "bob", newUserId: "ann"), number: 3)
        try expect(
            try await contract.rows(after: 2),
            #"{"member":{"columns":["board_id","user_id","role"],"#
                + #""delete":[["first","bob"]],"upsert":[["first","ann","guest"]]}}"#, "rows")
    }

    private static func aChangeFromElsewhereIsVersioned(_ contract: Self) async throws {
        try contract.edit("UPDATE board SET name = 'edited' WHERE id = 'first'")
        let entries = try await contract.entries(after: 1)
        try expect(entries.map(\.content), [.external], "entries")
        let first = try await contract.entries(after: 0)[0]
        guard entries[0].committedAt > first.committedAt else {
            throw ContractViolation(description: "the commit time of an external entry does not grow")
        }
        try expect(
            try await contract.rows(after: 1),
            #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["first","edited"]]}}"#, "rows")
        let entry = try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        try expect(entry.version, 3, "version after an external entry")
    }

    private static func everyRowIsVisited(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let entry = try await contract.apply(.addCard(id: "c", boardId: "a", slug: "s"), number: 2)
        try await contract.apply(.createBoard(id: "gone", name: "G"), number: 3)
        try await contract.apply(.deleteBoard(id: "gone"), number: 4)
        let rows = try await contract.store.read { transaction in
            try Board.tables.indices.map { table in
                var rows: [String] = []
                try transaction.forEachRow(ofTable: table, for: "ann") { row in
                    rows.append(String(decoding: try JSONWriter.write { try row.writeValues(to: &$0) }, as: UTF8.self))
                }
                return rows.sorted()
            }
        }
        try expect(
            rows,
            [[#"["a","A"]"#, #"["first","From the migration"]"#], [#"["c","a","s",1.0,{"blob":"AP8="}]"#], []],
            "rows")
        guard case .applied(_, let effect, _) = entry.content else { return }
        let sum = try await contract.store.read { transaction in
            var checksum = TableChecksum(buckets: 1)
            try transaction.forEachRow(ofTable: 1, for: "ann") { checksum.add($0) }
            return checksum.sums[0]
        }
        try expect(sum, effect, "the sum of the only row, and the effect of the mutation that made it")
    }

    private static func anEffectDependsOnChangedRows(_ contract: Self) async throws {
        let mutations: [[BoardMutation]] = [
            [.renameBoard(id: "first", name: "New")], [.renameBoard(id: "first", name: "New")],
            [.renameBoard(id: "none", name: "New")], [.renameBoard(id: "first", name: "Newer")],
        ]
        var effects: [EffectHash] = []
        for mutation in mutations.joined() {
            effects.append(
                try await contract.store.write { try $0.run(mutation, in: Self.context) })
        }
        try expect(effects[1], EffectHash(), "effect of a change to what is there already")
        try expect(effects[2], EffectHash(), "effect on no row")
        guard Set([effects[0], effects[1], effects[3]]).count == 3 else {
            throw ContractViolation(description: "different changes have one effect: \(effects)")
        }
    }
}
