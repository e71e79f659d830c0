import LockstepSQL

/// Refuses syntax that is newer than the oldest SQLite.
struct SyntaxVersions {
    let oldestSQLite: SQLiteVersion
    let reporter: Reporter

    func check(_ requirements: [SyntaxRequirement], in source: SourceText) {
        for requirement in requirements {
            let version = SQLiteVersion(minor: requirement.minorVersion)
            guard version > oldestSQLite else { continue }
            reporter.error(
                "\(requirement.feature) came with SQLite \(version), and the schema is for \(oldestSQLite)",
                at: SourcePlace(source, requirement.span),
                suggestion: "raise \"sqlite\" in lockstep.json if no client or server is older")
        }
    }
}
