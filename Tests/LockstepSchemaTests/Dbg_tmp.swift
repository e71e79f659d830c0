import LockstepSQL
import LockstepSchema
import Testing
@Suite struct DbgTmp {
    @Test func dbg() throws {
        for c in ["due_at TEXT, -- type: Date", "due_at TEXT -- type: Date"] {
        let f = Fixture("CREATE TABLE card (\n id TEXT NOT NULL PRIMARY KEY,\n \(c)\n\(c.contains(",") ? "x TEXT" : "")) STRICT;", queries: "-- name: q :many\nSELECT id FROM card WHERE due_at IN (SELECT value FROM json_each(:ids));")
        let a = f.analysis
        print("DBG", f.messages, a.schema?.queries.first?.arguments as Any, a.schema?.queries.first?.statement as Any)
        }
    }
}
