import LockstepSQL

/// Collects the diagnostics of a run.
///
/// A definition is looked at more than once, until the types of its parameters are settled: `muted` drops what is said
/// on the way there.
final class Reporter {
    private(set) var diagnostics: [Diagnostic] = []

    /// What rules say, apart from the mistakes: see `Silences`, which decides what becomes of it.
    private(set) var warnings: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []
    private var mutes = 0

    var hasErrors: Bool {
        diagnostics.contains { $0.severity == .error }
    }

    /// Counts what was said, so that a caller can tell whether a step of its own went well.
    var count: Int { diagnostics.count }

    func error(_ message: String, at place: SourcePlace, notes: [Diagnostic.Note] = [], suggestion: String? = nil) {
        report(Diagnostic(.error, message, at: place, notes: notes, suggestion: suggestion))
    }

    func report(_ diagnostic: Diagnostic) {
        guard mutes == 0, seen.insert(diagnostic).inserted else { return }
        diagnostics.append(diagnostic)
    }

    func warn(_ warning: Diagnostic) {
        guard mutes == 0, seen.insert(warning).inserted else { return }
        warnings.append(warning)
    }

    func muted<Result>(_ body: () -> Result) -> Result {
        mutes += 1
        defer { mutes -= 1 }
        return body()
    }

    /// By path, then by place in the file.
    var sorted: [Diagnostic] { diagnostics.sortedByPlace }
}
