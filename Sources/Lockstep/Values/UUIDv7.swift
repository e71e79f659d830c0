public import struct Foundation.Date
public import struct Foundation.UUID

extension UUID {
    /// A new UUID of version 7: 48 bits of milliseconds since 1970, then random bits
    /// (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7). Ids made one after the other sort near each other,
    /// which keeps the b-trees that they index compact.
    public static func v7() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return v7(at: Date().millisecondsSince1970, using: &generator)
    }

    /// - Parameter milliseconds: the time that the id carries, in milliseconds since 1970.
    public static func v7(at milliseconds: Int64, using generator: inout some RandomNumberGenerator) -> UUID {
        let time = UInt64(bitPattern: milliseconds) & 0xffff_ffff_ffff
        let high = time << 16 | 0x7000 | generator.next() & 0x0fff
        let low = 0x8000_0000_0000_0000 | generator.next() >> 2
        var uuid = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).uuid
        withUnsafeMutableBytes(of: &uuid) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return UUID(uuid: uuid)
    }
}
