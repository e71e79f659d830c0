/// Elements that wait: those of one actor in their order, and the actors in turns, so that one who has much to do does
/// not keep the others waiting.
///
/// An element waits for at most one of each other actor before it, for every one of its own actor's before it.
struct FairQueue<Element> {
    private var lines: [String: FirstInFirstOut<Element>] = [:]

    /// The actors that have elements, each once, in the order of their turns.
    private var turns = FirstInFirstOut<String>()

    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element, of actor: String) {
        if lines[actor] == nil { turns.append(actor) }
        lines[actor, default: FirstInFirstOut()].append(element)
        count += 1
    }

    /// Takes the first element of the actor whose turn it is.
    mutating func popFirst() -> Element? {
        guard let actor = turns.popFirst() else { return nil }
        return take(of: actor)
    }

    /// Takes elements in turns as long as they fit into a budget. An actor whose next element does not fit keeps its
    /// turn, so that it is the first when the next budget is spent.
    ///
    /// - Parameter cost: What an element takes of the budget: at least 1.
    mutating func take(upTo budget: Int, cost: (Element) -> Int) -> [Element] {
        var rest = budget
        var taken: [Element] = []
        var passedOver = FirstInFirstOut<String>()
        while rest > 0, let actor = turns.popFirst() {
            guard let next = lines[actor]?.first, cost(next) <= rest else {
                passedOver.append(actor)
                continue
            }
            rest -= cost(next)
            taken += [next]
            _ = take(of: actor)
        }
        while let actor = turns.popFirst() { passedOver.append(actor) }
        turns = passedOver
        return taken
    }

    /// Takes an actor's first element for which a condition holds.
    mutating func remove(of actor: String, where isMeant: (Element) -> Bool) -> Element? {
        guard var line = lines[actor], let element = line.removeFirst(where: isMeant) else { return nil }
        count -= 1
        lines[actor] = line.isEmpty ? nil : line
        if line.isEmpty { _ = turns.removeFirst { $0 == actor } }
        return element
    }

    /// Takes the first element of an actor that has been taken out of `turns`, and puts it behind the others.
    private mutating func take(of actor: String) -> Element? {
        guard let element = lines[actor]?.popFirst() else { return nil }
        count -= 1
        if lines[actor]?.isEmpty == true { lines[actor] = nil } else { turns.append(actor) }
        return element
    }
}
