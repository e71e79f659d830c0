import Testing

@testable import LockstepServer

@Suite struct FairQueueTests {
    private func queue(_ elements: String...) -> FairQueue<String> {
        var queue = FairQueue<String>()
        for element in elements { queue.append(element, of: String(element.prefix(1))) }
        return queue
    }

    @Test func actorsTakeTurnsAndKeepTheirOrder() {
        var queue = queue("a1", "a2", "a3", "b1", "c1", "b2")
        let order = (0..<7).map { _ in queue.popFirst() }
        #expect(order == ["a1", "b1", "c1", "a2", "b2", "a3", nil])
        #expect(queue.isEmpty)
    }

    @Test func whoComesBackIsLast() {
        var queue = queue("a1", "b1")
        #expect(queue.popFirst() == "a1")
        queue.append("a2", of: "a")
        #expect(queue.popFirst() == "b1")
        #expect(queue.popFirst() == "a2")
    }

    @Test(
        arguments: [
            (0, [], "a5"), (1, ["b1"], "a5"), (3, ["b1", "c2"], "a5"), (5, ["a5"], "b1"),
            (8, ["a5", "b1", "c2"], "b3"),
            (100, ["a5", "b1", "c2", "b3"], nil),
        ] as [(Int, [String], String?)])
    func aBudgetIsSpentInTurnsAndWhatDoesNotFitKeepsItsTurn(budget: Int, taken: [String], next: String?) {
        var queue = queue("a5", "b1", "b3", "c2")
        let cost = { (element: String) in Int(element.suffix(1)) ?? 0 }
        #expect(queue.take(upTo: budget, cost: cost) == taken)
        #expect(queue.count == 4 - taken.count)
        #expect(queue.popFirst() == next)
    }

    @Test func whatIsRemovedLosesItsTurn() {
        var queue = queue("a1", "b1", "b2")
        #expect(queue.remove(of: "a", where: { $0 == "a2" }) == nil)
        #expect(queue.remove(of: "a", where: { $0 == "a1" }) == "a1")
        #expect(queue.remove(of: "b", where: { $0 == "b2" }) == "b2")
        #expect(queue.count == 1)
        #expect(queue.popFirst() == "b1")
        #expect(queue.popFirst() == nil)
    }

    @Test func manyElementsComeOutInOrder() {
        var queue = FairQueue<Int>()
        var expected = 0
        for number in 0..<10_000 {
            queue.append(number, of: "a")
            if number % 3 > 0 {
                #expect(queue.popFirst() == expected)
                expected += 1
            }
        }
        while let number = queue.popFirst() {
            #expect(number == expected)
            expected += 1
        }
        #expect(expected == 10_000)
    }
}
