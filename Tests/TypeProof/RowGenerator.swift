import TestSupport

/// Rows with the values that rules forget.
struct RowGenerator {
    private static let integers = [
        "0", "1", "-1", "2", "3", "7", "9223372036854775807", "-9223372036854775808", "1700000000000", "4294967296",
    ]
    private static let reals = [
        "0.0", "1.0", "1.5", "-2.5", "1e308", "9e999", "-9e999", "1e18", "-0.0", "5e-324", "9.3e18",
    ]
    private static let texts = [
        "''", "'a'", "'A'", "'12'", "'1.5'", "'x y'", "'2024-02-29'", "'1e999'", "'-1e999'", "'ä€'", "'%'", "'now'", "'0x10'",
        "'99999999999999999999'", "CAST(x'610062' AS TEXT)", "'{\"a\":1}'", "'[1,2.5,\"x\",null]'", "'null'",
    ]
    private static let blobs = ["x''", "x'00'", "x'6162'", "x'3132'", "x'ff'", "zeroblob(3)"]

    var random: SeededGenerator

    /// How many in ten values are NULL where they may be.
    let nulls: Int

    /// Whether columns of tables that are not STRICT get values of any class.
    let isWild: Bool

    /// Whether the numbers are infinite, as text too: what is computed of them is often no number.
    let isExtreme: Bool

    init(seed: UInt64, nulls: Int, isWild: Bool, isExtreme: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.nulls = nulls
        self.isWild = isWild
        self.isExtreme = isExtreme
    }

    /// - Parameters:
    ///   - storage: What the column declares; nil for any class.
    ///   - values: The only values that it takes, if there are any.
    mutating func value(_ storage: String?, isNullable: Bool, isStrict: Bool, values: [String] = []) -> String {
        if isNullable, Int.random(in: 0..<10, using: &random) < nulls { return "NULL" }
        if !values.isEmpty { return pick(values) }
        if storage == nil || (isWild && !isStrict && Int.random(in: 0..<4, using: &random) == 0) {
            return pick(Self.integers + Self.reals + Self.texts + Self.blobs)
        }
        if isExtreme, storage == "REAL" { return pick(["9e999", "-9e999"]) }
        if isExtreme, storage == "TEXT" { return pick(["'9e999'", "'-9e999'", "''"]) }
        switch storage {
        case "INTEGER": return pick(Self.integers)
        case "REAL": return pick(Self.reals)
        case "TEXT": return pick(Self.texts)
        default: return pick(Self.blobs)
        }
    }

    private mutating func pick(_ values: [String]) -> String {
        values.randomElement(using: &random) ?? "NULL"
    }
}
