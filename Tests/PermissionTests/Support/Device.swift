import Lockstep
import LockstepClient
import ServerTestSupport

/// A replica of `Team` and its way to the server.
struct Device: Sendable {
    let client: SyncClient<RuledSchema>
    let transport: DirectTransport

    init(of actor: String, at server: RuledServer) async throws {
        transport = DirectTransport(to: server.server, as: actor)
        client = try await SyncClient(
            RuledSchema.self, at: server.file.path(of: "\(actor).sqlite"), actor: actor, transport: transport)
    }

    /// What the user sees, each row as its key and its text.
    func rows() async throws -> [String] {
        try await client.read(
            Query(
                name: "everything",
                sql: """
                    SELECT 'project ' || id || ' ' || name FROM project
                    UNION ALL SELECT 'member ' || project_id || ' ' || user_id FROM member
                    UNION ALL SELECT 'issue ' || id || ' ' || title FROM issue
                    UNION ALL SELECT 'comment ' || id || ' ' || text FROM comment
                    UNION ALL SELECT 'label ' || name FROM label
                    ORDER BY 1
                    """,
                reads: [], decode: { try $0.all { try $0.value(String.self, at: 0) } }))
    }

    func pendingCount() async throws -> Int {
        try await client.pendingMutations().count
    }

    /// The texts that the server sent.
    func sent() async -> String {
        String(decoding: await transport.answers.joined(), as: UTF8.self)
    }
}
