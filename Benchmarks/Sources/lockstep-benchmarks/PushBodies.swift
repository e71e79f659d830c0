import BenchmarkSchema
import Foundation

/// Bodies of `POST /sync/push` as a client writes them: `createIssue` with a title and a description.
struct PushBodies {
    let client = UUID.v7()
    private var number: Int64 = 0

    /// The next body, with so many mutations.
    mutating func next(mutations count: Int) -> [UInt8] {
        JSONWriter.write { json in
            json.object { json in
                json.key("protocol")
                json.int64(1)
                json.key("client")
                client.encode(to: &json)
                json.key("schema")
                json.object {
                    $0.key("version")
                    $0.int64(Int64(Bench.version))
                    $0.key("fingerprint")
                    $0.string(Bench.fingerprint)
                }
                json.key("mutations")
                json.array { array in
                    for _ in 0..<count {
                        number += 1
                        Self.mutation(number, &array)
                    }
                }
            }
        }
    }

    private static func mutation(_ number: Int64, _ json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.int64(number)
            json.key("token")
            UUID.v7().encode(to: &json)
            json.key("name")
            json.string("createIssue")
            json.key("args")
            Bench.Mutation.createIssue(
                title: "A title of an issue",
                description: "Some longer description of the issue that goes on for a while"
            ).encodeArguments(to: &json)
            json.key("at")
            json.int64(Date().millisecondsSince1970)
        }
    }
}
