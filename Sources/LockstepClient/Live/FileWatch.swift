import Foundation
import GRDB
import Lockstep

/// Looks now and then whether the file was written to, while anybody wants to know.
///
/// It has a connection of its own: a long transaction of this process does not hold it up. That connection cannot tell
/// whose commit it sees (https://www.sqlite.org/pragma.html#pragma_data_version); the writer's can, and is asked then.
final class FileWatch: Sendable {
    private struct State: Sendable {
        var watchers = 0

        /// A look is scheduled or under way.
        var isLooking = false
        var isClosed = false

        /// What the connection saw last; nil if it has not looked since there are watchers.
        var version: Int64?
        var connection: DatabaseQueue?
    }

    private let state = Guarded(State())
    private let queue = DispatchQueue(label: "Lockstep.watch", qos: .utility)
    private let looking: BlockingWork.Lane?
    private let path: String
    private let environment: ClientEnvironment
    private let interval: Duration
    private let changed: @Sendable () -> Void

    /// - Parameter changed: Called when somebody may have written to the file, and when it cannot be looked at.
    init(
        path: String, environment: ClientEnvironment, interval: Duration, changed: @escaping @Sendable () -> Void
    ) {
        self.path = path
        self.environment = environment
        self.interval = interval
        self.changed = changed
        looking = environment.blocking.lane()
    }

    /// One more wants to know.
    func begin() {
        let starts = state.withLock { state in
            state.watchers += 1
            guard !state.isLooking, !state.isClosed else { return false }
            state.isLooking = true
            return true
        }
        if starts { schedule() }
    }

    func end() {
        state.withLock { $0.watchers -= 1 }
    }

    /// Looks no more, and closes the connection. Waits for a look that is under way.
    func close() {
        let connection = state.withLock { state in
            state.isClosed = true
            return state.connection.take()
        }
        // It is deallocated, and so closed, in the end if this fails.
        queue.sync { try? connection?.close() }
    }

    private func schedule() {
        environment.schedule(environment.uptime() + interval) { [weak self] in
            guard let self else { return }
            if let looking { looking { self.look() } } else { queue.async { self.look() } }
        }
    }

    /// Runs on `queue`.
    private func look() {
        let isWanted = state.withLock { state in
            guard state.watchers > 0, !state.isClosed else {
                state.isLooking = false
                state.version = nil
                return false
            }
            return true
        }
        guard isWanted else { return }
        if hasChanged() { changed() }
        schedule()
    }

    private func hasChanged() -> Bool {
        do {
            let version = try connection().read { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
            return state.withLock { state in
                defer { state.version = version }
                return version != state.version
            }
        } catch {
            // Those who wait read the file themselves then, and are told what is wrong with it.
            return true
        }
    }

    private func connection() throws -> DatabaseQueue {
        if let connection = state.withLock({ $0.connection }) { return connection }
        var settings = Configuration()
        settings.readonly = true
        settings.label = "Lockstep.watch"
        let connection = try DatabaseQueue(path: path, configuration: settings)
        state.withLock { state in
            if !state.isClosed { state.connection = connection }
        }
        return connection
    }
}
