import Lockstep
import LockstepTesting

extension SimulationWorkload where Schema.Handlers == NoHandlers<Schema> {
    /// Mutations with arbitrary values, and edits of any table.
    static func random(_ schema: Schema.Type) -> SimulationWorkload {
        SimulationWorkload(schema, actors: ["ann", "bob", "Ann"], edits: edits, codes: ["notFound", "full"])
    }

    /// A row in some goes, or changes in nothing that counts, which is a change as well.
    private static var edits: [String] {
        Schema.tables.flatMap { table in
            let name = SQLIdentifier.quoted(table.name)
            let key = SQLIdentifier.quoted(table.key[0])
            return [
                "DELETE FROM \(name) WHERE abs(random()) % 4 = 0",
                "UPDATE \(name) SET \(key) = \(key) WHERE abs(random()) % 3 = 0",
                "BEGIN; DELETE FROM \(name); ROLLBACK",
            ]
        }
    }
}
