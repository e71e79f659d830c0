/// How much of a snapshot one request asks for. Between two pieces what was mutated is pushed, so a piece should take a
/// second or two; a transport may hold one in memory.
struct SnapshotPieces: Hashable, Sendable {
    static let smallest: Int64 = 64 << 10
    static let largest: Int64 = 8 << 20

    private(set) var size: Int64 = 512 << 10

    /// Takes note of a piece that arrived whole.
    mutating func took(_ duration: Duration) {
        if duration < .seconds(1) {
            size = min(size * 2, Self.largest)
        } else if duration > .seconds(3) {
            size = max(size / 2, Self.smallest)
        }
    }

    /// Takes note of a piece that did not arrive whole.
    mutating func wasCut() {
        size = max(size / 2, Self.smallest)
    }
}
