import Foundation
import Lockstep
import LockstepServer

extension StoreContract {
    static var inspectionRequirements: [Requirement] {
        [
            Requirement("the log is inspected from its end", theLogIsInspectedFromItsEnd),
            Requirement("arguments are inspected only if asked for, and no further", argumentsAreCut),
            Requirement("texts that clients make up are cut", textsAreCut),
            Requirement("what is counted is counted up to a limit", whatIsCountedHasALimit),
        ]
    }

    private static func theLogIsInspectedFromItsEnd(_ contract: Self) async throws {
        let applied = try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let rejected = try await contract.append(
            .rejected(submitted(.deleteBoard(id: "x"), number: 2), MutationRejection(.constraint, "because")))
        try await contract.append(.repeated(submitted(.deleteBoard(id: "y"), number: 3), nil))
        try contract.edit("UPDATE board SET name = 'edited' WHERE id = 'a'")
        let entries = try await contract.inspected(before: nil, limit: 10, argumentCharacters: nil)
        try expect(entries.map(\.version), [5, 4, 3, 2, 1], "versions")
        try expect(entries.map(\.kind), [.external, .repeated, .rejected, .applied, .migration], "kinds")
        try expect(entries.map(\.code), [nil, nil, "constraint", nil, nil], "codes")
        try expect(entries.map { $0.mutation?.number }, [nil, 3, 2, 1, nil], "numbers")
        let mutation = InspectedEntry.Mutation(
            client: client, number: 1, actor: "ann", name: "createBoard", at: 501, arguments: nil)
        try expect(entries[3].mutation, mutation, "mutation")
        try expect(
            [entries[3].committedAt, entries[2].committedAt], [applied.committedAt, rejected.committedAt], "times")
        let page = try await contract.inspected(before: 5, limit: 2, argumentCharacters: nil)
        try expect(page, Array(entries[1...2]), "page")
        try expect(try await contract.store.read { try $0.firstVersion() }, 1, "first version")
    }

    private static func argumentsAreCut(_ contract: Self) async throws {
        let submitted = submitted(.createBoard(id: "a", name: "A"), number: 1)
        try await contract.append(.rejected(submitted, MutationRejection(.constraint, "because")))
        let hidden = try await contract.inspected(before: nil, limit: 1, argumentCharacters: nil)
        try expect(hidden.map(\.mutation?.arguments), [nil], "hidden arguments")
        try expect(hidden.map(\.message), [nil], "hidden message")
        let shown = try await contract.inspected(before: nil, limit: 1, argumentCharacters: 9)
        let beginning = String(String(decoding: submitted.arguments, as: UTF8.self).prefix(9))
        try expect(shown.map(\.mutation?.arguments), [beginning], "arguments")
        try expect(shown.map(\.message), ["because"], "message")
    }

    private static func textsAreCut(_ contract: Self) async throws {
        let long = String(repeating: "ä", count: 10_000)
        let submitted = SubmittedMutation(
            client: client, number: 1, token: token(1), actor: long, name: long, arguments: [0x7b, 0x7d], at: 1)
        let rejection = MutationRejection(MutationRejection.Code(rawValue: long), long)
        try await contract.append(.rejected(submitted, rejection))
        let entry = try await contract.inspected(before: nil, limit: 1, argumentCharacters: 10)[0]
        let lengths = [entry.mutation?.actor, entry.mutation?.name, entry.code, entry.message].map { $0?.count }
        try expect(lengths, [200, 200, 200, 1_000], "lengths")
    }

    private static func whatIsCountedHasALimit(_ contract: Self) async throws {
        let rejection = MutationRejection(.constraint, "no")
        for number in 1...4 {
            try await contract.append(.rejected(submitted(.deleteBoard(id: "x"), number: Int64(number)), rejection))
            try await contract.store.write {
                try $0.setClient(
                    ClientRecord(id: token(Int64(number)), actor: "ann", number: 1, token: token(Int64(number))))
            }
        }
        let server = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        try await contract.store.write {
            try $0.setClient(ClientRecord(id: server, actor: "", number: 1, token: token(9)))
        }
        try contract.edit("INSERT INTO board (id, name) VALUES ('a', 'A'), ('b', 'B'), ('c', 'C')")
        let counts = try await contract.store.read { transaction in
            [
                [try transaction.clientCount(upTo: 3), try transaction.clientCount(upTo: 10)],
                [
                    try transaction.rejectionCount(of: client, after: 0, upTo: 3),
                    try transaction.rejectionCount(of: client, after: 3, upTo: 10),
                    try transaction.rejectionCount(of: token(1), after: 0, upTo: 10),
                ],
                [try transaction.rowCount(ofTable: 0, upTo: 3), try transaction.rowCount(ofTable: 0, upTo: 10)],
                [try transaction.rowCount(ofTable: 1, upTo: 10)],
            ]
        }
        try expect(counts, [[3, 4], [3, 2, 0], [3, 4], [0]], "counts of clients, rejections and rows")
    }

    private func inspected(
        before version: Int64?, limit: Int, argumentCharacters: Int?
    ) async throws -> [InspectedEntry] {
        try await store.read {
            try $0.newestEntries(before: version, limit: limit, argumentCharacters: argumentCharacters)
        }
    }
}
