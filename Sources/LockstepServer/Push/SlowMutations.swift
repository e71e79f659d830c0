import Lockstep

/// How often mutations ran for longer than they may, or their handlers failed, by token. In memory: after a restart of
/// the server counting begins anew.
struct SlowMutations: Sendable {
    /// A mutation that was interrupted so often is rejected.
    static let maximumAttempts = 3

    /// Tokens that are remembered; the oldest makes room.
    static let maximumTokens = 1_000

    private var attempts: [UUID: Int] = [:]
    private var tokens: [UUID] = []

    /// Takes note of an attempt that was interrupted or failed.
    ///
    /// - Returns: True if the mutation is to be rejected.
    mutating func recordAttempt(of token: UUID, maximum: Int = maximumAttempts) -> Bool {
        if attempts[token] == nil {
            if tokens.count == Self.maximumTokens { attempts[tokens.removeFirst()] = nil }
            tokens.append(token)
        }
        attempts[token, default: 0] += 1
        return attempts[token, default: 0] >= maximum
    }
}
