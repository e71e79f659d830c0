import Dispatch

/// Where work is done that waits for a disk or a lock, which a task's thread must not: on threads of the system; in a
/// simulation, when its scheduler says.
package struct BlockingWork: Sendable {
    /// Runs closures one at a time, in the order in which they come.
    package typealias Lane = @Sendable (_ body: @escaping @Sendable () -> Void) -> Void

    private let makeLane: (@Sendable () -> Lane)?

    package static let system = BlockingWork(makeLane: nil)

    /// - Parameter lane: Makes a lane that is independent of others.
    package init(lane: @escaping @Sendable () -> Lane) {
        self.init(makeLane: lane)
    }

    private init(makeLane: (@Sendable () -> Lane)?) {
        self.makeLane = makeLane
    }

    /// A lane of the simulation; nil on a system, where whoever owns a resource has a queue for it.
    package func lane() -> Lane? { makeLane?() }

    package func perform(_ body: @escaping @Sendable () -> Void) {
        if let lane = lane() { lane(body) } else { DispatchQueue.global().async(execute: body) }
    }

    /// The value of `body`, which is run to its end whatever becomes of the task.
    package func value<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            perform { continuation.resume(with: Result(catching: body)) }
        }
    }
}
