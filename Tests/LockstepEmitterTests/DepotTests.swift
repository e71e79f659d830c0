import Foundation
import Lockstep
import TestSupport
import Testing

@Suite("Generated code of both sides against SQLite")
struct DepotTests {
    private let client: TestDatabase
    private let server: TestDatabase
    private let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16))

    init() throws {
        client = try TestDatabase(Depot.migrations.map(\.sql).joined(separator: ";\n"))
        server = try TestDatabase(Depot.serverMigrations.map(\.sql).joined(separator: ";\n"))
    }

    private func context(actor: String = "ann", now: Int64 = 1_600_000_000_001) -> MutationContext {
        MutationContext(actor: actor, now: now, committedAt: now)
    }

    private func crate(_ id: UUID, _ label: String = "a") -> Depot.NewCrate {
        Depot.NewCrate(id: id, label: label, weight: nil, packedAt: nil, isHeavy: false, state: .open)
    }

    // MARK: Sides

    @Test("Each side has its own tables, and only the replicated ones are recorded")
    func tables() throws {
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        #expect(try client.rows(names) == ["crate", "draft", "total"])
        #expect(try server.rows(names) == ["audit", "crate"])
        #expect(Depot.tables.map(\.name) == ["crate"])
        #expect(Depot.derivedTables.map(\.name) == ["total"])
        #expect(Depot.derivedTables[0].sources == [TableAccess("crate", ["id", "state"])])
        #expect(Depot.derivedTriggers.map { "\($0.moment) ON \($0.table)" } == ["AFTER INSERT ON crate"])
        #expect(Depot.migrations.count == Depot.version)
        #expect(Depot.serverMigrations.map(\.name) == Depot.migrations.map(\.name))
    }

    @Test("A mutation runs on each side what it is about there")
    func statements() throws {
        let mutation = Depot.Mutation.packCrate(id: id)
        let add = Depot.Mutation.addCrates(crates: [crate(id)])
        for database in [client, server] { try add.apply(to: database.connection, in: context()) }
        try mutation.apply(to: client.connection, in: context())
        try Depot.apply(mutation, to: server.connection, in: context())
        let crates = try client.fetch(.crates)
        #expect(crates.map(\.state) == [.packed])
        #expect(try server.fetch(.crates) == crates)
        #expect(try server.fetch(.audits) == [Depot.Audit(crateId: id, kind: .pack, actor: "ann")])
        #expect(try server.fetch(.auditCounts).map(\.count) == [1])
    }

    @Test("A mutation about tables of clients says so, and the server's tables are not in any description")
    func descriptions() throws {
        let local = Depot.Mutation.descriptions.filter(\.isLocal).map(\.name)
        #expect(local == ["keepOddities", "saveDraft"])
        let tables = Set(Depot.Mutation.descriptions.flatMap { $0.reads + $0.writes }.map(\.table))
        #expect(tables == ["crate", "draft"])
        try Depot.Mutation.saveDraft(crateId: id, text: "x").apply(to: client.connection, in: context())
        #expect(try client.fetch(.drafts) == [Depot.Draft(crateId: id, text: "x")])
    }

    // MARK: Conditions

    @Test("The first condition that does not hold is the one that is told")
    func conditions() throws {
        let mutation = Depot.Mutation.packCrate(id: id)
        func check(_ context: MutationContext) throws {
            try Depot.checkConditions(of: mutation, on: server.connection, in: context)
        }
        #expect(throws: FailedCondition(code: "denied", mutation: "packCrate")) {
            try check(context(actor: "mallory", now: 2_000_000_000_000))
        }
        #expect(throws: FailedCondition(code: "notFound", mutation: "packCrate")) {
            try check(context(now: 2_000_000_000_000))
        }
        try Depot.Mutation.addCrates(crates: [crate(id)]).apply(to: server.connection, in: context())
        #expect(throws: FailedCondition(code: "tooLate", mutation: "packCrate")) {
            try check(context(now: 2_000_000_000_000))
        }
        try check(context())
    }

    @Test(
        "A condition holds if SQLite takes its value for true",
        arguments: [
            ("1", true), ("-1", true), ("0.5", true), ("'1'", true), ("9007199254740993", true), ("0", false),
            ("0.0", false), ("NULL", false), ("'no'", false),
        ])
    func truth(value: String, holds: Bool) throws {
        let isTrue = try server.rows("SELECT CASE WHEN \(value) THEN 1 ELSE 0 END") == ["1"]
        #expect(isTrue == holds)
        try server.execute("CREATE TEMP TABLE value (v); INSERT INTO value VALUES (\(value))")
        let failure = FailedCondition(code: "x", mutation: "y")
        if holds {
            try server.connection.require("SELECT v FROM value", or: failure)
        } else {
            #expect(throws: failure) { try server.connection.require("SELECT v FROM value", or: failure) }
        }
    }

    @Test("An app can switch over the code of a rejection")
    func codes() {
        #expect(Depot.RejectionCode(rawValue: "notFound") == .notFound)
        #expect(Depot.RejectionCode(rawValue: "denied") == .denied)
        #expect(Depot.RejectionCode(rawValue: "tooBig") == .unrecognized("tooBig"))
        #expect(Depot.RejectionCode(rawValue: "tooBig").rawValue == "tooBig")
        #expect(Depot.RejectionCode.tooLate.rawValue == "tooLate")
    }

    @Test("Read rules and handlers are there for the server to know")
    func serverDescriptions() {
        #expect(
            Depot.handledMutations == [
                HandledMutation("addCrates", .instead), HandledMutation("packCrate", .before),
                HandledMutation("sweep", .after),
            ])
        #expect(Depot.readRules.map(\.table) == ["crate"])
        #expect(Depot.readRules.first?.scope == .expression("label"))
        #expect(Depot.readRules.first?.grant.actors == [.text])
    }

    // MARK: Bulk parameters

    @Test(
        "A bulk parameter inserts none, one or many rows, with their values as columns store them",
        arguments: [0, 1, 10_000])
    func bulkRows(count: Int) throws {
        var generator = SeededGenerator(seed: 5)
        let rows = (0..<count).map { _ in
            Depot.NewCrate(
                id: .v7(at: 1, using: &generator), label: "日本 \"é\"", weight: 1.5,
                packedAt: Date(millisecondsSince1970: 1_600_000_000_001), isHeavy: true, state: .packed)
        }
        let mutation = Depot.Mutation.addCrates(crates: rows)
        let json = mutation.encodedArguments
        let read = try JSONReader.read(json) { try Depot.Mutation(name: "addCrates", arguments: &$0) }
        #expect(read == mutation)
        try read.apply(to: client.connection, in: context())
        let crates = try client.fetch(.crates)
        #expect(crates.count == count)
        #expect(Set(crates.map(\.id)) == Set(rows.map(\.id)))
        guard count == 1 else { return }
        #expect(
            try client.rows("SELECT typeof(weight), packed_at, is_heavy, label FROM crate")
                == ["real|2020-09-13T12:26:40.001Z|1|日本 \"é\""])
    }

    @Test("An absent value is NULL in a column, and null in the arguments")
    func nullValues() throws {
        let mutation = Depot.Mutation.addCrates(crates: [crate(id)])
        #expect(
            String(decoding: mutation.encodedArguments, as: UTF8.self) == """
                {"crates":[{"id":"01020304-0506-7008-800a-0b0c0d0e0f10","label":"a","weight":null,"packed_at":null,\
                "is_heavy":false,"state":"open"}]}
                """)
        try mutation.apply(to: client.connection, in: context())
        #expect(try client.rows("SELECT weight IS NULL, packed_at IS NULL, is_heavy FROM crate") == ["1|1|0"])
    }

    @Test(
        "What is wrong with an element is an error that names the member",
        arguments: [
            (#"{"crates":[{}]}"#, "`id` is missing"),
            (#"{"crates":[{"label":"a","label":"b"}]}"#, "`label` is there twice"),
            (#"{"crates":[{"weight":null,"weight":null}]}"#, "`weight` is there twice"),
            (#"{"crates":[{"packedAt":1}]}"#, "`packedAt` is unknown"),
            (#"{"crates":[{"is_heavy":1}]}"#, "`is_heavy` must be true or false"),
            (#"{"crates":{}}"#, "`crates` must be an array"),
            (#"{"crates":[7]}"#, "`crates` must be an object"),
        ])
    func strictness(json: String, message: String) throws {
        let error = #expect(throws: JSONError.self) {
            try JSONReader.read(Array(json.utf8)) { try Depot.Mutation(name: "addCrates", arguments: &$0) }
        }
        #expect(error?.description == message)
    }

    @Test("Columns may have the names that generated functions use")
    func names() throws {
        let oddity = Depot.Oddity(json: "a", key: "b", self: "c", default: "d", generator: "e")
        let mutation = Depot.Mutation.keepOddities(oddities: [oddity])
        #expect(
            String(decoding: mutation.encodedArguments, as: UTF8.self)
                == #"{"oddities":[{"json":"a","key":"b","self":"c","default":"d","generator":"e"}]}"#)
        try mutation.apply(to: client.connection, in: context())
        #expect(try client.rows("SELECT * FROM draft") == ["c|a"])
    }

    @Test("Arbitrary mutations with bulk parameters are read back as they were written")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let mutation = Depot.Mutation.arbitrary(using: &generator)
            let read = try JSONReader.read(mutation.encodedArguments) {
                try Depot.Mutation(name: mutation.name, arguments: &$0)
            }
            #expect(read == mutation)
        }
    }
}
