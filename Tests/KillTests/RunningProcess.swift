import Foundation
import Glibc
import Synchronization

/// A child process whose lines of standard output can be waited for.
///
/// By `posix_spawn` and a thread that reads and then waits: Foundation's `Process` learns of an exit from a descriptor
/// that other children may hold, and then never.
final class RunningProcess: Sendable {
    private struct Waiter {
        let id: UUID
        let isOver: @Sendable ([String]) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var lines: [String] = []
        var partial: [UInt8] = []
        var exitStatus: Int32?
        var end: ContinuousClock.Instant?
        var waiters: [Waiter] = []

        mutating func append(_ bytes: ArraySlice<UInt8>) {
            for byte in bytes {
                if byte == UInt8(ascii: "\n") {
                    lines.append(String(decoding: partial, as: UTF8.self))
                    partial = []
                } else {
                    partial.append(byte)
                }
            }
        }

        /// The waiters whose lines are there, or will never be.
        mutating func takeReady() -> [CheckedContinuation<Void, Never>] {
            let split = waiters.partition { exitStatus != nil || $0.isOver(lines) }
            defer { waiters.removeSubrange(split...) }
            return waiters[split...].map(\.continuation)
        }
    }

    private let state = Mutex(State())
    private let identifier: pid_t
    // The writing end of its standard input, until it is closed.
    private let input: Mutex<Int32?>

    init(_ executable: URL, _ arguments: [String]) throws {
        let standardInput = try Self.pipe()
        let standardOutput = try Self.pipe()
        input = Mutex(standardInput.write)
        identifier = try Self.spawn(
            executable.path(), arguments, input: standardInput.read, output: standardOutput.write)
        close(standardInput.read)
        close(standardOutput.write)
        Thread.detachNewThread { [self] in follow(standardOutput.read) }
    }

    deinit {
        closeInput()
    }

    private func closeInput() {
        input.withLock { input in
            if let input { close(input) }
            input = nil
        }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw StageError(description: "no pipe") }
        // No other child may inherit an end.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Has the child close what it inherits: the sockets on which other tests of this process listen, those included that
    /// are opened just now.
    private static func closeOthers(_ actions: inout posix_spawn_file_actions_t) throws {
        // Glibc's header declares it for GNU programs only, as which Swift does not read it.
        typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
            throw StageError(description: "glibc is older than 2.34")
        }
        _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, STDERR_FILENO + 1)
    }

    private static func spawn(
        _ path: String, _ arguments: [String], input: Int32, output: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        try closeOthers(&actions)
        let words = ([path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var identifier: pid_t = 0
        guard posix_spawn(&identifier, path, &actions, nil, words + [nil], environ) == 0 else {
            throw StageError(description: "\(path) cannot be started")
        }
        return identifier
    }

    /// Reads until the process has closed its output, which it does by ending.
    private func follow(_ output: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            wake(
                state.withLock { state in
                    state.append(buffer[..<count])
                    return state.takeReady()
                })
        }
        close(output)
        var info = siginfo_t()
        waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT)
        wake(
            state.withLock { state in
                // Within the lock: from here on the identifier may be another process's.
                var status: Int32 = 0
                waitpid(identifier, &status, 0)
                // The exit status, or that of a shell for a process that a signal ended.
                state.exitStatus = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
                state.end = .now
                return state.takeReady()
            })
    }

    private func wake(_ continuations: [CheckedContinuation<Void, Never>]) {
        for continuation in continuations { continuation.resume() }
    }

    /// The whole lines printed so far. A line that a kill cut off is not one.
    var lines: [String] { state.withLock { $0.lines } }

    /// When the process ended, by the thread that waits for it; nil while it runs.
    var end: ContinuousClock.Instant? { state.withLock { $0.end } }

    /// Waits until so many lines were printed, or the process has ended.
    func waitForLines(_ count: Int) async {
        await wait { $0.count >= count }
    }

    /// Waits until the lines are such, or the process has ended.
    func wait(until isOver: @escaping @Sendable ([String]) -> Bool) async {
        await wait(UUID(), until: isOver)
    }

    private func wait(_ id: UUID, until isOver: @escaping @Sendable ([String]) -> Bool) async {
        await withCheckedContinuation { continuation in
            wake(
                state.withLock { state in
                    state.waiters.append(Waiter(id: id, isOver: isOver, continuation: continuation))
                    return state.takeReady()
                })
        }
    }

    /// As `wait(until:)`, for so long at most.
    ///
    /// - Returns: False if the time was up first.
    func wait(atMost limit: Duration, until isOver: @escaping @Sendable ([String]) -> Bool) async -> Bool {
        let id = UUID()
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.wait(id, until: isOver)
                return true
            }
            group.addTask {
                // The error says that the wait is over.
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            let isInTime = await group.next() ?? false
            // Else the group would wait on.
            giveUp(id)
            return isInTime
        }
    }

    private func giveUp(_ id: UUID) {
        wake(
            state.withLock { state in
                let split = state.waiters.partition { $0.id == id }
                defer { state.waiters.removeSubrange(split...) }
                return state.waiters[split...].map(\.continuation)
            })
    }

    /// Nil while it runs; that of a shell for a process that a signal ended.
    var exitStatus: Int32? { state.withLock { $0.exitStatus } }

    /// Lets the process do nothing, as a laptop that is closed does, until `resume()`.
    func pause() {
        send(SIGSTOP)
    }

    func resume() {
        send(SIGCONT)
    }

    private func send(_ signal: Int32) {
        state.withLock { state in
            if state.exitStatus == nil { Glibc.kill(identifier, signal) }
        }
    }

    /// Kills the process as the operating system does it, and waits until all it printed was read.
    func kill() async {
        send(SIGKILL)
        await wait { _ in false }
    }

    /// Ends the process by SIGTERM, or else by the end of its standard input.
    ///
    /// - Returns: Its exit status.
    func stop(bySignal: Bool = false) async -> Int32 {
        if bySignal { send(SIGTERM) } else { closeInput() }
        await wait { _ in false }
        return state.withLock { $0.exitStatus ?? -1 }
    }
}
