public import LockstepSQL

/// `-- allow: …` or `-- require code: …`: what the server asks before the mutation's statements, in its transaction.
public struct MutationCondition: Hashable, Sendable {
    /// The code of the rejection if the condition does not hold: `denied` for `allow`, else the one that was written.
    public let code: SwiftIdentifier

    /// A SELECT of one row and one column. The condition holds if its value is true: neither NULL nor zero.
    /// In it, `:now` is the server's clock.
    public let statement: BoundStatement

    /// True for `-- allow: true`: the condition holds for everyone, and `statement` need not run.
    public let isAlwaysTrue: Bool

    /// What the condition depends on. Sorted by table.
    public let reads: [TableAccess]

    /// The condition in its directive.
    public let place: SourcePlace

    public init(
        code: SwiftIdentifier, statement: BoundStatement, isAlwaysTrue: Bool, reads: [TableAccess], place: SourcePlace
    ) {
        self.code = code
        self.statement = statement
        self.isAlwaysTrue = isAlwaysTrue
        self.reads = reads
        self.place = place
    }

    /// True for `-- allow:`.
    public var isPermission: Bool { code == Self.denied }

    /// The code of a mutation that is not allowed.
    public static let denied = SwiftIdentifier("denied")
}

/// `-- handler: …`: when the server runs the app's own code for a mutation.
public enum MutationHandler: String, Hashable, Sendable, CaseIterable {
    case before, instead, after
}
