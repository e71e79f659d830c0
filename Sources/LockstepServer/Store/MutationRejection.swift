public import Lockstep

/// Why a mutation was refused for good: running it again over the same rows would fail again.
public struct MutationRejection: Error, Hashable, Sendable, CustomStringConvertible {
    public let code: Code

    /// A sentence for the person who reads the rejection: what is wrong, and with which field or constraint.
    ///
    /// Whoever made the mutation gets to read it: it must not tell of rows that they may not see.
    public let message: String

    /// What was violated, for the code `constraint`; nil for others.
    public let constraint: ViolatedConstraint?

    /// - Parameter code: A code of Lockstep's, of the schema's (`.init(IssueTracker.RejectionCode.notFound)`) or a
    ///   handler's own, as a literal. Clients read one that the schema does not declare as `unrecognized`.
    public init(_ code: Code, _ message: String, constraint: ViolatedConstraint? = nil) {
        self.code = code
        self.message = message
        self.constraint = constraint
    }

    public var description: String { "\(code.rawValue): \(message)" }

    /// A code of Lockstep, or one that a schema declares.
    public struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public init(stringLiteral rawValue: String) {
            self.rawValue = rawValue
        }

        /// A code of the schema's, or of Lockstep's, by its generated enum.
        public init(_ code: some SchemaRejectionCode) {
            rawValue = code.rawValue
        }

        /// The mutation's `-- allow:` does not hold for the actor.
        public static let denied = Code(rawValue: FailedCondition.denied)

        /// A constraint of a table was violated.
        public static let constraint = Code(rawValue: "constraint")

        /// The arguments are not those of the mutation: one is missing, unknown or of another type.
        public static let invalidArguments = Code(rawValue: "invalidArguments")

        /// The schema has no mutation of that name.
        public static let unknownMutation = Code(rawValue: "unknownMutation")

        /// The arguments or a value that they lead to are over a limit.
        public static let tooLarge = Code(rawValue: "tooLarge")

        /// Its statements ran repeatedly for longer than a mutation may.
        public static let tooSlow = Code(rawValue: "tooSlow")

        /// It changes more rows than a mutation may.
        public static let tooManyRows = Code(rawValue: "tooManyRows")

        /// A statement cannot be computed from these arguments and rows, as after an integer overflow; or the app's
        /// handler failed repeatedly.
        public static let failed = Code(rawValue: "failed")
    }
}

extension MutationRejection {
    /// The rejection of a mutation that changes more rows than `limit`.
    public static func tooManyRows(limit: Int) -> MutationRejection {
        MutationRejection(
            .tooManyRows,
            "The mutation changes more than \(limit) rows, cascades included. Make smaller ones of it.")
    }

    /// The rejection of a mutation with a condition that does not hold.
    public init(_ failure: FailedCondition) {
        self.init(Code(rawValue: failure.code), failure.message)
    }
}

extension SchemaRejectionCode {
    /// The code of a rejection, for an app to switch over.
    public init(_ rejection: MutationRejection) {
        self.init(rawValue: rejection.code.rawValue)
    }
}

/// A mutation ran for longer than it may, and was interrupted. Transient, since the machine may have been busy; the
/// server counts how often it happens to a mutation.
public struct MutationTimedOut: Error, Hashable, Sendable, CustomStringConvertible {
    public let limit: Duration

    public init(limit: Duration) {
        self.limit = limit
    }

    public var description: String {
        "A mutation ran for longer than \(limit), as long as one may hold the database. Send the request again; if it "
            + "keeps failing, let the mutation change fewer rows at a time."
    }
}

/// The database ended a transaction by itself, as after an interruption or a ROLLBACK clause: nothing of it is left.
public struct TransactionLost: Error {
    /// The reason to reject the mutation that was running, if it is the mutation's; nil if the failure is transient.
    public let rejection: MutationRejection?

    public let underlying: any Error

    public init(rejection: MutationRejection?, underlying: any Error) {
        self.rejection = rejection
        self.underlying = underlying
    }
}
