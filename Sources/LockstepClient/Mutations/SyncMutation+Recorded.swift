public import Lockstep

extension SyncMutation {
    /// The mutation that was refused, to be shown, edited or made again:
    ///
    ///     if case .createIssue(let id, let title, let description) = try IssueTracker.Mutation(rejection) { … }
    ///
    /// - Throws: `JSONError` or `UnknownMutation` if another build of the app made it, and this one does not have it in
    ///   that form. `name` and `arguments` of the rejection can still be read.
    public init(_ rejection: Rejection) throws {
        self = try JSONReader.read(rejection.arguments) { try Self(name: rejection.name, arguments: &$0) }
    }

    /// The mutation that is pending.
    ///
    /// - Throws: `JSONError` or `UnknownMutation`, as for a rejection.
    public init(_ pending: PendingMutation) throws {
        self = try JSONReader.read(pending.arguments) { try Self(name: pending.name, arguments: &$0) }
    }
}
