import Metrics
import Synchronization

/// Adds up the counters of the clients of this process.
final class WorkMeter: MetricsFactory {
    /// Installed once, before the first client is opened.
    static let shared: WorkMeter = {
        let meter = WorkMeter()
        MetricsSystem.bootstrap(meter)
        return meter
    }()

    private let totals = Mutex<[String: Int64]>([:])

    private final class Sum: CounterHandler {
        let add: @Sendable (Int64) -> Void

        init(add: @escaping @Sendable (Int64) -> Void) {
            self.add = add
        }

        func increment(by amount: Int64) { add(amount) }
        func reset() {}
    }

    /// The rows that rebases have written so far: those undone, those of steps, and those of replays.
    var rowsWritten: Int64 {
        total("rows_undone") + total("mutations_applied") + total("rows_applied") + total("mutations_replayed")
    }

    private func total(_ name: String) -> Int64 {
        totals.withLock { $0["lockstep_client_rebase_" + name, default: 0] }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Sum { [self] amount in totals.withLock { $0[label, default: 0] += amount } }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { NOOPMetricsHandler.instance }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
}
