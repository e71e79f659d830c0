import BenchmarkSchema
import Foundation

/// Bodies of `POST /sync/push` as a client writes them.
struct PushBodies {
    let client = UUID.v7()
    private var number: Int64 = 0

    /// The next body, with so many mutations `createIssue`, each with a title and a description.
    mutating func next(mutations count: Int) -> [UInt8] {
        next(of: Bench.self, count) { _ in
            .createIssue(
                title: "A title of an issue",
                description: "Some longer description of the issue that goes on for a while")
        }
    }

    /// The next body, with so many mutations, which are made from their numbers.
    mutating func next<Schema: SyncSchema>(
        of schema: Schema.Type, _ count: Int, _ mutation: (Int64) -> Schema.Mutation
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
                json.key("mutations")
                json.array { array in
                    for _ in 0..<count {
                        number += 1
                        Self.write(mutation(number), number, &array)
                    }
                }
            }
        }
    }

    private static func write(_ mutation: some SyncMutation, _ number: Int64, _ json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.int64(number)
            json.key("token")
            UUID.v7().encode(to: &json)
            json.key("name")
            json.string(mutation.name)
            json.key("args")
            mutation.encodeArguments(to: &json)
            json.key("at")
            json.int64(Date().millisecondsSince1970)
        }
    }
}
