import Foundation
import Lockstep
import LockstepClient

/// A device of a simulation: a replica's file, and the processes that have it open.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class SimulatedDevice<Schema: ServerSchema>: @unchecked Sendable {
    /// A client in a process of the device.
    final class Session: @unchecked Sendable {
        let client: SyncClient<Schema>
        let transport: SimulatedTransport
        let process: Int
        var running: Task<Void, Never>?
        var observations: [any Observation<Schema>] = []
        var isDead = false

        /// True once the user signs out by this process or another one.
        var isLeaving = false

        /// Tasks of the app that wait for something.
        var waiting: [Task<Void, Never>] = []

        init(_ client: SyncClient<Schema>, _ transport: SimulatedTransport, process: Int) {
            self.client = client
            self.transport = transport
            self.process = process
        }

        var tasks: [Task<Void, Never>] { observations.map(\.task) + waiting + (running.map { [$0] } ?? []) }
    }

    let index: Int

    /// Who uses it.
    var actor: String

    /// Whose file it is, if that may be another one's.
    var formerActor: String?

    /// What becomes of the file then.
    var ifOtherActor = OtherActorChoice.fail

    /// Whose file the copy is.
    var actorInCopy: String?

    /// An import that is to come to its end.
    var importing: SimulatedImport<Schema>?
    var isImporting = false

    let folder: String
    let disk: FaultDisk
    let clock: WallClock

    /// How many processes have the file open.
    let processes: Int
    var sessions: [Session] = []

    /// True while the processes are being started or ended in an orderly way.
    var isChanging = false

    /// True while a mutation is being made.
    var isMutating = false

    /// True from a crash to the next start.
    var isDown: Bool { sessions.isEmpty }

    /// The tokens of what was made and told to the app as made, in order, with those of the file that this one is a copy
    /// of.
    var made: [UUID] = []

    /// How many were ever made there: the place of the next one.
    var madeCount = 0

    /// How many of these there were when the file was copied for later.
    var madeInCopy: Int?

    /// How often another program wrote to the file.
    var tamperings = 0

    /// True until the file was compared with the server's since.
    var isTampered = false
    var isVerifying = false

    /// True of two devices with one file between them: what one has made the other may make known.
    var isCopy = false

    /// True of a device whose file went back to a copy: what it had heard since, it hears in another order.
    var hasGoneBack = false

    /// Another process's connection, while it holds the file.
    var locker: SimulationDatabase?

    /// Where the base stood, last time that somebody looked.
    var lastCursor: CursorPlace?

    static var fileName: String { "replica.sqlite" }
    static var copyName: String { "copy.sqlite" }
    static var suffixes: [String] { ["", "-wal"] }

    var path: String { folder + "/" + Self.fileName }

    init(_ index: Int, actor: String, folder: String, processes: Int, seed: UInt64, _ scheduler: SimulationScheduler) {
        self.index = index
        self.actor = actor
        self.folder = folder
        self.processes = processes
        disk = FaultDisk(folder: folder, seed: seed)
        clock = WallClock(scheduler)
    }

    /// Copies files that nobody has open over those that are there.
    func copyFiles(from source: String, to target: String) throws {
        let files = FileManager.default
        for suffix in Self.suffixes + ["-shm", "-snapshot"] where files.fileExists(atPath: target + suffix) {
            try files.removeItem(atPath: target + suffix)
        }
        for suffix in Self.suffixes where files.fileExists(atPath: source + suffix) {
            try files.copyItem(atPath: source + suffix, toPath: target + suffix)
        }
    }
}
