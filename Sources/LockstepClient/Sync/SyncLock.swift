import Foundation

/// The right to sync a file, which one client at a time has, among all of this process and of others.
///
/// An advisory lock (`flock`) on a file of its own beside the replica, whose name is the replica's with `-sync`: SQLite's
/// locks on the replica's own files must not be disturbed. The system gives the lock up when its process ends, however
/// that happens; the file stays. Without the lock a step would still be applied once: it saves work and the server.
final class SyncLock: Sendable {
    /// What a client has the lock for, which others read in the file's first byte.
    enum Purpose: UInt8, Sendable {
        /// For as long as it runs.
        case running = 0x72

        /// For one `sync()`.
        case syncing = 0x73
    }

    private struct State: Sendable {
        var descriptor: Int32?

        /// What this client's calls that share it have it for.
        var holders: [Purpose] = []

        /// Tells others what it is held for. Who runs learns the outcomes of everything, whatever else it does meanwhile.
        func write() {
            guard let descriptor else { return }
            var byte = (holders.contains(.running) ? Purpose.running : .syncing).rawValue
            // Who reads nothing takes the client for one that runs.
            _ = pwrite(descriptor, &byte, 1, 0)
        }
    }

    private let path: String
    private let state = Guarded(State())

    /// By path, the calls of this process that wait for their turn, in the order in which they came: they need not wait for
    /// their next look.
    private static let waiting = Guarded<[String: [WakeSignal]]>([:])

    /// - Parameter replica: The path of the replica's file, which exists.
    init(beside replica: String) {
        path = URL(filePath: replica).resolvingSymlinksInPath().path + "-sync"
    }

    deinit {
        if let descriptor = state.withLock({ $0.descriptor }) { close(descriptor) }
    }

    /// Takes the lock, or shares it if this client has it already. Each success needs a `release(_:)`.
    ///
    /// - Returns: False if another client has it.
    /// - Throws: `ClientError` with code `.diskFull`, `.readOnly` or `.database` if the file cannot be opened or locked.
    func take(for purpose: Purpose) throws -> Bool {
        try state.withLock { state in
            if state.descriptor == nil { state.descriptor = try lock() }
            guard state.descriptor != nil else { return false }
            state.holders.append(purpose)
            state.write()
            return true
        }
    }

    /// - Parameter purpose: What it was taken for.
    func release(_ purpose: Purpose) {
        let isOver = state.withLock { state in
            if let index = state.holders.firstIndex(of: purpose) { state.holders.remove(at: index) }
            guard state.holders.isEmpty, let descriptor = state.descriptor.take() else {
                state.write()
                return false
            }
            // Closing the only descriptor of the open file gives its lock up.
            close(descriptor)
            return true
        }
        guard isOver else { return }
        for signal in Self.waiting.withLock({ $0[path] ?? [] }) { signal.set() }
    }

    /// What the client has the lock for that has it.
    func purpose() -> Purpose {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .running }
        defer { close(descriptor) }
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, 0) == 1 ? Purpose(rawValue: byte) ?? .running : .running
    }

    /// Sets `signal` whenever a client of this process gives the lock up, until `stopWaiting(_:)`.
    func startWaiting(_ signal: WakeSignal) {
        Self.waiting.withLock { $0[path, default: []].append(signal) }
    }

    func stopWaiting(_ signal: WakeSignal) {
        Self.waiting.withLock { waiting in
            waiting[path]?.removeAll { $0 === signal }
            if waiting[path]?.isEmpty == true { waiting[path] = nil }
        }
    }

    /// - Returns: The descriptor that holds the lock; nil if another one does.
    private func lock() throws -> Int32? {
        // Without O_CLOEXEC a child process would keep the lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("opened", errno) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            guard code == EWOULDBLOCK else { throw failure("locked", code) }
            return nil
        }
        return descriptor
    }

    private func failure(_ verb: String, _ code: Int32) -> ClientError {
        .ofSystem(code, "The file \(path), by which clients of the replica take turns to sync, cannot be \(verb).")
    }
}
