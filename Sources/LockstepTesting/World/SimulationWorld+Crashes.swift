import Foundation
import Lockstep
import LockstepSQLiteStore

// Ends of processes that nobody asked for, and what is looked at afterwards.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    /// Ends the processes whose disk has had a fatal fault, and has them started again after a while.
    func bury() throws {
        if server.disk.isDead { try crashServer(losingUnsynced: false) }
        for device in devices where device.disk.isDead { try crash(device, losingUnsynced: false) }
    }

    /// - Parameter losingUnsynced: Whether the power goes, if the disk is not dead already.
    func crash(_ device: Device, losingUnsynced: Bool) throws {
        note("device \(device.index) crashes")
        if !device.disk.isDead { device.disk.kill(losingUnsynced: losingUnsynced) }
        for session in device.sessions { abandon(session) }
        device.sessions = []
        device.isMutating = false
        device.locker = nil
        try device.disk.restart()
        try tearDownload(of: device)
        guard !device.isChanging else { return }
        let delay = faultChance.time(upTo: .seconds(10))
        scheduler.call(after: delay) { [self] in
            attempt { try checkIntegrity(of: device) }
            attempt { try checkOptimisticTruth(of: device) }
            open(device)
        }
    }

    /// What was downloaded of a snapshot may end anywhere, and hold anything behind what was synced.
    private func tearDownload(of device: Device) throws {
        let path = device.path + "-snapshot"
        guard let content = FileManager.default.contents(atPath: path), !content.isEmpty else { return }
        var bytes = content.prefix(faultChance.number(0...content.count))
        if faultChance.once(in: 2), let index = bytes.indices.last { bytes[index] ^= 0xff }
        try Data(bytes).write(to: URL(filePath: path))
    }

    func crashServer(losingUnsynced: Bool) throws {
        note("the server crashes")
        serverFile = nil
        try server.crash(losingUnsynced: losingUnsynced)
        scheduler.call(after: faultChance.time(upTo: .seconds(10))) { [self] in startServer() }
    }

    /// Starts the server if it does not run; again later, if its disk does not let it.
    func startServer() {
        guard !server.isRunning else { return }
        do {
            try server.start()
            note("the server is up")
        } catch {
            note("the server cannot start: \(error)")
            if isSettling, !server.disk.isDead {
                return fail(Violation(.unexpectedError, "the server cannot start: \(error)"))
            }
            if server.disk.isDead { return }
            return scheduler.call(after: .seconds(1)) { [self] in startServer() }
        }
        attempt { try followLog() }
    }

    // MARK: The server's file

    /// Looks at the server's file through a connection of the simulation's own.
    func withServerFile<Result>(_ body: (SimulationDatabase) throws -> Result) throws -> Result {
        try server.disk.observe {
            let file = try serverFile ?? openServerFile()
            return try body(file)
        }
    }

    private func openServerFile() throws -> SimulationDatabase {
        let file = try SimulationDatabase(server.path)
        try file.drawRandomNumbers { [checkChance] in checkChance.next() }
        serverFile = file
        return file
    }

    /// Learns what came into the server's log.
    func followLog() throws {
        try withServerFile { file in
            try file.with { connection in
                if try !reference.isContinued(in: connection) { try goBack(connection) }
                for entry in try reference.follow(connection) {
                    note("log: \(entry)")
                    try ledger.follow(entry)
                }
            }
        }
    }

    /// After a crash the log may lack what nobody was told of.
    private func goBack(_ connection: SQLiteConnection) throws {
        let former = reference.version
        try reference.restart(connection)
        guard reference.version >= ledger.toldVersion else {
            throw Violation(
                .durability,
                "the server had told of version \(ledger.toldVersion), and has \(reference.version) after a crash")
        }
        note("the server has lost versions \(reference.version + 1)...\(former), of which it had told nobody")
        ledger.goBack(to: reference.version, isRestore: false)
    }

    // MARK: Backups

    private var backupPath: String { folder.appending(path: "backup.sqlite").path }

    func backUpServer() {
        guard let process = server.process else { return }
        scheduler.start { [self] in
            do {
                try await process.store.backup(to: backupPath, replaces: true)
                attempt {
                    let backup = try SimulationDatabase(backupPath)
                    backupVersion = try backup.texts("SELECT max(version) FROM lockstep_log").first.flatMap {
                        Int64($0)
                    }
                    note("the server's file is backed up at version \(backupVersion ?? 0)")
                }
            } catch {
                note("the server's file cannot be backed up: \(error)")
            }
        }
    }

    /// Puts the backup in the place of the server's file.
    func restoreServer() throws {
        guard let backupVersion else { return }
        try followLog()
        note("the server goes back from version \(reference.version) to \(backupVersion)")
        serverFile = nil
        network.loseRequests()
        try server.crash(losingUnsynced: false)
        try SQLiteBackup.restore(backupPath, to: server.path, now: server.clock.now)
        try server.disk.restart()
        ledger.goBack(to: backupVersion, isRestore: true)
        for device in devices { device.lastCursor = nil }
        try withServerFile { file in try file.with { try reference.restart($0) } }
        scheduler.call(after: faultChance.time(upTo: .seconds(2))) { [self] in startServer() }
    }
}
