/// What went wrong on the client, or between it and the server.
///
/// The message says what to do about it. Switch on `code`; codes are added in later versions.
public struct ClientError: Error, Sendable, CustomStringConvertible {
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case constraint, mutationTooLarge, unknownToken, unknownMutation, alreadyRunning, closed
            case pendingMutations, signedOut, inUse
            case notAReplica, otherFormat, otherSchema, otherVersion, otherTables, otherActor
            case database, diskFull, readOnly, busy, cannotOpen, damaged, derivedTables
            case noServer, noEvents, unreachable, unavailable, serverBehind, refused, tooLarge
            case unauthenticated, forbidden, upgradeRequired
            case snapshotTooLarge, malformedAnswer, noProgress, superseded, diverged, forked, outOfOrder
        }

        private let value: Value

        public var description: String { value.rawValue }

        private init(value: Value) {
            self.value = value
        }

        /// The code that describes itself by a name; nil if this version of Lockstep has none.
        init?(name: String) {
            guard let value = Value(rawValue: name) else { return nil }
            self.value = value
        }

        /// The mutation violates a constraint of the local tables, or its values do not fit. Nothing was queued.
        public static let constraint = Code(value: .constraint)
        /// The mutation is larger than one push may be. Nothing was queued.
        public static let mutationTooLarge = Code(value: .mutationTooLarge)
        /// The replica knows no mutation with that token, or no longer keeps its outcome.
        public static let unknownToken = Code(value: .unknownToken)
        /// This build of the app has no mutation of that name, or not with those arguments.
        public static let unknownMutation = Code(value: .unknownMutation)
        /// `run()` is running already on this client.
        public static let alreadyRunning = Code(value: .alreadyRunning)
        /// The client was closed.
        public static let closed = Code(value: .closed)

        /// Mutations are pending, or rejected and not dismissed, and the call does not say what is to become of them:
        /// `replica` counts them. Nothing was changed.
        public static let pendingMutations = Code(value: .pendingMutations)
        /// The replica was signed out, here or by another process: this client's file is no longer its own.
        public static let signedOut = Code(value: .signedOut)
        /// The file is open elsewhere.
        public static let inUse = Code(value: .inUse)

        /// The file is not a database, or one that Lockstep did not make.
        public static let notAReplica = Code(value: .notAReplica)
        /// The file is a replica that an older or newer version of Lockstep made.
        public static let otherFormat = Code(value: .otherFormat)
        /// The file is a replica of a schema of another name.
        public static let otherSchema = Code(value: .otherSchema)
        /// The file is a replica of another version of the schema.
        public static let otherVersion = Code(value: .otherVersion)
        /// The file's tables were made by other migrations than those of this build.
        public static let otherTables = Code(value: .otherTables)
        /// The file is the replica of another actor: `replica` says whose, and what is pending in it.
        public static let otherActor = Code(value: .otherActor)

        /// SQLite or the disk failed in a way that no other code names. Nothing was changed.
        ///
        /// Where a call names this code, `diskFull`, `readOnly`, `busy` and `damaged` are meant too. All but the last pass
        /// when their cause does, without opening the client again; `run()` tries again by itself. One case is open: if the
        /// disk fails at the very end of a commit, and the process dies before it writes again, who opens the file next may
        /// find the transaction done, whole.
        public static let database = Code(value: .database)
        /// There is no space left for the replica. Nothing was changed.
        public static let diskFull = Code(value: .diskFull)
        /// The file, or its folder, may not be written to. Nothing was changed.
        public static let readOnly = Code(value: .readOnly)
        /// Another process wrote to the file for longer than `busyTimeout`. Nothing was changed.
        public static let busy = Code(value: .busy)
        /// There is no file that could be opened at the path, nor can one be made: the folder is missing, the path is a
        /// folder's, or a permission is.
        public static let cannotOpen = Code(value: .cannotOpen)
        /// The file is damaged, or holds what Lockstep never writes.
        public static let damaged = Code(value: .damaged)

        /// A trigger of a derived table fails. The derived tables are empty, all others as they should be.
        public static let derivedTables = Code(value: .derivedTables)

        /// The client was opened without a server.
        public static let noServer = Code(value: .noServer)
        /// The server, or a proxy before it, has no stream of events. The client polls.
        public static let noEvents = Code(value: .noEvents)
        /// The server cannot be reached.
        public static let unreachable = Code(value: .unreachable)
        /// The server cannot answer for now.
        public static let unavailable = Code(value: .unavailable)
        /// The server's schema is older than the client's.
        public static let serverBehind = Code(value: .serverBehind)
        /// The server takes the request for malformed, or has no such route.
        public static let refused = Code(value: .refused)
        /// The server takes a single mutation for too large a request.
        public static let tooLarge = Code(value: .tooLarge)

        /// The server does not know who is asking: the token is missing, wrong or expired.
        public static let unauthenticated = Code(value: .unauthenticated)
        /// The server knows this client as another actor's.
        public static let forbidden = Code(value: .forbidden)
        /// The server no longer serves this version of the schema: the app must be updated.
        public static let upgradeRequired = Code(value: .upgradeRequired)

        /// A snapshot of the server is over the configuration's limit.
        public static let snapshotTooLarge = Code(value: .snapshotTooLarge)
        /// The server's answer is not one of the protocol.
        public static let malformedAnswer = Code(value: .malformedAnswer)
        /// The server announces more, and gives nothing.
        public static let noProgress = Code(value: .noProgress)
        /// Another process keeps syncing the same file.
        public static let superseded = Code(value: .superseded)
        /// The server's step cannot be applied to this base, in any encoding.
        public static let diverged = Code(value: .diverged)
        /// The server keeps taking the replica for a copy.
        public static let forked = Code(value: .forked)
        /// The server keeps asking for other mutations than the replica has.
        public static let outOfOrder = Code(value: .outOfOrder)
    }

    public let code: Code

    /// A sentence that says what happened and what to do.
    public let message: String

    public let underlying: (any Error)?

    /// The replica that is at stake, for an error about whose file it is.
    public let replica: ReplicaSummary?

    /// Which of several mutations it is about, from 0: of those made together, or of an import's whole source.
    public internal(set) var mutationIndex: Int?

    init(_ code: Code, _ message: String, underlying: (any Error)? = nil, replica: ReplicaSummary? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
        self.replica = replica
    }

    public var description: String {
        guard let underlying else { return message }
        return "\(message) (\(underlying))"
    }
}

extension ClientError {
    static let closed = ClientError(.closed, "The client was closed; open another one on the file.")

    static let signedOut = ClientError(
        .signedOut,
        "The replica was signed out by another client or process. Close this client, and open one for the actor.")
}
