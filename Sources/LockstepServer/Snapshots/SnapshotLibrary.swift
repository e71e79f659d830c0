import Foundation
import Lockstep
import Logging

/// Makes snapshots, and keeps their files.
///
/// Those who ask for what equal grants allow wait for one making of it; so many are made at a time as the configuration
/// says, in the order in which they were asked for. A making goes on although all who wait for it are gone: the next
/// request of theirs finds it.
actor SnapshotLibrary {
    enum Waiting {
        /// Something was made. Whether it fits the next pull finds out.
        case made

        case failed(any Error)
        case timedOut
    }

    nonisolated let signature: SnapshotSignature
    private nonisolated let shelved: SnapshotShelfLock
    private let source: any SnapshotSource
    private let folder: SnapshotFolder
    private let configuration: SnapshotConfiguration
    private let environment: ServerEnvironment
    private let instruments: ServerInstruments
    private let logger: Logger

    private struct Build {
        let grants: UInt64
        let actor: String
        var waiting: [AsyncStream<Waiting>.Continuation] = []
    }

    /// Builds in the order in which they were asked for; the first `running` of them are under way.
    private var builds: [Build] = []
    private var tasks: [UInt64: Task<Void, Never>] = [:]
    private var isFinished = false

    /// How many were made, for tests.
    private(set) var madeCount = 0

    init(
        source: any SnapshotSource, configuration: SnapshotConfiguration, environment: ServerEnvironment,
        instruments: ServerInstruments, logger: Logger
    ) {
        self.source = source
        self.configuration = configuration
        self.environment = environment
        self.instruments = instruments
        self.logger = logger
        signature = SnapshotSignature(random: environment.random)
        shelved = SnapshotShelfLock(SnapshotShelf(configuration))
        folder = SnapshotFolder(in: configuration.folder ?? source.folder, name: Self.id(environment.random))
    }

    private static func id(_ random: () -> UInt64) -> String {
        Hexadecimal.text(of: (0..<2).flatMap { _ in withUnsafeBytes(of: random()) { Array($0) } })
    }

    // MARK: What there is

    /// The newest snapshot that a pull can use, and whether it is to be given out however much has changed since.
    nonisolated func newest(for wish: SnapshotWish) -> (SnapshotShelf.Snapshot, isYoung: Bool)? {
        let now = environment.clock()
        return shelved.with { shelf in
            shelf.newest(for: wish, at: now).map { ($0, shelf.isYoung($0, at: now)) }
        }
    }

    /// How a client is told of a snapshot, which is kept for it from then on.
    nonisolated func reference(to snapshot: SnapshotShelf.Snapshot, for actor: String) -> SnapshotReference {
        let now = environment.clock()
        shelved.with { $0.use(snapshot.id, at: now) }
        return SnapshotReference(
            path: SyncProtocol.snapshotsPath + signature.pathID(of: snapshot.id, for: actor), bytes: snapshot.bytes,
            sha256: snapshot.sha256)
    }

    /// Gives a snapshot out no more. Whoever reads its file reads on.
    nonisolated func discard(_ snapshot: SnapshotShelf.Snapshot) {
        guard shelved.with({ $0.remove(snapshot.id) }) != nil else { return }
        SnapshotFolder.delete(snapshot.path)
    }

    nonisolated func snapshot(_ id: String) -> SnapshotShelf.Snapshot? {
        shelved.with { $0[id] }
    }

    /// Opens a snapshot's file, which is kept from then on as if it were made.
    nonisolated func open(_ snapshot: SnapshotShelf.Snapshot) -> SnapshotFile? {
        let now = environment.clock()
        guard let file = SnapshotFile(snapshot) else {
            // Somebody deleted it.
            shelved.with { _ = $0.remove(snapshot.id) }
            return nil
        }
        shelved.with { $0.use(snapshot.id, at: now) }
        return file
    }

    /// Deletes what nobody used for too long.
    func expire() async {
        let now = environment.clock()
        let expired = shelved.with { $0.expire(at: now) }
        await delete(expired)
    }

    /// Stops what is being made, and removes the files.
    func finish() async {
        isFinished = true
        for task in tasks.values { task.cancel() }
        for task in tasks.values { await task.value }
        for build in builds { build.waiting.forEach { $0.finish() } }
        builds = []
        for snapshot in shelved.with({ $0.all }) { shelved.with { _ = $0.remove(snapshot.id) } }
        await waitingForDisk { [folder] in folder.remove() }
    }

    // MARK: Making

    /// Has a snapshot made, and waits for it as long as the configuration says.
    ///
    /// - Parameter actor: One who has the grants.
    func make(_ wish: SnapshotWish, for actor: String) async -> Waiting {
        guard !isFinished else { return .failed(CancellationError()) }
        // One may have been finished since the pull looked.
        if let (snapshot, isYoung) = newest(for: wish),
            isYoung || snapshot.content.head.version >= wish.head
        {
            return .made
        }
        let grants = wish.grants
        let (stream, continuation) = AsyncStream.makeStream(of: Waiting.self)
        if let index = builds.firstIndex(where: { $0.grants == grants }) {
            builds[index].waiting.append(continuation)
        } else {
            builds.append(Build(grants: grants, actor: actor, waiting: [continuation]))
            startBuilds()
        }
        let limit = configuration.wait
        let timer = environment.timer
        return await withTaskGroup(of: Waiting.self) { group in
            group.addTask {
                for await outcome in stream { return outcome }
                return .failed(CancellationError())
            }
            group.addTask {
                // Cancelled once the other task has the outcome.
                try? await timer.sleep(for: limit)
                return .timedOut
            }
            defer { group.cancelAll() }
            return await group.next() ?? .timedOut
        }
    }

    private func startBuilds() {
        for build in builds.prefix(max(configuration.maximumBuilds, 1)) where tasks[build.grants] == nil {
            tasks[build.grants] = environment.startTask { await self.run(build.grants, for: build.actor) }
        }
    }

    private func run(_ grants: UInt64, for actor: String) async {
        let outcome: Waiting
        let start = instruments.now()
        do {
            let snapshot = try await make(for: actor)
            madeCount += 1
            instruments.snapshotBuilt(bytes: snapshot.bytes, in: instruments.now() - start)
            outcome = .made
        } catch {
            if !(error is CancellationError) {
                instruments.snapshotBuilt(bytes: nil, in: instruments.now() - start)
                logger.warning("A snapshot could not be made.", metadata: ["error": "\(error)"])
            }
            outcome = .failed(error)
        }
        tasks[grants] = nil
        if let index = builds.firstIndex(where: { $0.grants == grants }) {
            for continuation in builds.remove(at: index).waiting {
                continuation.yield(outcome)
                continuation.finish()
            }
        }
        if !isFinished { startBuilds() }
    }

    private func make(for actor: String) async throws -> SnapshotShelf.Snapshot {
        let id = Self.id(environment.random)
        let begun = environment.clock()
        let path = folder.file(id)
        do {
            try await waitingForDisk { [folder] in Result { try folder.prepare() } }.get()
            let content = try await source.writeSnapshot(to: path, for: actor)
            let measured = try await waitingForDisk { Result { try SnapshotFolder.measure(path) } }.get()
            try Task.checkCancellation()
            let snapshot = SnapshotShelf.Snapshot(
                id: id, content: content, path: path, bytes: measured.bytes, sha256: measured.sha256, madeAt: begun,
                usedAt: begun)
            let now = environment.clock()
            await delete(shelved.with { $0.add(snapshot, at: now) })
            return snapshot
        } catch {
            await waitingForDisk { SnapshotFolder.delete(path) }
            throw error
        }
    }

    private func delete(_ snapshots: [SnapshotShelf.Snapshot]) async {
        guard !snapshots.isEmpty else { return }
        await waitingForDisk { for snapshot in snapshots { SnapshotFolder.delete(snapshot.path) } }
    }

    /// Runs what waits for the disk on a thread that may: a task's must not.
    private func waitingForDisk<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            environment.blocking.perform { continuation.resume(returning: body()) }
        }
    }
}

/// A shelf that pulls look at from their read transactions, without waiting for the library.
///
/// `@unchecked Sendable`: `lock` is held for every access to `shelf`.
private final class SnapshotShelfLock: @unchecked Sendable {
    private let lock = NSLock()
    private var shelf: SnapshotShelf

    init(_ shelf: SnapshotShelf) {
        self.shelf = shelf
    }

    func with<Result>(_ body: (inout SnapshotShelf) -> Result) -> Result {
        lock.withLock { body(&shelf) }
    }
}
