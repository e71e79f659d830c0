/// The definition files of a schema that a seed decides: tables with keys of every kind, foreign keys with every action,
/// triggers, rules of reading; mutations and queries about them. Lockstep accepts them all.
package struct RandomSchema: CustomStringConvertible, Sendable {
    package let seed: UInt64

    /// Texts by their paths in `schema/`.
    package let files: [String: String]

    /// The root type.
    package var name: String { "Random" + (seed < 10 ? "0" : "") + String(seed) }

    package var description: String { name }

    package init(seed: UInt64) {
        self.seed = seed
        var chance = Chance(seed: seed)
        let access = chance.percent(50) ? AccessPlan(using: &chance) : nil
        let tables = TableMaker(access: access, using: &chance).tables
        let derived = chance.percent(30) ? DerivedMaker(tables: tables).derived(using: &chance) : nil
        var files: [String: String] = [:]
        files["lockstep.json"] = """
            { "name": "Random\(seed < 10 ? "0" : "")\(seed)", "access": "package" }

            """
        var first = tables.map(\.createSQL).joined()
        first += tables.filter(\.hasFirstRow).map(\.firstRowSQL).joined()
        var last = IndexMaker(tables: tables).indexes(using: &chance).joined()
        last += TriggerMaker(tables: tables).triggers(using: &chance).joined()
        last += derived?.sql ?? ""
        var queries = QueryMaker(tables: tables)
        if chance.percent(30) { queries.viewed = chance.one(of: tables.filter { $0.side == .replicated }) }
        last += queries.viewSQL ?? ""
        let added = tables.flatMap { table in
            table.columns.filter(\.isAdded).map { column in
                "ALTER TABLE \(table.name) ADD COLUMN \(column.definition(isStrict: table.isStrict));"
                    + (column.comment.map { " " + $0 } ?? "") + "\n"
            }
        }
        files["migrations/0001_tables.sql"] = added.isEmpty ? first + last : first
        if !added.isEmpty { files["migrations/0002_more.sql"] = added.joined() + last }
        files["mutations.sql"] = MutationMaker(tables: tables, access: access).mutations(using: &chance)
            .joined(separator: "\n")
        files["queries.sql"] = (queries.queries(using: &chance) + (derived?.queries ?? []))
            .joined(separator: "\n")
        if access != nil {
            files["permissions.sql"] = tables.flatMap { table in table.rules.map { $0.sql(of: table) } }
                .joined(separator: "\n")
        }
        self.files = files
    }
}
