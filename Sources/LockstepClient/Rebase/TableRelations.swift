import Lockstep

/// Which tables' rows depend on others: read from the database, by the index of the table in the schema.
struct TableRelations {
    /// Tables in which what a mutation does to a row depends on no other row of a replicated table, but for those of
    /// `neighbours`: they have no UNIQUE values but their key, no trigger, and no foreign key to themselves.
    let isolated: Set<Int>

    /// Per table those that a foreign key connects it with, in either direction.
    let neighbours: [Int: Set<Int>]

    init(of tables: [TableStatements], on connection: SQLiteConnection) throws {
        var isolated = Set(tables.indices.filter { !tables[$0].deletesFirst })
        var neighbours: [Int: Set<Int>] = [:]
        // SQLite compares names without regard to ASCII case.
        let indexes = Dictionary(
            tables.enumerated().map { ($1.description.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        let triggers = try connection.statement(
            "SELECT tbl_name FROM main.sqlite_schema WHERE type = 'trigger'" as StaticString)
        for table in try triggers.all({ try $0.value(String.self, at: 0) }) {
            if let index = indexes[table.lowercased()] { isolated.remove(index) }
        }
        let keys = try connection.statement(
            """
            SELECT t.name, k."table" FROM main.sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k \
            WHERE t.type = 'table'
            """ as StaticString)
        for (child, parent) in try keys.all({ try ($0.value(String.self, at: 0), $0.value(String.self, at: 1)) }) {
            guard let child = indexes[child.lowercased()], let parent = indexes[parent.lowercased()] else { continue }
            if child == parent { isolated.remove(child) }
            neighbours[child, default: []].insert(parent)
            neighbours[parent, default: []].insert(child)
        }
        self.isolated = isolated
        self.neighbours = neighbours
    }
}
