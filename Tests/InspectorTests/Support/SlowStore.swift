import Lockstep
import LockstepServer

/// A store whose reads wait at a gate, and are counted.
struct SlowStore<Base: SyncStore>: SyncStore {
    typealias Schema = Base.Schema

    let base: Base
    let gate = Gate()

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Base.WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await base.write(body)
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Base.ReadTransaction) throws -> Result
    ) async throws -> Result {
        await gate.enter()
        do {
            let result = try await base.read(body)
            await gate.leave()
            return result
        } catch {
            await gate.leave()
            throw error
        }
    }

    actor Gate {
        private(set) var mostAtOnce = 0
        private var inside = 0
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func enter() async {
            inside += 1
            mostAtOnce = max(mostAtOnce, inside)
            if !isOpen { await withCheckedContinuation { waiting.append($0) } }
        }

        func leave() {
            inside -= 1
        }

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }
}
