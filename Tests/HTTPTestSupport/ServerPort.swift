import Synchronization

/// The ports of servers that go down in a test and come back where they were.
package enum ServerPort {
    private static let first = UInt16.random(in: 20_000..<30_000)
    private static let given = Atomic<UInt16>(0)

    /// None of those that the system gives to connections, nor that of another server here: either could take it while
    /// its server is down.
    package static func next() -> UInt16 {
        first + given.wrappingAdd(1, ordering: .relaxed).oldValue % 2_000
    }
}
