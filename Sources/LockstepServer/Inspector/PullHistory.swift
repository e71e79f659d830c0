/// The last steps that were given out: the newest take the place of the oldest.
struct PullHistory: Sendable {
    private var ring: [InspectedPull] = []
    private let capacity: Int

    /// Steps since the server began, those that are forgotten among them.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func append(_ pull: InspectedPull) {
        if ring.count < capacity {
            ring.append(pull)
        } else {
            ring[count % capacity] = pull
        }
        count += 1
    }

    /// The newest first.
    func newest(_ limit: Int) -> [InspectedPull] {
        (0..<min(limit, ring.count)).map { ring[(count - 1 - $0) % capacity] }
    }
}
