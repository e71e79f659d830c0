import Testing

@testable import LockstepServer

@Suite("The last steps") struct PullHistoryTests {
    @Test("The newest come first, and take the place of the oldest", arguments: [0, 1, 2, 3, 4, 7, 100])
    func ring(count: Int) {
        var history = PullHistory(capacity: 3)
        for number in 0..<count { history.append(InspectedPull(client: 1, at: Int64(number))) }
        let expected = (0..<count).suffix(3).reversed().map { Int64($0) }
        #expect(history.newest(10).map(\.at) == expected)
        #expect(history.newest(2).map(\.at) == Array(expected.prefix(2)))
        #expect(history.count == count)
    }
}
