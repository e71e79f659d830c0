import Metrics

/// The work of rebases as counters, one of each for every path (dimension `path`).
struct RebaseMetrics: Sendable {
    private struct Counters: Sendable {
        let steps: Counter
        let rowsUndone: Counter
        let mutationsApplied: Counter
        let rowsApplied: Counter
        let mutationsReplayed: Counter
        let failedReplays: Counter

        init(_ path: RebasePath, _ factory: any MetricsFactory) {
            func counter(_ name: String) -> Counter {
                Counter(
                    label: "lockstep_client_rebase_\(name)", dimensions: [("path", path.rawValue)], factory: factory)
            }
            steps = counter("steps")
            rowsUndone = counter("rows_undone")
            mutationsApplied = counter("mutations_applied")
            rowsApplied = counter("rows_applied")
            mutationsReplayed = counter("mutations_replayed")
            failedReplays = counter("failed_replays")
        }
    }

    private let counters: [RebasePath: Counters]

    init(factory: any MetricsFactory = MetricsSystem.factory) {
        counters = Dictionary(uniqueKeysWithValues: RebasePath.allCases.map { ($0, Counters($0, factory)) })
    }

    func record(_ work: RebaseWork, _ path: RebasePath) {
        guard let counters = counters[path] else { return }
        counters.steps.increment()
        counters.rowsUndone.increment(by: work.rowsUndone)
        counters.mutationsApplied.increment(by: work.mutationsApplied)
        counters.rowsApplied.increment(by: work.rowsApplied)
        counters.mutationsReplayed.increment(by: work.mutationsReplayed)
        counters.failedReplays.increment(by: work.failedReplays)
    }
}
