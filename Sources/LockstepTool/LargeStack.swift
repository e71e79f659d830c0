import Foundation

/// A thread for work on trees: the parser allows an expression to be a thousand operators deep, and what looks at a tree
/// calls itself for each of them.
enum LargeStack {
    /// In bytes. Address space only: a page is not used before a call reaches it. Without optimisation, the deepest
    /// expression that the parser allows takes a tenth of it.
    private static let size = 256 << 20

    /// Runs the work, and waits for its result.
    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        let result = Box<Result>()
        let isDone = DispatchSemaphore(value: 0)
        let thread = Thread {
            result.value = work()
            isDone.signal()
        }
        thread.stackSize = size
        thread.start()
        isDone.wait()
        guard let value = result.value else { preconditionFailure("The work has ended with a result.") }
        return value
    }

    /// Written by the thread before it signals, and read by the caller after it has waited for the signal: never by two at
    /// one time.
    private final class Box<Value>: @unchecked Sendable {
        var value: Value?
    }
}
