import Foundation
import GRDB
import Lockstep

extension Replica {
    /// Makes the request of a plan from the replica as it is.
    func request(_ plan: ExchangePlan, maximumMutations: Int, maximumBytes: Int) async throws -> StepRequest {
        try await read { database in
            let state = try Self.state(database)
            let schema = SchemaIdentity(of: Schema.self)
            let sentCursor = plan.replacesBase ? nil : state.cursor
            var batch: [PushedMutation] = []
            if plan == .pushAndPull || plan == .pushAsNewClient || plan == .push {
                batch = try Self.batch(
                    database, after: plan == .push ? Self.snapshotDownload(database)?.pushedThrough ?? 0 : 0,
                    maximumMutations: maximumMutations, maximumBytes: maximumBytes)
            }
            let body =
                if batch.isEmpty {
                    PullRequest(
                        client: state.client, schema: schema, cursor: sentCursor,
                        rowsOnly: plan.wantsRows, checksums: plan.checksums
                    ).json
                } else {
                    PushRequest(
                        client: state.client, schema: schema, mutations: batch,
                        after: try state.token(of: batch[0].id - 1, database.statement),
                        pull: plan == .push ? nil : PushRequest.Pull(cursor: sentCursor)
                    ).json
                }
            return StepRequest(
                path: batch.isEmpty ? SyncProtocol.pullPath : SyncProtocol.pushPath, body: body, client: state.client,
                cursor: state.cursor, sentCursor: sentCursor, pushedCount: batch.count,
                lastPushed: batch.last?.id ?? 0)
        }
    }

    private static func batch(
        _ database: Database, after number: Int64, maximumMutations: Int, maximumBytes: Int
    ) throws -> [PushedMutation] {
        let statement = try database.statement(PendingRow.sqlAfter)
        try statement.bind(number, at: 1)
        defer { statement.reset() }
        var batch: [PushedMutation] = []
        var bytes = 0
        while batch.count < maximumMutations, try statement.step() {
            let row = try PendingRow(statement)
            bytes += row.arguments.count
            guard batch.isEmpty || bytes <= maximumBytes else { break }
            batch.append(
                PushedMutation(
                    id: row.number, token: row.token, name: row.name, arguments: row.arguments, at: row.madeAt))
        }
        return batch
    }

    static func state(_ database: Database) throws -> ReplicaState {
        guard let state = try database.statement(ReplicaState.sql).first({ try ReplicaState($0) }) else {
            throw ClientError.lostOwner
        }
        return state
    }
}
