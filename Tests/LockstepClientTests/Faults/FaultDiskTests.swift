import CSQLite
import Foundation
import Lockstep
import LockstepTesting
import Testing

/// The disk of the fault tests, with plain SQLite on it.
@Suite("A disk that fails")
struct FaultDiskTests {
    /// How SQLite is told to write, and whether it then keeps its promise through a power cut.
    struct Mode: Sendable, CustomTestStringConvertible {
        let journal: String
        let synchronous: String
        let isDurable: Bool

        var testDescription: String { "\(journal) \(synchronous)" }
    }

    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    @Test(
        "a power cut takes what was not synced, and nothing else",
        arguments: [
            Mode(journal: "wal", synchronous: "FULL", isDurable: true),
            Mode(journal: "wal", synchronous: "NORMAL", isDurable: false),
            Mode(journal: "wal", synchronous: "OFF", isDurable: false),
            Mode(journal: "delete", synchronous: "EXTRA", isDurable: true),
            Mode(journal: "delete", synchronous: "OFF", isDurable: false),
        ])
    func powerCut(_ mode: Mode) throws {
        var losses = 0
        var point = 0
        while true {
            point += 1
            let disk = FaultDisk(folder: folder.url.path, seed: UInt64(point))
            defer { disk.unmount() }
            disk.plan(FaultPlan(.powerCut, at: point))
            let committed = writeRows(mode)
            guard disk.isDead else { break }
            try disk.restart()
            if !isWhole(committed) { losses += 1 }
            try removeFiles()
        }
        #expect(point > 50)
        #expect(mode.isDurable == (losses == 0), "\(losses) of \(point)")
    }

    /// - Returns: How many rows were committed before something failed.
    private func writeRows(_ mode: Mode) -> Int {
        var committed = 0
        do {
            let database = try FileDatabase(creating: folder.path("file"))
            _ = try database.strings("PRAGMA journal_mode = \(mode.journal)")
            try database.connection.execute("PRAGMA synchronous = \(mode.synchronous)")
            try database.connection.execute("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, text TEXT)")
            for number in 1...8 {
                try database.connection.execute("INSERT INTO t VALUES (\(number), hex(zeroblob(3000)))")
                committed = number
                if number == 4 { try database.connection.execute("PRAGMA wal_checkpoint(RESTART)") }
            }
        } catch {
            // The disk failed.
        }
        return committed
    }

    /// True if the file is sound, and has what was committed and at most one row more.
    private func isWhole(_ committed: Int) -> Bool {
        do {
            let database = try FileDatabase(creating: folder.path("file"))
            guard try database.strings("PRAGMA integrity_check") == ["'ok'"] else { return false }
            let hasTable = try database.strings("SELECT 1 FROM sqlite_schema") == ["1"]
            let rows = hasTable ? try database.strings("SELECT n FROM t WHERE length(text) = 6000 ORDER BY n") : []
            return [committed, committed + 1].contains(rows.count) && rows == (1...9).prefix(rows.count).map { "\($0)" }
        } catch {
            return false
        }
    }

    private func removeFiles() throws {
        for file in try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: file)
        }
    }

    @Test("a process that dies leaves what it had written")
    func exit() throws {
        let disk = FaultDisk(folder: folder.url.path, seed: 1)
        defer { disk.unmount() }
        let committed = writeRows(Mode(journal: "wal", synchronous: "OFF", isDurable: false))
        disk.kill(losingUnsynced: false)
        try disk.restart()
        #expect(committed == 8)
        #expect(isWhole(8))
    }

    @Test("a full disk takes no more bytes, and takes them again after a repair")
    func full() throws {
        let disk = FaultDisk(folder: folder.url.path, seed: 1)
        defer { disk.unmount() }
        let database = try FileDatabase(creating: folder.path("file"))
        try database.connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
        try database.connection.execute("INSERT INTO t VALUES (0, hex(zeroblob(9000)))")
        disk.fill()
        let insert = "INSERT INTO t (text) VALUES (hex(zeroblob(9000)))"
        #expect(code { try database.connection.execute(insert) } == SQLITE_CANTOPEN, "no journal can be made")
        #expect(try database.strings("SELECT count(*) FROM t") == ["1"])
        disk.repair()
        try database.connection.execute("PRAGMA journal_mode = PERSIST")
        try database.connection.execute(insert)
        disk.fill()
        #expect(code { try database.connection.execute(insert) } == SQLITE_FULL)
        disk.repair()
        try database.connection.execute(insert)
        #expect(try database.strings("SELECT count(*) FROM t") == ["3"])
    }

    private func code(_ body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SQLiteError)?.code
        }
    }

    @Test("the same seed gives the same file")
    func seeded() throws {
        func file(_ seed: UInt64) throws -> Data? {
            try removeFiles()
            let disk = FaultDisk(folder: folder.url.path, seed: seed)
            defer { disk.unmount() }
            disk.plan(FaultPlan(.powerCut, at: 40))
            _ = writeRows(Mode(journal: "delete", synchronous: "OFF", isDurable: false))
            try disk.restart()
            return FileManager.default.contents(atPath: folder.path("file"))
        }
        let files = try (1...8).map { try file($0) }
        #expect(try (1...8).map { try file($0) } == files)
        #expect(Set(files).count > 1)
    }

    @Test("files of other folders are not touched")
    func otherFolders() throws {
        let other = try TestFolder()
        let disk = FaultDisk(folder: folder.url.path, seed: 1)
        defer { disk.unmount() }
        disk.plan(FaultPlan(.brokenDisk, at: 1))
        let database = try FileDatabase(creating: other.path("file"))
        try database.connection.execute("CREATE TABLE t (n)")
        #expect(disk.counts.isEmpty)
        #expect(throws: SQLiteError.self) {
            try FileDatabase(creating: folder.path("file")).connection.execute("CREATE TABLE t (n)")
        }
        #expect(disk.hasStruck)
    }
}
