import Foundation
import Lockstep

@testable import LockstepClient

/// What a server's tables held at each version of its log, a restored one's lost versions included.
struct ServerStates<Schema: SyncSchema> {
    typealias Entry = ReferenceServer<Schema>.Entry

    private var dumps: [String: [String]] = [:]

    /// By cursor, the outcomes that the log holds up to it: true for an applied mutation.
    private var outcomes: [String: [UUID: Bool]] = [:]

    /// Takes note of all versions that the log has at the moment.
    mutating func note(_ server: ReferenceServer<Schema>) async throws {
        let database = try MemoryDatabase(Schema.self)
        var outcome: [UUID: Bool] = [:]
        for (version, entry) in ([nil] + (await server.log)).enumerated() {
            if let entry, !entry.isRepeat {
                outcome[entry.token] = entry.rejection == nil
                if entry.rejection == nil { try Self.apply(entry, to: database.connection) }
            }
            let cursor = await server.cursor(Int64(version))
            if dumps[cursor] == nil { dumps[cursor] = try database.dump(Schema.self) }
            outcomes[cursor] = outcome
        }
    }

    private static func apply(_ entry: Entry, to connection: SQLiteConnection) throws {
        let mutation = try JSONReader.read(entry.arguments) { try Schema.Mutation(name: entry.name, arguments: &$0) }
        try mutation.apply(
            to: connection, in: MutationContext(actor: entry.actor, now: entry.at, committedAt: entry.committedAt))
    }

    /// - Parameter cursor: Nil for a client that has pulled nothing.
    func dump(at cursor: String?) -> [String]? { cursor == nil ? [] : dumps[cursor.unsafelyUnwrapped] }

    func outcomes(at cursor: String?) -> [UUID: Bool] { cursor.flatMap { outcomes[$0] } ?? [:] }
}
