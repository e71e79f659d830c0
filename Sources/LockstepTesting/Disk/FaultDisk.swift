import CSQLite
import Foundation
import Lockstep

/// A folder whose files SQLite reaches through a disk that fails as a test says (see `FaultVFS`).
///
/// The model of a power cut: every write, truncation, creation and deletion goes to the real file at once, and is
/// remembered until the file is synced. `restart()` then makes each file what its last sync left, and on it some of
/// what followed (see `FileHistory`). A WAL's shared memory is lost, as it is whenever no process has it open.
///
/// Limits: a sync that fails leaves its writes as they were, and a later one makes them durable, where some systems
/// forget them; a sync that succeeds never lies; the disk does not change bytes at rest; files that SQLite makes in
/// other folders, and memory-mapped reads of the database, which are switched off, are not part of it; the file system
/// syncs the folder with the first sync of a new journal or WAL in it, as SQLite asks for.
package final class FaultDisk: Sendable {
    /// What a disk did, by operation and kind of file.
    package struct Activity: Hashable, Sendable {
        package let operation: FileOperation
        package let kind: FileKind
    }

    private struct State: Sendable {
        var files: [String: FileHistory] = [:]
        var counts: [Activity: Int] = [:]
        var plan: FaultPlan?
        var passed = 0
        var hasStruck = false
        var isBroken = false
        var isFull = false
        var isReadOnly = false
        var isDead = false
        var isObserved = false
        var losesUnsynced = false
        var process = 0
        var generator: SplitMix64

        var isOutOfSpace: Bool { isFull && !isObserved }
    }

    /// Without a slash at its end, and without symbolic links.
    package let folder: String
    private let state: Locked<State>

    /// - Parameters:
    ///   - folder: An existing folder. Until `unmount()` what SQLite does to files right in it goes through the disk.
    ///   - seed: Decides what survives a power cut, and where a write is torn.
    package init(folder: String, seed: UInt64) {
        self.folder = FaultVFS.realPath(folder)
        state = Locked(State(generator: SplitMix64(seed: seed)))
        FaultVFS.mount(self)
    }

    package func unmount() {
        FaultVFS.unmount(self)
    }

    // MARK: Faults

    /// Plans a fault, whose operations are counted from here on.
    package func plan(_ plan: FaultPlan?) {
        state.withLock { state in
            state.plan = plan
            state.passed = 0
            state.hasStruck = false
        }
    }

    /// True if the planned fault has happened.
    package var hasStruck: Bool { state.withLock { $0.hasStruck } }

    /// True from a fatal fault to `restart()`.
    package var isDead: Bool { state.withLock { $0.isDead } }

    /// Ends what lasts: there is space again, and the disk works. Forgets the plan.
    package func repair() {
        state.withLock { state in
            state.plan = nil
            state.isBroken = false
            state.isFull = false
        }
    }

    package func fill() {
        state.withLock { $0.isFull = true }
    }

    /// Files are opened for reading only, as SQLite does where it may not write.
    package func setReadOnly(_ isReadOnly: Bool) {
        state.withLock { $0.isReadOnly = isReadOnly }
    }

    /// Runs `body`, in which no operation fails or is counted: somebody looks at the files who is no part of what is tested.
    ///
    /// - Precondition: Nobody else reaches the files meanwhile.
    package func observe<Result>(_ body: () throws -> Result) rethrows -> Result {
        state.withLock { $0.isObserved = true }
        defer { state.withLock { $0.isObserved = false } }
        return try body()
    }

    /// How often each operation was asked for, faults included.
    package var counts: [Activity: Int] { state.withLock { $0.counts } }

    package func count(of operations: Set<FileOperation>) -> Int {
        counts.reduce(0) { operations.contains($1.key.operation) ? $0 + $1.value : $0 }
    }

    /// Kills the process as `Fault.powerCut` or `.exit` does, between two operations.
    package func kill(losingUnsynced: Bool) {
        state.withLock { state in
            state.isDead = true
            state.losesUnsynced = losingUnsynced
        }
    }

    /// Begins another process after a fatal fault, on the files as they are then.
    ///
    /// They are others than before, by the same names: connections of the dead process may be closed later, hold no
    /// locks in the way of new ones, and reach nothing.
    package func restart() throws {
        try state.withLock { state in
            Result {
                for (path, history) in state.files.sorted(by: { $0.key < $1.key }) {
                    let content =
                        state.losesUnsynced
                        ? history.afterPowerCut(using: &state.generator) : Self.content(of: path)
                    if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
                    if let content { try Data(content).write(to: URL(filePath: path)) }
                    if FileManager.default.fileExists(atPath: path + "-shm") {
                        try FileManager.default.removeItem(atPath: path + "-shm")
                    }
                }
                state.files = [:]
                state.plan = nil
                state.isDead = false
                state.losesUnsynced = false
                state.isBroken = false
                state.isFull = false
                state.process += 1
            }
        }.get()
    }

    /// Nil if there is no such file.
    private static func content(of path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { Array($0) }
    }
}

// MARK: - Operations

extension FaultDisk {
    /// The running process.
    var process: Int { state.withLock { $0.process } }

    private enum Verdict {
        case pass
        case fail(Int32)
        case tear
        /// The power goes while the operation is under way.
        case die(Int32)
    }

    private static func verdict(
        _ state: inout State, _ operation: FileOperation, _ kind: FileKind, process: Int
    ) -> Verdict {
        if state.isObserved { return .pass }
        guard process == state.process, !state.isDead else { return .fail(operation.failure) }
        state.counts[Activity(operation: operation, kind: kind), default: 0] += 1
        if state.isBroken { return .fail(operation.failure) }
        guard let plan = state.plan, !state.hasStruck, plan.operations.contains(operation) else { return .pass }
        state.passed += 1
        guard state.passed == plan.point else { return .pass }
        state.hasStruck = true
        switch plan.fault {
        case .failure: return .fail(operation.failure)
        case .brokenDisk:
            state.isBroken = true
            return .fail(operation.failure)
        case .fullOnce: return .fail(operation == .write ? SQLITE_FULL : operation.failure)
        case .fullDisk:
            state.isFull = true
            return .pass
        case .tornWrite: return operation == .write ? .tear : .fail(operation.failure)
        case .exit:
            state.isDead = true
            return .fail(operation.failure)
        case .powerCut:
            state.isDead = true
            state.losesUnsynced = true
            return .die(operation.failure)
        }
    }

    /// - Parameter make: Opens the real file with the flags it is given.
    func open(_ path: String, _ kind: FileKind, flags: Int32, _ make: (Int32) -> Int32) -> Int32 {
        state.withLock { state in
            let process = state.process
            switch Self.verdict(&state, .open, kind, process: process) {
            case .fail(let code), .die(let code): return code
            case .pass, .tear: break
            }
            let exists = FileManager.default.fileExists(atPath: path)
            var flags = flags
            if state.isReadOnly, !state.isObserved {
                guard exists else { return SQLITE_CANTOPEN }
                flags = flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_READONLY
            }
            if state.isOutOfSpace, !exists { return SQLITE_CANTOPEN }
            if state.files[path] == nil {
                state.files[path] = FileHistory(content: Self.content(of: path))
            }
            let code = make(flags)
            if code == SQLITE_OK, !exists { state.files[path]?.create() }
            return code
        }
    }

    /// - Parameter remove: Deletes the real file.
    func delete(_ path: String, isSynced: Bool, _ remove: () -> Int32) -> Int32 {
        state.withLock { state in
            let process = state.process
            if state.files[path] == nil { state.files[path] = FileHistory(content: Self.content(of: path)) }
            switch Self.verdict(&state, .delete, FileKind(path: path), process: process) {
            case .fail(let code): return code
            case .die(let code):
                state.files[path]?.delete()
                return code
            case .pass, .tear: break
            }
            let code = remove()
            guard code == SQLITE_OK else { return code }
            state.files[path]?.delete()
            if isSynced { state.files[path]?.syncEntry() }
            return code
        }
    }

    /// - Parameters:
    ///   - size: Tells how long the real file is.
    ///   - put: Writes the first bytes into the real file.
    func write(
        _ file: FaultFile, _ bytes: UnsafeRawBufferPointer, at offset: Int, size: () -> Int, put: (Int) -> Int32
    ) -> Int32 {
        state.withLock { state in
            var count = bytes.count
            switch Self.verdict(&state, .write, file.kind, process: file.process) {
            case .fail(let code): return code
            case .die(let code):
                state.files[file.path]?.write(bytes, at: offset)
                return code
            case .tear: count = Int.random(in: 0..<max(count, 1), using: &state.generator)
            case .pass: if state.isOutOfSpace, offset + count > size() { return SQLITE_FULL }
            }
            let code = count > 0 ? put(count) : SQLITE_OK
            guard code == SQLITE_OK else { return code }
            state.files[file.path]?.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: offset)
            return count == bytes.count ? SQLITE_OK : FileOperation.write.failure
        }
    }

    func truncate(_ file: FaultFile, to size: Int, _ body: () -> Int32) -> Int32 {
        state.withLock { state in
            switch Self.verdict(&state, .truncate, file.kind, process: file.process) {
            case .fail(let code): return code
            case .die(let code):
                state.files[file.path]?.truncate(to: size)
                return code
            case .pass, .tear: break
            }
            let code = body()
            if code == SQLITE_OK { state.files[file.path]?.truncate(to: size) }
            return code
        }
    }

    /// The real file is not synced: what it would be after a power cut is known here.
    func sync(_ file: FaultFile) -> Int32 {
        state.withLock { state in
            switch Self.verdict(&state, .sync, file.kind, process: file.process) {
            case .fail(let code), .die(let code): return code
            case .pass, .tear: break
            }
            if file.kind != .database, state.files[file.path]?.isNew ?? false {
                for path in state.files.keys { state.files[path]?.syncEntry() }
            }
            state.files[file.path]?.sync()
            return SQLITE_OK
        }
    }

    /// An operation that leaves nothing in a file.
    ///
    /// - Parameters:
    ///   - grows: Tells whether it needs space.
    ///   - body: Does it.
    func perform(
        _ operation: FileOperation, _ file: FaultFile, grows: () -> Bool = { false }, _ body: () -> Int32
    ) -> Int32 {
        let failure = state.withLock { state -> Int32? in
            switch Self.verdict(&state, operation, file.kind, process: file.process) {
            case .fail(let code), .die(let code): code
            case .pass, .tear: state.isOutOfSpace && grows() ? FileOperation.sharedMemoryFull : nil
            }
        }
        return failure ?? body()
    }
}
