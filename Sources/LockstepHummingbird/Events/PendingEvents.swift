/// What an event stream has to say and has not written yet: at most the newest head and one comment, however slowly the
/// client reads.
struct PendingEvents: Sendable {
    private var head: (version: Int64, spread: Duration)?
    private var hasBeat = false

    /// A newer head takes the place of one that is not written yet.
    mutating func announce(_ version: Int64, spread: Duration = .zero) {
        head = (version, spread)
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
        guard let head else { return hasBeat ? ":\n\n" : nil }
        let milliseconds = head.spread / .milliseconds(1)
        let spread = head.spread > .zero ? ", \"spread\": \(Int64(milliseconds.rounded()))" : ""
        return "event: head\ndata: {\"version\": \(head.version)\(spread)}\n\n"
    }
}
