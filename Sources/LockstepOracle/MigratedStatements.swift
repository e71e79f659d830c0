import LockstepSQL
import LockstepSchema

/// The statements of the migrations by what they make: SQLite knows the names, the files the places.
struct MigratedStatements {
    /// The names of tables where they are created, by name in lower case; the last one of a name.
    private(set) var tables: [String: SourcePlace] = [:]
    private(set) var indexes: [String: SourcePlace] = [:]
    private(set) var triggers: [String: SourcePlace] = [:]

    /// `INSERT`, `UPDATE` or `DELETE`, by the trigger's name in lower case.
    private(set) var triggerEvents: [String: String] = [:]

    private(set) var viewPlaces: [String: SourcePlace] = [:]
    private(set) var views: [String: Select] = [:]

    /// Tables in lower case that a migration puts rows into.
    private(set) var filledTables: Set<String> = []

    init(_ migrations: [CheckedStatement]) {
        for migration in migrations {
            let source = migration.place.source
            let file = Parser.parseStatement(in: source, spans: [migration.place.span])
            guard let statement = file.statements.first else { continue }
            switch statement.kind {
            case .createTable(let create): tables[create.name.name.folded] = SourcePlace(source, create.name.span)
            case .createVirtualTable(let create):
                tables[create.name.name.folded] = SourcePlace(source, create.name.span)
            case .createIndex(let create): indexes[create.name.name.folded] = SourcePlace(source, create.name.span)
            case .createTrigger(let create):
                triggers[create.name.name.folded] = SourcePlace(source, create.name.span)
                triggerEvents[create.name.name.folded] = Self.word(create.event)
            case .createView(let create):
                viewPlaces[create.name.name.folded] = SourcePlace(source, create.name.span)
                views[create.name.name.folded] = create.select
            case .insert(let insert): filledTables.insert(insert.table.name.name.folded)
            case .alterTable(let alter):
                if case .rename(let name) = alter.change { tables[name.folded] = SourcePlace(source, name.span) }
            default: break
            }
        }
    }

    private static func word(_ event: CreateTrigger.Event) -> String {
        switch event {
        case .insert: "INSERT"
        case .update: "UPDATE"
        case .delete: "DELETE"
        }
    }
}
