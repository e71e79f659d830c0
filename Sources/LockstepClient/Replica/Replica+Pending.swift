import Foundation
import GRDB
import Lockstep

extension Replica {
    /// The token of the last of the pending mutations: when it has its outcome, all before it have theirs.
    func newestPending() async throws -> UUID? {
        try await read { database in
            try database.statement("SELECT token FROM lockstep_pending ORDER BY number DESC LIMIT 1")
                .first { try $0.value(at: 0) }
        }
    }

    func isPending(_ token: UUID) async throws -> Bool {
        try await read { database in
            let statement = try database.statement("SELECT EXISTS (SELECT 1 FROM lockstep_pending WHERE token = ?1)")
            try statement.bind(token, at: 1)
            return try statement.only { try $0.value(at: 0) }
        }
    }
}
