/// A 64-bit hash of text that is the same on every machine and in every release of Lockstep: FNV-1a
/// (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv). It tells definitions apart that differ by accident;
/// it is no protection against somebody who wants two to look the same.
///
/// Parts are fed with their length before them, so that `["ab", "c"]` and `["a", "bc"]` differ.
struct StableHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func feed(_ part: String) {
        feed(part.utf8.count)
        for byte in part.utf8 { feed(byte) }
    }

    mutating func feed(_ number: Int) {
        withUnsafeBytes(of: UInt64(number).littleEndian) { bytes in
            for byte in bytes { feed(byte) }
        }
    }

    mutating func feed(_ parts: [String]) {
        feed(parts.count)
        for part in parts { feed(part) }
    }

    private mutating func feed(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// The hash so far as 16 hexadecimal digits.
    var digits: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
