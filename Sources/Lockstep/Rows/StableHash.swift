/// A 64-bit hash that is the same on every device and in every run: of keys, of rows, of a mutation's effect.
///
/// Folded multiplication over 8 bytes at a time, as in wyhash (https://github.com/wangyi-fudan/wyhash). It finds
/// accidents, not attacks: nobody gains by a collision but a replica of their own that differs.
public struct StableHash: Hashable, Sendable {
    public let value: UInt64

    public init(value: UInt64) {
        self.value = value
    }

    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) {
        var state = Self.mix(seed ^ 0xa076_1d64_78bd_642f, UInt64(bytes.count) ^ 0xe703_7ed1_a0b4_28db)
        var position = 0
        while bytes.count - position >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            state = Self.mix(state ^ word, 0x8ebc_6af0_9c88_c6e3)
            position += 8
        }
        var tail: UInt64 = 0
        while position < bytes.count {
            tail = tail << 8 | UInt64(bytes[position])
            position += 1
        }
        value = Self.mix(state ^ tail, 0x5899_65cc_7537_4cc3)
    }

    @inlinable
    public init(_ bytes: [UInt8], seed: UInt64 = 0) {
        self = bytes.withUnsafeBytes { StableHash($0, seed: seed) }
    }

    @inlinable
    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
