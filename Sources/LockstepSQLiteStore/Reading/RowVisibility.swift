import Lockstep

/// Which rows of a table an actor may read, in terms of its version rows: rule `i` of the table (counted among those of
/// the table) has the row's scope in `lockstep_scope_i`.
struct RowVisibility: Sendable {
    private let grants: [GrantQuery]

    /// - Parameter rules: Those of the table, at least one.
    init(_ rules: [ReadRule]) {
        grants = rules.map { GrantQuery($0.grant) }
    }

    /// A condition that holds if the actor may read the row of a version row.
    func ofVersion(_ alias: String) -> String {
        any { index, grant in grant.grants("\(alias).lockstep_scope_\(index)") }
    }

    /// A condition that holds if what an exit tells of was within a scope of the actor's.
    func ofExit(_ alias: String) -> String {
        any { index, grant in "\(alias).lockstep_rule = \(index) AND \(grant.grants("\(alias).lockstep_scope"))" }
    }

    private func any(_ alternative: (Int, GrantQuery) -> String) -> String {
        "(\(grants.enumerated().map(alternative).joined(separator: " OR ")))"
    }
}
