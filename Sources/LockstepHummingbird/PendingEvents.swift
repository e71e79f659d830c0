/// What an event stream has to say and has not written yet: at most the newest head and one comment, however slowly the
/// client reads.
struct PendingEvents: Sendable {
    private var head: Int64?
    private var hasBeat = false

    /// A newer head takes the place of one that is not written yet.
    mutating func announce(_ version: Int64) {
        head = version
    }

    mutating func beat() {
        hasBeat = true
    }

    /// The text to write, if there is something to say.
    mutating func take() -> String? {
        defer {
            head = nil
            hasBeat = false
        }
        if let head { return "event: head\ndata: {\"version\": \(head)}\n\n" }
        return hasBeat ? ":\n\n" : nil
    }
}
