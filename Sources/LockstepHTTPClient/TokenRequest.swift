/// What a token closure is asked for.
public struct TokenRequest: Hashable, Sendable {
    /// The token that the server has refused, with status 401, since it last accepted one: another one is wanted. Nil if
    /// it has refused none.
    ///
    /// The token itself, since others may have got a new one meanwhile: a closure that keeps tokens gets another one if
    /// this is the one that it has, and else gives what it has.
    public let refused: String?

    public init(refused: String?) {
        self.refused = refused
    }
}
