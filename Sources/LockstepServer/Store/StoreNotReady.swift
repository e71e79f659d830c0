/// Why a store cannot commit a transaction at the moment.
public struct StoreNotReady: Error, Hashable, Sendable, CustomStringConvertible {
    public let reason: Reason

    /// What is the case, and what an operator does about it. It is told to everybody who asks: no path, no row.
    public let description: String

    /// A word for programs that watch the server.
    public enum Reason: String, Hashable, Sendable {
        /// The server is told to stop: it takes nothing new, and answers what is under way.
        case draining

        /// Another process holds the write lock.
        case busy

        /// The disk has no room left, or so little that the next commits may fail.
        case diskFull

        /// The file or its folder cannot be written to.
        case readOnly

        /// The disk reports errors.
        case inputOutput

        /// The tables are not those of this server's schema.
        case schemaChanged

        /// Anything else.
        case unavailable
    }

    public init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }

    static let draining = StoreNotReady(.draining, "The server is shutting down.")
}
