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

    /// Counts the errors, so that a caller can tell whether a step of its own went well.
    private(set) var count = 0

    var hasErrors: Bool { count > 0 }

    func error(_ message: String, at place: SourcePlace, notes: [Diagnostic.Note] = [], suggestion: String? = nil) {
        report(Diagnostic(.error, message, at: place, notes: notes, suggestion: suggestion))
    }

    func report(_ diagnostic: Diagnostic) {
        guard mutes == 0, seen.insert(diagnostic).inserted else { return }
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { count += 1 }
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
