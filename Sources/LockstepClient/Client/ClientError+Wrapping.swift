import GRDB
import Lockstep

extension ClientError {
    /// Runs `body`, and gives errors of SQLite the client's form.
    static func wrapping<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw wrapped(error)
        }
    }

    /// Runs `body`, and gives errors of SQLite the client's form.
    static func wrapping<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw wrapped(error)
        }
    }

    /// What a read threw.
    init(reading error: any Error) {
        self = error as? ClientError ?? ClientError(.database, "The replica could not be read.", underlying: error)
    }

    private static func wrapped(_ error: any Error) -> any Error {
        switch error {
        case is SQLiteError, is DatabaseError:
            ClientError(.database, "SQLite failed on the replica's file; nothing was changed.", underlying: error)
        case is MalformedRecord:
            ClientError(.damaged, "The replica holds a damaged row. Delete the file and sync again.", underlying: error)
        default:
            error
        }
    }
}
