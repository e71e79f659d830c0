/// Values that are in no more than one place, so that a scan of bytes tells what they are of: `m00000012x`, with `k` for
/// a key and `p` for a project, and numbers of ten digits that begin with 7.
enum Marker {
    static func text(_ letter: Character, _ number: Int) -> String {
        let digits = String(number)
        return "\(letter)\(String(repeating: "0", count: 8 - digits.count))\(digits)x"
    }

    static func number(_ number: Int) -> String { String(7_000_000_000 + number) }

    /// The markers that are somewhere in the bytes.
    static func all(in bytes: some Sequence<UInt8>) -> Set<String> {
        var markers: Set<String> = []
        var word: [UInt8] = []
        func end() {
            let isNumber = word.count == 10 && word[0] == UInt8(ascii: "7") && word.allSatisfy(isDigit)
            let isText =
                word.count == 10 && word[9] == UInt8(ascii: "x") && "mkp".utf8.contains(word[0])
                && word[1..<9].allSatisfy(isDigit)
            if isNumber || isText { markers.insert(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in bytes {
            if isDigit(byte) || isLetter(byte) { word.append(byte) } else { end() }
        }
        end()
        return markers
    }

    /// The markers in a SQLite file, whose values stand one behind the other: texts of ten bytes, and integers of six
    /// (https://www.sqlite.org/fileformat2.html#record_format).
    static func all(inFile bytes: [UInt8]) -> Set<String> {
        var markers: Set<String> = []
        for start in bytes.indices.dropLast(5) {
            let integer = bytes[start..<start + 6].reduce(0) { $0 << 8 | Int($1) }
            if (7_000_000_000..<7_100_000_000).contains(integer) { markers.insert(String(integer)) }
            guard "mkp".utf8.contains(bytes[start]), start + 10 <= bytes.count else { continue }
            markers.formUnion(all(in: bytes[start..<start + 10]))
        }
        return markers
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
