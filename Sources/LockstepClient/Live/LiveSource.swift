import GRDB
import Lockstep

/// A question to the replica: what its answer depends on, and how it is read.
struct LiveSource<Element: Sendable>: Sendable {
    /// Until the first answer is read.
    let interest: LiveInterest

    /// What the answer depends on, which is a part of `interest`; nil if it is all of it.
    let narrowed: (@Sendable (Database) throws -> LiveInterest)?

    let fetch: @Sendable (Database) throws -> Element
    let isSame: @Sendable (Element, Element) -> Bool

    /// Reads the answer, and lets the registration know what it depends on.
    func read(_ database: Database, _ registration: LiveRegistration) throws -> Element {
        let element = try fetch(database)
        if let narrowed, !registration.isNarrowed { registration.narrow(to: try narrowed(database)) }
        return element
    }
}

extension LiveSource {
    /// What the replica says of itself.
    init(_ interest: LiveInterest, fetch: @escaping @Sendable (Database) throws -> Element) where Element: Equatable {
        self.interest = interest
        self.fetch = fetch
        narrowed = nil
        isSame = { $0 == $1 }
    }
}

extension Replica {
    /// The results of several queries, read at one version.
    static func source<each Value>(_ query: repeat Query<Schema, each Value>) -> LiveSource<(repeat each Value)> {
        var interests: [RowInterest] = []
        var pinsRows = false
        for query in repeat each query {
            interests.append(query.interest)
            if query.pinnedRow != nil { pinsRows = true }
        }
        let narrowed: @Sendable (Database) throws -> LiveInterest = { database in
            var interests: [RowInterest] = []
            for query in repeat each query { interests.append(try query.interest(database)) }
            return .rows(interests)
        }
        return LiveSource(
            interest: .rows(interests),
            narrowed: pinsRows ? narrowed : nil,
            fetch: { (repeat try (each query).fetch($0)) },
            isSame: { first, second in
                for (first, second) in repeat (each first, each second) {
                    guard first == second else { return false }
                }
                return true
            })
    }
}

extension Query {
    func fetch(_ database: Database) throws -> Value {
        try fetch(try database.statement(sql))
    }

    /// What the result depends on, as far as it is known without a connection.
    var interest: RowInterest { RowInterest(Schema.sources(of: reads), tables: Schema.tables) }

    /// What the result depends on.
    func interest(_ database: Database) throws -> RowInterest {
        guard let row = pinnedRow, let handle = database.sqliteConnection,
            let table = Schema.tables.firstIndex(where: { $0.name == row.table })
        else { return interest }
        let connection = Lockstep.SQLiteConnection(handle)
        defer { connection.close() }
        let key = try row.key(in: Schema.tables[table], using: connection)
        return RowInterest(Schema.sources(of: reads), tables: Schema.tables, rows: [table: [key]])
    }
}
