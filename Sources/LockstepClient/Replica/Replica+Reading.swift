import Foundation
import GRDB
import Lockstep

extension Replica {
    /// Runs `body` on a connection that reads one version of the file.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !hub.isClosed else { throw ClientError.closed }
        do {
            return try await healing {
                try await pool.read { [self] database in
                    try checkOwner(database)
                    return try body(database)
                }
            }
        } catch {
            closeIfSignedOut(error)
            // The pool interrupts the statements of a task that is cancelled.
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
    }

    /// As `read(_:)`, and waits for it on this thread.
    func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard !hub.isClosed else { throw ClientError.closed }
        do {
            return try healingNow {
                try pool.connections.read { database in
                    try checkOwner(database)
                    return try body(database)
                }
            }
        } catch {
            closeIfSignedOut(error)
            throw error
        }
    }

    /// As `read(_:)`, for those who were woken.
    func readLive<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !hub.isClosed else { throw ClientError.closed }
        do {
            return try await healing {
                try await liveReads.read { [self] database in
                    try checkOwner(database)
                    return try body(database)
                }
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            closeIfSignedOut(error)
            if hub.isClosed, (error as? ClientError)?.code != .signedOut { throw ClientError.closed }
            throw error
        }
    }

    /// Reads again if an index was found damaged that can be filled.
    private func healing<Value: Sendable>(_ read: () async throws -> Value) async throws -> Value {
        do {
            return try await ClientError.wrapping(read)
        } catch let error where Self.isDamagedDerivedTable(error) {
            try await write { try $0.fillDerivedTables() }
            return try await ClientError.wrapping(read)
        }
    }

    private func healingNow<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try ClientError.wrapping(read)
        } catch let error where Self.isDamagedDerivedTable(error) {
            try writeNow { try $0.fillDerivedTables() }
            return try ClientError.wrapping(read)
        }
    }

    /// Makes sure that the file is still this client's: another process may have signed out.
    private func checkOwner(_ database: Database) throws {
        let isOwn: Bool
        do {
            let statement = try database.statement(ReplicaState.ownerSQL)
            try statement.bind(actor, at: 1)
            try statement.bind(migrations, at: 2)
            isOwn = try statement.first { _ in true } ?? false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // There is no such table.
            isOwn = false
        } catch let error as SQLiteError where error.isAboutSchema {
            isOwn = false
        }
        guard isOwn else { throw ClientError.signedOut }
    }
}
