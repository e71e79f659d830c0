public import LockstepSQL

/// Every `-- silence:` of a schema.
public struct Silences: Sendable {
    private var silences: [Silence] = []

    init() {}

    mutating func add(_ silences: [Silence]) {
        self.silences += silences
    }

    /// The warnings that are left, and one for each `-- silence:` that silences nothing, sorted by place.
    ///
    /// - Parameter warnings: All warnings of a run: those of `SchemaAnalysis` and of SQLite.
    public func apply(to warnings: [Diagnostic]) -> [Diagnostic] {
        var used: Set<Silence> = []
        var left: [Diagnostic] = []
        for warning in warnings {
            let covering = silences.filter { $0.covers(warning) }
            used.formUnion(covering)
            if covering.isEmpty { left.append(warning) }
        }
        let unused = silences.filter { !used.contains($0) }.map { silence in
            Diagnostic(
                .warning, "there is no warning `\(silence.rule.rawValue)` here to be silenced", at: silence.place,
                suggestion: "leave the comment out")
        }
        return (left + unused).sortedByPlace
    }
}
