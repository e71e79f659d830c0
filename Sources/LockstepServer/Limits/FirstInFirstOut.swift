/// A queue whose first element is taken in constant time.
struct FirstInFirstOut<Element> {
    private var elements: [Element?] = []

    /// The index of the first element; those before it are nil.
    private var start = 0

    var isEmpty: Bool { start == elements.count }

    var first: Element? { isEmpty ? nil : elements[start] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[start].take()
        start += 1
        if start == elements.count {
            elements.removeAll(keepingCapacity: elements.capacity <= 64)
            start = 0
        } else if start > 64, start > elements.count / 2 {
            elements.removeFirst(start)
            start = 0
        }
        return element
    }

    mutating func removeFirst(where isMeant: (Element) -> Bool) -> Element? {
        guard let index = elements[start...].firstIndex(where: { $0.map(isMeant) ?? false }) else { return nil }
        return elements.remove(at: index)
    }
}
