/// A release of SQLite: `3.40`, `3.45.1`.
public struct SQLiteVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let minor: Int
    public let patch: Int

    /// Release 3.`minor`.`patch`.
    public init(minor: Int, patch: Int = 0) {
        self.minor = minor
        self.patch = patch
    }

    public var description: String {
        patch == 0 ? "3.\(minor)" : "3.\(minor).\(patch)"
    }

    public static func < (first: SQLiteVersion, second: SQLiteVersion) -> Bool {
        (first.minor, first.patch) < (second.minor, second.patch)
    }
}
