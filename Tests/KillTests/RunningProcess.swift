import Foundation
import Synchronization

/// A child process whose lines of standard output can be waited for.
final class RunningProcess: Sendable {
    private struct State {
        var lines: [String] = []
        var partial = ""
        var hasEnded = false
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        /// The waiters that wait for no more lines than there are.
        mutating func takeReady() -> [CheckedContinuation<Void, Never>] {
            let ready = waiters.filter { $0.count <= lines.count || hasEnded }
            waiters.removeAll { $0.count <= lines.count || hasEnded }
            return ready.map(\.continuation)
        }
    }

    private let state = Mutex(State())
    // Process is not Sendable; it is started in `init`, and only `terminate`, signals by pid and `waitUntilExit` follow,
    // which Foundation allows from any thread.
    nonisolated(unsafe) private let process = Process()
    private let input = Pipe()

    init(_ executable: URL, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        output.fileHandleForReading.readabilityHandler = { [self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            let ready = state.withLock { state in
                if data.isEmpty { state.hasEnded = true }
                state.partial += String(decoding: data, as: UTF8.self)
                let parts = state.partial.split(separator: "\n", omittingEmptySubsequences: false)
                state.lines += parts.dropLast().map(String.init)
                state.partial = parts.last.map(String.init) ?? ""
                return state.takeReady()
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// The whole lines printed so far. A line that a kill cut off is not one.
    var lines: [String] { state.withLock { $0.lines } }

    /// Waits until so many lines were printed, or the process has ended.
    func waitForLines(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiters.append((count, continuation))
                return state.takeReady()
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// Kills the process as the operating system does it, and waits until all it printed was read.
    func kill() async {
        Foundation.kill(process.processIdentifier, SIGKILL)
        await end()
    }

    /// Ends the process by closing its standard input, or by SIGTERM for one that does not read it.
    func stop(bySignal: Bool = false) async -> Int32 {
        if bySignal { process.terminate() }
        // The process may have gone already.
        try? input.fileHandleForWriting.close()
        await end()
        return process.terminationStatus
    }

    private func end() async {
        await waitForLines(.max)
        process.waitUntilExit()
    }
}
