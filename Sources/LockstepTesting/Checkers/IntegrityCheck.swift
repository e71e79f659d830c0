import Lockstep

/// Databases are whole: SQLite's own checks find nothing.
enum IntegrityCheck {
    /// - Parameter checksReferences: False where another program may have deleted parents.
    /// - Throws: `Violation`.
    static func run(_ file: SimulationDatabase, _ name: String, checksReferences: Bool = true) throws {
        let problems = try file.texts("PRAGMA integrity_check")
        guard problems == ["ok"] else {
            throw Violation(.integrity, "\(name): \(problems.joined(separator: "; "))")
        }
        guard checksReferences else { return }
        let orphans = try file.texts("SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check")
        guard orphans.isEmpty else {
            throw Violation(.integrity, "\(name) has rows without their parents: \(orphans.joined(separator: ", "))")
        }
    }
}
