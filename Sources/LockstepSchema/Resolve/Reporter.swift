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
    private var held: Held?

    /// Counts the errors, so that a caller can tell whether a step of its own went well.
    var count: Int { said + (held?.errors ?? 0) }
    private var said = 0

    var hasErrors: Bool { count > 0 }

    func error(_ message: String, at place: SourcePlace, notes: [Diagnostic.Note] = [], suggestion: String? = nil) {
        report(Diagnostic(.error, message, at: place, notes: notes, suggestion: suggestion))
    }

    func report(_ diagnostic: Diagnostic) {
        guard mutes == 0 else { return }
        guard held == nil else {
            held?.diagnostics.append(diagnostic)
            return
        }
        guard seen.insert(diagnostic).inserted else { return }
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { said += 1 }
    }

    /// Counts an error that follows from one that has been reported, and says nothing.
    func countConsequence() {
        guard mutes == 0 else { return }
        if held == nil { said += 1 } else { held?.consequences += 1 }
    }

    func warn(_ warning: Diagnostic) {
        guard mutes == 0 else { return }
        guard held == nil else {
            held?.warnings.append(warning)
            return
        }
        guard seen.insert(warning).inserted else { return }
        warnings.append(warning)
    }

    /// Keeps back what is said meanwhile; see `release`.
    func held<Result>(_ body: () -> Result) -> (result: Result, said: Held) {
        let outer = held
        held = Held()
        defer { held = outer }
        let result = body()
        return (result, held ?? Held())
    }

    /// Says what has been kept back.
    func release(_ held: Held) {
        held.diagnostics.forEach(report)
        for _ in 0..<held.consequences { countConsequence() }
        held.warnings.forEach(warn)
    }

    /// What was said of a definition before the types of its parameters were settled, perhaps.
    struct Held {
        fileprivate var diagnostics: [Diagnostic] = []
        fileprivate var warnings: [Diagnostic] = []

        fileprivate var consequences = 0

        fileprivate var errors: Int { consequences + diagnostics.count { $0.severity == .error } }
    }

    func muted<Result>(_ body: () -> Result) -> Result {
        mutes += 1
        defer { mutes -= 1 }
        return body()
    }

    /// By path, then by place in the file.
    var sorted: [Diagnostic] { diagnostics.sortedByPlace }
}
