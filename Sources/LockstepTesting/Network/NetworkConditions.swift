/// How bad a network is: how often in a thousand requests something happens.
struct NetworkConditions: Sendable {
    /// Longest time that a message takes.
    var latency = Duration.milliseconds(40)

    /// Neither a request nor its answer arrives, which is noticed by a time-out.
    var lost = 0
    var refused = 0
    var duplicated = 0

    /// An older request of the device arrives again.
    var repeated = 0

    /// The connection breaks while the answer is sent.
    var answerCut = 0

    /// The answer ends early, and nothing says so.
    var answerTruncated = 0

    /// A proxy answers in the server's place.
    var proxyAnswer = 0

    /// A message takes up to a hundred times as long.
    var slow = 0

    /// A stream of events falls silent, or breaks.
    var streamLost = 0

    /// A byte of a file is another.
    var fileDamaged = 0

    static let perfect = NetworkConditions()

    init() {}

    init(_ faults: Set<SimulationFault>) {
        if faults.contains(.drop) { (lost, refused, streamLost, proxyAnswer) = (20, 40, 20, 10) }
        if faults.contains(.duplicate) { (duplicated, repeated) = (40, 40) }
        if faults.contains(.delay) { slow = 40 }
        if faults.contains(.cut) { answerCut = 50 }
        if faults.contains(.truncate) { (answerTruncated, fileDamaged) = (20, 10) }
    }
}
