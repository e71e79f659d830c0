/// What the devices of one user said, over all lives of their process.
struct Testimony {
    /// The tokens for which `mutate` returned, by device and in order.
    private(set) var made: [Int: [String]] = [:]

    /// The tokens of which a device was told so.
    private(set) var applied: Set<String> = []
    private(set) var rejected: Set<String> = []

    /// - Parameter line: A line of the hammer's.
    mutating func add(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3, let device = Int(words[1]) else { return }
        switch words[0] {
        case "made": made[device, default: []].append(words[2])
        case "applied": applied.insert(words[2])
        case "rejected": rejected.insert(words[2])
        default: break
        }
    }
}
