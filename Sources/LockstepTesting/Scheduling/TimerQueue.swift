/// Closures by the time at which they are called; those of one time in the order in which they came. A binary heap.
struct TimerQueue {
    private struct Entry {
        let time: Duration
        let number: Int
        let body: @Sendable () -> Void

        static func < (first: Entry, second: Entry) -> Bool {
            first.time == second.time ? first.number < second.number : first.time < second.time
        }
    }

    private var entries: [Entry] = []
    private var lastNumber = 0

    /// The earliest time; nil if there is nothing.
    var next: Duration? { entries.first?.time }

    mutating func insert(at time: Duration, _ body: @escaping @Sendable () -> Void) {
        lastNumber += 1
        entries.append(Entry(time: time, number: lastNumber, body: body))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// - Precondition: There is something.
    mutating func removeFirst() -> @Sendable () -> Void {
        entries.swapAt(0, entries.count - 1)
        let first = entries.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child] < entries[least]
            {
                least = child
            }
            guard least != parent else { return first.body }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
