import Foundation

/// The entry of the log that a cursor stands for: the part of its text that is not signed for nothing.
struct CursorPlace: Hashable, CustomStringConvertible {
    let version: Int64
    let tag: Int64

    var description: String { "\(version)" }
}

extension CursorPlace {
    /// - Returns: Nil if the text is no cursor.
    init?(_ text: String) {
        var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: base64), bytes.count > 17 else { return nil }
        func word(_ index: Int) -> Int64 {
            Int64(bitPattern: bytes[(1 + index * 8)..<(9 + index * 8)].reduce(0) { $0 << 8 | UInt64($1) })
        }
        version = word(0)
        tag = word(1)
    }
}
