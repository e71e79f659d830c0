import Foundation
import LockstepServer

/// The JSON of `GET /sync/inspector/state`, read by another reader than Lockstep's own.
struct StatePage: Decodable, Hashable {
    struct Entry: Decodable, Hashable {
        var version: Int64
        var kind: String
        var code: String?
        var message: String?
        var client: String?
        var number: Int64?
        var actor: String?
        var name: String?
        var arguments: String?
    }

    struct Count: Decodable, Hashable {
        var count: Int
        var isAtLimit: Bool
    }

    struct Pull: Decodable, Hashable {
        var client: String
        var actor: String
        var at: Int64
        var from: Int64?
        var to: Int64
        var encoding: String
        var reason: String
        var payloadBytes: Int
        var milliseconds: Int
        var lag: Int64?
        var pendingRejections: Count?
    }

    struct Clients: Decodable, Hashable {
        var known: Count
        var seen: Int
        var behind: Int
        var mostBehind: Int64
        var latest: [Pull]
    }

    struct Tables: Decodable, Hashable {
        struct Table: Decodable, Hashable {
            var name: String
            var rows: Count?
        }

        var at: Int64
        var version: Int64
        var list: [Table]
    }

    struct LogPage: Decodable, Hashable {
        var log: [Entry]

        init(_ response: SyncResponse) throws {
            self = try JSONDecoder().decode(Self.self, from: Data(response.body))
        }
    }

    var time: Int64
    var version: Int64
    var firstVersion: Int64
    var waitingPushes: Int
    var streams: Int
    var log: [Entry]
    var clients: Clients
    var tables: Tables
    var pulls: [Pull]

    init(_ response: SyncResponse) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(response.body))
    }
}
