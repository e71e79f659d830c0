/// One of several mutations of the server's own was refused, and none of them was applied.
public struct BatchRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// The index of the mutation that was refused.
    public let index: Int

    public let rejection: MutationRejection

    public init(index: Int, rejection: MutationRejection) {
        self.index = index
        self.rejection = rejection
    }

    public var description: String { "mutation \(index): \(rejection)" }
}
