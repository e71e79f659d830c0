import Foundation
import GRDB
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing

@testable import LockstepSQLiteStore

@Suite("Backups of a store")
struct BackupTests {
    private let file: TemporaryFile
    private let store: SQLiteStore<Board>

    init() throws {
        file = try TemporaryFile()
        store = try SQLiteStore(Board.self, path: file.path, busyTimeout: .zero)
    }

    private var copy: String { file.path + ".backup" }

    private func boards(in path: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { try String.fetchAll($0, sql: "SELECT name FROM board ORDER BY id") }
    }

    private var folder: [String] {
        get throws {
            let parent = URL(filePath: file.path).deletingLastPathComponent()
            return try FileManager.default.contentsOfDirectory(atPath: parent.path).sorted()
        }
    }

    @Test func isTheStoreAsItIsAtOneMomentWhileOthersWrite() async throws {
        let other = try file.open()
        try other.connection.execute("BEGIN IMMEDIATE; UPDATE board SET name = 'uncommitted'")
        try await store.backup(to: copy)
        try other.connection.execute("COMMIT")
        #expect(try boards(in: copy) == ["From the migration"])
        #expect(try boards(in: file.path) == ["uncommitted"])
        let opened = try SQLiteStore(Board.self, path: copy)
        #expect(try await opened.read { try $0.head().version } == 1)
        let keys = try await opened.read { try $0.signingKeys() }
        #expect(try await store.read { try $0.signingKeys() } == keys)
        try opened.close()
    }

    @Test func isForItsOwnerOnlyAndLeavesNothingElse() async throws {
        let before = try folder
        try await store.backup(to: copy)
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try folder == (before + [URL(filePath: copy).lastPathComponent]).sorted())
    }

    @Test func replacesOnlyWhereItIsTold() async throws {
        try await store.backup(to: copy)
        try file.edit("UPDATE board SET name = 'later'")
        let error = await #expect(throws: SQLiteBackupError.self) { try await store.backup(to: copy) }
        #expect(error?.code == .exists)
        #expect(try boards(in: copy) == ["From the migration"])
        try await store.backup(to: copy, replaces: true)
        #expect(try boards(in: copy) == ["later"])
    }

    @Test(arguments: ["/nowhere/at/all/backup.sqlite"])
    func aFolderThatIsNotThereIsTold(path: String) async throws {
        let error = await #expect(throws: SQLiteBackupError.self) { try await store.backup(to: path) }
        #expect(error?.code == .failed)
        #expect(error?.message.contains("No such file") == true)
    }

    @Test func whatIsNoStoreIsNeitherBackedUpNorPutBack() async throws {
        let other = file.path + ".other"
        let queue = try DatabaseQueue(path: other)
        try await queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
        try queue.close()
        for attempt in [
            { try SQLiteBackup.make(of: other, to: copy) },
            { _ = try SQLiteBackup.restore(other, to: file.path, now: 0) },
        ] {
            let error = #expect(throws: SQLiteBackupError.self) { try attempt() }
            #expect(error?.code == .notAStore)
        }
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

    @Test func isPutBackOnlyWhenNobodyUsesTheFile() async throws {
        try await store.backup(to: copy)
        try file.edit("UPDATE board SET name = 'later'")
        let error = #expect(throws: SQLiteBackupError.self) {
            try SQLiteBackup.restore(copy, to: file.path, now: 0)
        }
        #expect(error?.code == .inUse)
        #expect(try boards(in: file.path) == ["later"])
        try store.close()
        let replaced = try #require(try SQLiteBackup.restore(copy, to: file.path, now: 17))
        #expect(replaced == file.path + ".replaced-17")
        #expect(try boards(in: file.path) == ["From the migration"])
        #expect(try boards(in: replaced) == ["later"])
        #expect(FileManager.default.fileExists(atPath: copy))
    }

    /// As a killed process leaves it: with a log of what it committed last, and the memory that was shared.
    @Test func isPutBackOverAFileThatWasNotClosed() async throws {
        try await store.backup(to: copy)
        try file.edit("UPDATE board SET name = 'in the log'")
        let left = file.path + ".left"
        for suffix in ["", "-wal", "-shm"] {
            try FileManager.default.copyItem(atPath: file.path + suffix, toPath: left + suffix)
        }
        let replaced = try #require(try SQLiteBackup.restore(copy, to: left, now: 17))
        #expect(try boards(in: left) == ["From the migration"])
        #expect(try boards(in: replaced) == ["in the log"])
        for suffix in ["-wal", "-shm"] { #expect(!FileManager.default.fileExists(atPath: replaced + suffix)) }
        try store.close()
    }

    /// Its frames would be taken for some of the file that is put there.
    @Test func aLogWhoseFileIsGoneIsSetAside() async throws {
        try await store.backup(to: copy)
        try file.edit("UPDATE board SET name = 'in the log'")
        let left = file.path + ".left"
        try FileManager.default.copyItem(atPath: file.path + "-wal", toPath: left + "-wal")
        try FileManager.default.copyItem(atPath: file.path + "-shm", toPath: left + "-shm")
        #expect(try SQLiteBackup.restore(copy, to: left, now: 17) == nil)
        #expect(try boards(in: left) == ["From the migration"])
        #expect(FileManager.default.fileExists(atPath: left + ".replaced-17-wal"))
        try store.close()
    }

    @Test func isPutInThePlaceOfADamagedFile() async throws {
        try await store.backup(to: copy)
        try store.close()
        try Data(repeating: 0x55, count: 8_192).write(to: URL(filePath: file.path))
        #expect(try SQLiteBackup.restore(copy, to: file.path, now: 17) == file.path + ".replaced-17")
        #expect(try boards(in: file.path) == ["From the migration"])
        #expect(try Data(contentsOf: URL(filePath: file.path + ".replaced-17")).count == 8_192)
    }

    @Test func aDamagedBackupIsNotPutBack() async throws {
        try await store.backup(to: copy)
        try store.close()
        var bytes = try Data(contentsOf: URL(filePath: copy))
        bytes.replaceSubrange(4_096..<(bytes.count - 4_096), with: Data(repeating: 0x55, count: bytes.count - 8_192))
        try bytes.write(to: URL(filePath: copy))
        #expect(throws: (any Error).self) { try SQLiteBackup.restore(copy, to: file.path, now: 0) }
        #expect(try boards(in: file.path) == ["From the migration"])
    }
}
