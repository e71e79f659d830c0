import CSQLite
import Foundation
import Lockstep
import Testing

@Suite("Pages that a transaction writes before its end")
struct SpillingTests {
    /// A file in WAL mode whose connections keep two pages in memory.
    private final class Database {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-spilling-\(UUID().uuidString)")
        let connection: SQLiteConnection

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            connection = try Self.open(folder.appending(path: "database"))
            try connection.execute(
                """
                PRAGMA journal_mode = WAL; PRAGMA cache_size = 2; \(SQLiteConnection.settings)
                CREATE TABLE entry (id INTEGER PRIMARY KEY, content BLOB);
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 60)
                INSERT INTO entry SELECT n, zeroblob(3000) FROM number;
                """)
        }

        deinit {
            sqlite3_close_v2(connection.handle)
            try? FileManager.default.removeItem(at: folder)
        }

        static func open(_ file: URL) throws -> SQLiteConnection {
            var handle: OpaquePointer?
            try #require(sqlite3_open(file.path, &handle) == SQLITE_OK)
            return SQLiteConnection(try #require(handle))
        }

        var walSize: Int {
            get throws {
                try #require(
                    FileManager.default.attributesOfItem(
                        atPath: folder.appending(path: "database-wal").path)[.size] as? Int)
            }
        }

        func change(_ rows: ClosedRange<Int>) throws {
            for row in rows {
                try connection.execute("UPDATE entry SET content = randomblob(3000) WHERE id = \(row)")
            }
        }

        /// How many rows of `condition` there are after a crash.
        func countAfterCrash(where condition: String) throws -> Int? {
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    at: folder.appending(path: "database" + suffix), to: folder.appending(path: "copy" + suffix))
            }
            let copy = try Self.open(folder.appending(path: "copy"))
            defer { sqlite3_close_v2(copy.handle) }
            let count = try copy.statement("SELECT count(*) FROM entry WHERE \(condition)").first {
                try $0.value(Int.self, at: 0)
            }
            copy.close()
            return count
        }
    }

    @Test("what follows a ROLLBACK TO is there after a crash, as is what is committed later")
    func rollbackTo() throws {
        let database = try Database()
        try database.connection.execute("BEGIN; SAVEPOINT mutation")
        // The pages of the first are written once, those of the others repeatedly, if there is no memory for them.
        try database.change(50...60)
        for _ in 0..<3 { try database.change(1...40) }
        try database.connection.execute("ROLLBACK TO mutation; RELEASE mutation")
        try database.connection.execute("INSERT INTO entry VALUES (1000, 'kept'); COMMIT")
        try database.connection.execute("INSERT INTO entry VALUES (1001, 'kept')")
        #expect(try database.countAfterCrash(where: "id >= 1000") == 2)
    }

    @Test("pages are written early where that is asked for, and nowhere else")
    func spilling() throws {
        let database = try Database()
        let size = try database.walSize
        try database.connection.execute("BEGIN")
        try database.change(1...60)
        #expect(try database.walSize == size)
        try database.connection.spilling { try database.change(1...60) }
        let spilled = try database.walSize
        #expect(spilled > size)
        try database.change(1...60)
        #expect(try database.walSize == spilled)
        try database.connection.execute("COMMIT")
        #expect(try database.countAfterCrash(where: "true") == 60)
    }
}
