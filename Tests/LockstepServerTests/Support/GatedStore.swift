import Lockstep
import LockstepServer

/// A store whose writes wait at a gate, and are counted.
struct GatedStore<Base: SyncStore>: SyncStore {
    typealias Schema = Base.Schema

    let base: Base
    let gate = Gate()

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Base.WriteTransaction) throws -> Result
    ) async throws -> Result {
        await gate.pass()
        return try await base.write(body)
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Base.ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await base.read(body)
    }
}

/// Lets those who wait through once it is open.
actor Gate {
    private(set) var arrivals = 0
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        arrivals += 1
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
