import CSQLite
import Foundation
import Lockstep

/// A connection of the simulation's own, which is no part of what is tested.
///
/// Not `Sendable`: it stays on the scheduler's thread. It closes with its last use, which a use of `connection` is not: the
/// methods below keep it open.
final class SimulationDatabase {
    let connection: SQLiteConnection

    /// - Parameter path: A file, which is there; by default one in memory.
    init(_ path: String? = nil) throws {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (path == nil ? SQLITE_OPEN_MEMORY : 0)
        let code = sqlite3_open_v2(path ?? ":memory:", &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
    }

    /// A database in memory with the content of an image.
    convenience init(_ image: DatabaseImage) throws {
        try self.init()
        try image.load(into: connection.handle)
        try connection.execute(SQLiteConnection.settings)
    }

    /// Makes an empty database whose connections keep few pages in memory: they read and write within a transaction, where a
    /// disk can fail them. The header says so (https://www.sqlite.org/pragma.html#pragma_default_cache_size).
    static func make(at path: String, cachedPages: Int) throws {
        try Data().write(to: URL(filePath: path))
        try SimulationDatabase(path).execute("PRAGMA default_cache_size = \(cachedPages)")
    }

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    func execute(_ script: String) throws {
        try withExtendedLifetime(self) { try connection.execute(script) }
    }

    func with<Result>(_ body: (SQLiteConnection) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(connection) }
    }

    /// The first column of a statement's rows, as text.
    func texts(_ sql: String) throws -> [String] {
        try with { connection in
            try connection.statement(sql).all { String(decoding: $0.column(0).text, as: UTF8.self) }
        }
    }
}

extension SimulationDatabase {
    /// Has the SQL function `random()` give the simulation's numbers on this connection
    /// (https://www.sqlite.org/c3ref/create_function.html).
    func drawRandomNumbers(_ random: @escaping () -> UInt64) throws {
        let source = Unmanaged.passRetained(RandomSource(random))
        let code = sqlite3_create_function_v2(
            connection.handle, "random", 0, SQLITE_UTF8, source.toOpaque(),
            { context, _, _ in
                guard let data = sqlite3_user_data(context) else { return }
                let random = Unmanaged<RandomSource>.fromOpaque(data).takeUnretainedValue()
                sqlite3_result_int64(context, Int64(bitPattern: random.next()))
            }, nil, nil,
            { data in
                if let data { Unmanaged<RandomSource>.fromOpaque(data).release() }
            })
        guard code == SQLITE_OK else { throw SQLiteError(connection: connection.handle, phase: .prepare) }
    }
}

private final class RandomSource {
    let next: () -> UInt64

    init(_ next: @escaping () -> UInt64) {
        self.next = next
    }
}
