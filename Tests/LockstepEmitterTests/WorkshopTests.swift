import Foundation
import Lockstep
import Testing

@Suite("Generated code against SQLite")
struct WorkshopTests {
    private let database: TestDatabase
    private let context = MutationContext(actor: "ann", now: 1_700_000_000_123, committedAt: 1_700_000_000_456)
    private let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16))

    init() throws {
        database = try TestDatabase(Workshop.migrations.map(\.sql).joined(separator: ";\n"))
    }

    private func apply(_ mutation: Workshop.Mutation, now: Int64? = nil) throws {
        var context = context
        if let now { context.now = now }
        try mutation.apply(to: database.connection, in: context)
    }

    private func buy(_ name: String, id: UUID? = nil) -> Workshop.Mutation {
        .buyMachine(
            id: id ?? self.id, name: name, default: true, power: 1.5, manual: URL(string: "https://example.org/manual"),
            photo: Data([0, 255]), price: Money(cents: 120))
    }

    @Test("A mutation binds its arguments and reserved parameters in the form that its columns store")
    func storage() throws {
        try apply(buy("saw"))
        #expect(
            try database.rows(
                "SELECT hex(id), name, \"default\", hex(photo), price, bought_at, seen_at, label FROM machine")
                == ["01020304050670088" + "00A0B0C0D0E0F10|saw|1|00FF|120|1700000000.123|1700000000456|saw \\ idle"])
        #expect(try database.rows("SELECT hex(machine_id), number FROM part").count == 1)
    }

    @Test("A row struct reads back what was written, defaults included")
    func rows() throws {
        try apply(buy("saw"))
        let machine = try #require(try database.fetch(Query.machine(id: id)))
        #expect(
            machine
                == Workshop.Machine(
                    id: id, name: "saw", default: true, priority: .medium, state: .idle, power: 1.5,
                    manual: URL(string: "https://example.org/manual"), photo: Data([0, 255]), price: Money(cents: 120),
                    boughtAt: Date(millisecondsSince1970: 1_700_000_000_123), serviced: nil,
                    seenAt: Date(millisecondsSince1970: 1_700_000_000_456), row: "it's a \"\\\" and a \"\"\"",
                    label: "saw \\ idle"))
    }

    @Test("A change that keeps leaves the column alone; one that sets nil clears it")
    func changes() throws {
        try apply(buy("saw"))
        let time = Date(millisecondsSince1970: 1_600_000_000_001)
        try apply(.editMachine(id: id, serviced: .set(time), state: .set(.outOfOrder)))
        var machine = try #require(try database.fetch(Query.machine(id: id)))
        #expect(machine.name == "saw")
        #expect(machine.serviced == time)
        #expect(machine.state == .outOfOrder)
        #expect(try database.rows("SELECT serviced FROM machine") == ["2020-09-13T12:26:40.001Z"])
        try apply(.editMachine(id: id, name: .set("drill"), serviced: .set(nil)))
        machine = try #require(try database.fetch(Query.machine(id: id)))
        #expect(machine.name == "drill")
        #expect(machine.serviced == nil)
        #expect(machine.price == Money(cents: 120))
    }

    @Test("A list parameter holds values in the form that its column stores")
    func lists() throws {
        let other = UUID.v7()
        try apply(buy("saw"))
        try apply(buy("drill", id: other))
        let time = Date(millisecondsSince1970: 1_600_000_000_001)
        try apply(.editMachine(id: id, serviced: .set(time)))
        #expect(try database.fetch(Query.named(names: ["saw", "lathe"])) == [id])
        try apply(.scrapMachines(times: []))
        #expect(try database.fetch(Query.machines).count == 2)
        try apply(.scrapMachines(times: [time, Date(millisecondsSince1970: 0)]))
        #expect(try database.fetch(Query.machines).map(\.id) == [other])
    }

    @Test("Columns of an outer join are a nested struct that may be missing; a foreign key action takes the children")
    func joins() throws {
        try apply(buy("saw"))
        try apply(.join)
        try apply(.makePart(machineId: id, number: 2, note: nil))
        let parts = try database.fetch(Query.partsWithMakers)
        #expect(parts.map(\.part.number) == [1, 2])
        #expect(parts.map(\.person?.userName) == [nil, "ann"])
        #expect(parts.map(\.machineName) == ["saw", "saw"])
        #expect(parts[1].person?.since == Date(millisecondsSince1970: 1_700_000_000_123))
        #expect(parts[1].person?.id == "ann")
        #expect(try database.fetch(Query.partCount) == 2)
        try apply(.clear)
        #expect(try database.fetch(Query.partCount) == 0)
    }

    @Test("A query for one row has none, and a scalar that is NULL is nil as well")
    func oneRow() throws {
        #expect(try database.fetch(Query.part(machineId: id, number: 1)) == nil)
        #expect(try database.fetch(Query.lastService(id: id)) == nil)
        try apply(buy("saw"))
        #expect(try database.fetch(Query.lastService(id: id)) == nil)
        try apply(.service(priority: .medium, state: .running, context: "saw"), now: 1_000)
        #expect(try database.fetch(Query.lastService(id: id)) == Date(millisecondsSince1970: 1_000))
        #expect(try database.fetch(Query.part(machineId: id, number: 1))?.madeBy == nil)
        #expect(try database.fetch(Query.machinesIn(in: .idle)).map(\.name) == ["saw"])
        #expect(try database.fetch(Query.people).isEmpty)
    }

    @Test("A value of a newer schema is read, kept and written as it is")
    func unrecognized() throws {
        try apply(buy("saw"))
        try database.execute("PRAGMA ignore_check_constraints = ON; UPDATE machine SET state = 'lent', priority = 9")
        let machine = try #require(try database.fetch(Query.machine(id: id)))
        #expect(machine.state == .unrecognized("lent"))
        #expect(machine.priority == .unrecognized(9))
        try apply(.service(priority: .unrecognized(9), state: .idle, context: "saw"))
        #expect(try database.fetch(Query.lastService(id: id)) != nil)
    }

    @Test("A stored value of another type is an error that names the column")
    func mismatch() throws {
        try apply(buy("saw"))
        try database.execute("PRAGMA foreign_keys = OFF; UPDATE machine SET id = x'00'")
        let error = #expect(throws: SQLiteError.self) { try database.fetch(Query.machines) }
        #expect(error?.message == "column id holds 1, not 16 bytes")
    }

    @Test("Migrations keep their text, and their SQL runs")
    func migrations() {
        #expect(Workshop.migrations.map(\.name) == ["0001_machines", "0002_people"])
        #expect(Workshop.version == 2)
        #expect(Workshop.migrations[0].sql.contains(#"row       TEXT    NOT NULL DEFAULT 'it''s a "\" and a """',"#))
    }

    @Test("What is known of a mutation is found by its name")
    func descriptions() {
        #expect(Workshop.Mutation.descriptions.map(\.name).sorted() == Workshop.Mutation.descriptions.map(\.name))
        #expect(Workshop.Mutation.description(of: "clear")?.isReplayable == true)
        #expect(Workshop.Mutation.description(of: "cleer") == nil)
        #expect(Workshop.Mutation.join.description.writes.map(\.table) == ["person"])
        #expect(Workshop.Mutation.clear.description.writes.map(\.table) == ["machine", "part"])
        #expect(Set(Workshop.Mutation.descriptions.map(\.fingerprint)).count == Workshop.Mutation.descriptions.count)
    }
}
