import Foundation
import Lockstep

/// The body of `POST /sync/pull` as a client writes it, and what of the answer the next one needs.
enum PullBody {
    static func from<Schema: SyncSchema>(
        _ cursor: String?, of schema: Schema.Type, client: UUID = .v7()
    ) -> [UInt8] {
        JSONWriter.write { json in
            json.object { json in
                json.key("protocol")
                json.int64(1)
                json.key("client")
                client.encode(to: &json)
                json.key("schema")
                json.object {
                    $0.key("version")
                    $0.int64(Int64(Schema.version))
                    $0.key("fingerprint")
                    $0.string(Schema.fingerprint)
                }
                json.key("cursor")
                cursor.encode(to: &json)
            }
        }
    }

    /// Where an answer, or its beginning, leads to.
    static func cursor(in answer: String) throws -> String {
        guard let found = answer.firstMatch(of: /"cursor": ?"([^"]+)"/) else {
            throw BenchmarkError("no cursor in \(answer.prefix(200))")
        }
        return String(found.1)
    }
}
