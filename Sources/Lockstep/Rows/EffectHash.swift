/// What a mutation did, as a sum over the rows whose values it changed: of each its table, key and new values, or that
/// it is gone. The order in which they changed does not count, nor does a row that ended as it began.
///
/// A server sends it with a mutation of the log; a client whose replay has another one has diverged.
public struct EffectHash: Hashable, Sendable, CustomStringConvertible {
    public var value: UInt64

    public init(value: UInt64 = 0) {
        self.value = value
    }

    /// The effect in the protocol: 16 hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    public init?(_ description: String) {
        guard description.utf8.count == 16, let value = UInt64(description, radix: 16) else { return nil }
        self.value = value
    }

    /// Adds a row.
    /// - Parameters:
    ///   - key: the hash of its table and key
    ///   - row: the hash of its values, or 0 if it is gone
    mutating func add(key: UInt64, row: UInt64) {
        value &+= StableHash.mix(key ^ 0x2d35_8dcc_aa6c_78a5, row ^ 0x8bb8_4b93_962e_acc9)
    }
}
