import Lockstep

/// The rejected mutations of a replica: those that are kept, oldest first, then each new one as it comes.
///
///     for await rejection in client.rejections {
///         await ask(aboutWhat: rejection)
///     }
///
/// An iteration gives each rejection once, unless it was dismissed before its turn; the next iteration begins with the
/// oldest that is kept. Nothing is dismissed by being given: `SyncClient.dismiss(_:)` and `SyncClient.retry(_:)` do that.
/// `try await client.rejections()` lists what is kept.
///
/// The sequence ends when the task is cancelled or the client is closed. While SQLite cannot read the file it waits:
/// rejections are kept, and come once they can be read.
public struct Rejections: AsyncSequence, Sendable {
    public typealias Element = Rejection

    let source: RejectionSource

    /// The rejections that are kept, oldest first.
    ///
    /// - Throws: `ClientError` with code `.closed`, `.signedOut`, `.database` or `.damaged`; `CancellationError`.
    public func callAsFunction() async throws -> [Rejection] {
        try await source.all()
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let source: RejectionSource
        private let registration: LiveRegistration
        private let signal: WakeSignal

        /// The sequence number of the rejection that was given last.
        private var last: Int64 = 0

        fileprivate init(_ source: RejectionSource) {
            let signal = WakeSignal()
            self.source = source
            self.signal = signal
            registration = source.register { signal.set() }
        }

        public mutating func next() async -> Rejection? {
            while !Task.isCancelled {
                do {
                    if let (sequence, rejection) = try await source.next(last) {
                        last = sequence
                        return rejection
                    }
                    if try !registration.takeTouch() { await signal.wait() }
                } catch is CancellationError {
                    return nil
                } catch let error as ClientError where error.code == .closed || error.code == .signedOut {
                    return nil
                } catch {
                    await source.pause()
                }
            }
            return nil
        }
    }
}

/// How rejections are got.
struct RejectionSource: Sendable {
    let register: @Sendable (_ wake: @escaping @Sendable () -> Void) -> LiveRegistration

    /// The oldest rejection after a sequence number.
    let next: @Sendable (Int64) async throws -> (sequence: Int64, rejection: Rejection)?

    let all: @Sendable () async throws -> [Rejection]

    /// Waits a moment after a failure.
    let pause: @Sendable () async -> Void
}

extension Replica {
    var rejections: RejectionSource {
        RejectionSource(
            register: { [self] wake in register(.rejections, wake: wake) },
            next: { [self] sequence in try await read { try Self.nextRejection(after: sequence, $0) } },
            all: { [self] in try await read { try Self.rejections($0) } },
            pause: { [environment, configuration] in
                await environment.sleep(environment.uptime() + configuration.retryDelay)
            })
    }
}
