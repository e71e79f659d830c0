import Foundation
import LockstepClient

/// A request that was sent, between the session, which delivers the answer on its queue, and the task that reads it.
final class Exchange<Reader: AnswerReader>: AnswerSink {
    private struct State {
        var reader: Reader

        // How often something has arrived, or was sent.
        var arrivalCount = 0

        // Set once: why there is nothing more to come. Nil at a complete answer too, of which `reader` has the rest.
        var failure: TransportError?
    }

    private let state: Guarded<State>

    // An element says that something has arrived since the reading task last looked.
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    init(_ reader: Reader) {
        state = Guarded(State(reader: reader))
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: The session's side

    func begin(_ head: AnswerHead) -> Bool {
        update { reader throws(TransportError) in try reader.begin(head) }
    }

    func receive(_ bytes: Data) -> Bool {
        update { reader throws(TransportError) in try reader.receive(bytes) }
    }

    func progress() {
        state.withLock { $0.arrivalCount += 1 }
        arrival.yield()
    }

    func end(_ error: (any Error)?) {
        if let error {
            fail(TransportError(.unreachable, "No answer: \(error.localizedDescription)", underlying: error))
        } else {
            _ = update { reader throws(TransportError) in try reader.finish() }
        }
    }

    private func update(_ change: (inout Reader) throws(TransportError) -> Void) -> Bool {
        defer { arrival.yield() }
        return state.withLock { state in
            state.arrivalCount += 1
            guard state.failure == nil else { return false }
            do throws(TransportError) {
                try change(&state.reader)
                return true
            } catch {
                state.failure = error
                return false
            }
        }
    }

    private func fail(_ error: TransportError) {
        state.withLock { $0.failure = $0.failure ?? error }
        arrival.yield()
    }

    // MARK: The reading task's side

    /// Waits for the next thing to read. One task at a time may wait.
    ///
    /// - Parameter limit: How long nothing may arrive.
    /// - Throws: `TransportError`; `CancellationError` if the task is cancelled.
    func next(silence limit: Duration, clock: any Clock<Duration>) async throws -> Reader.Output {
        var alarm = clock.alarm(after: limit)
        var arrivalCount: Int?
        while true {
            try Task.checkCancellation()
            let (output, count) = try take()
            if let output { return output }
            // What woke the task may be an arrival that it has seen: only another one is a sign of life.
            if let arrivalCount, count > arrivalCount { alarm = clock.alarm(after: limit) }
            arrivalCount = count
            try await waitForArrival { [alarm] in
                try await alarm()
                throw TransportError(.unreachable, "The server was silent for \(limit).")
            }
        }
    }

    private func take() throws -> (Reader.Output?, arrivalCount: Int) {
        try state.withLock { state in
            let output = state.reader.next()
            if output == nil, let failure = state.failure { throw failure }
            return (output, state.arrivalCount)
        }
    }

    /// - Parameter giveUp: Throws when there was nothing for too long.
    private func waitForArrival(or giveUp: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [arrivals] in
                for await _ in arrivals { return }
            }
            group.addTask { try await giveUp() }
            // The first to end decides. A task group waits for all its tasks: the other one is cancelled.
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// A function that returns when the duration has passed since this call.
    fileprivate func alarm(after duration: Duration) -> @Sendable () async throws -> Void {
        let deadline = now.advanced(by: duration)
        return { try await sleep(until: deadline, tolerance: nil) }
    }
}

/// Where the session's delegate delivers an answer. The calls come one after the other.
protocol AnswerSink: Sendable {
    /// False if the request is to be given up.
    func begin(_ head: AnswerHead) -> Bool

    /// False if the request is to be given up.
    func receive(_ bytes: Data) -> Bool

    /// Some of the request's body was sent.
    func progress()

    /// The last call: nothing more will come.
    func end(_ error: (any Error)?)
}
