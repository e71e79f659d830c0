/// Something that must never be the case was the case.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    public let checker: Checker

    /// What is the case, with whatever tells it from what should be.
    public let message: String

    public init(_ checker: Checker, _ message: String) {
        self.checker = checker
        self.message = message
    }

    public var description: String { "\(checker.rawValue): \(message)" }

    /// What a simulation watches over.
    public enum Checker: String, Hashable, Sendable, CaseIterable {
        /// Once everything is in step, each replica equals what the server would show its actor.
        case convergence

        /// The server's tables are what its log leads to, and what it rejects fails.
        case logTruth = "log-truth"

        /// Every mutation ends applied or rejected, and both sides say the same.
        case oneOutcome = "one-outcome"

        /// No mutation is applied twice.
        case atMostOnce = "at-most-once"

        /// What was answered, and what was made on a device, is there after a crash.
        case durability

        /// A client's mutations have their outcomes in the order in which they were made.
        case clientOrder = "client-order"

        /// A replica shows its base and on it its pending mutations.
        case optimisticTruth = "optimistic-truth"

        /// Nothing is sent of a row to an actor who may not see it.
        case leak

        /// A live query ends at the right result, and shows nothing else on the way than what was there.
        case liveQueries = "live-queries"

        /// Once nothing fails, everything comes to rest within some minutes.
        case quiescence

        /// A base does not go back while neither file does.
        case cursor

        /// A handler `after` is called until it has done its work, for everything that was applied.
        case delivery

        /// The files are whole.
        case integrity

        /// Something was thrown that should not have been.
        case unexpectedError = "unexpected-error"
    }
}
