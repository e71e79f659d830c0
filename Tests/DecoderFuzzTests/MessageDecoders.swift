import DecoderFuzz
import Foundation
import Lockstep

/// The messages of `docs/protocol.md`, read by a server or by a client.
enum MessageDecoders {
    static let all: [FuzzedDecoder] = [
        decoder(push, pushAndPull),
        decoder(PullRequest(client: id, schema: schema, cursor: nil), fullPullRequest),
        decoder(PushRequest.Pull(cursor: nil), .init(cursor: "c")),
        decoder(
            PushResponse(acknowledged: 0, acknowledgedToken: nil, rejected: []),
            .init(acknowledged: 7, acknowledgedToken: id, rejected: [rejected], pull: rows)),
        decoder(rows, mutations, snapshot),
        decoder(ErrorResponse(code: .outOfOrder, message: "Send 4.", expected: 4), .init(code: .gone, message: "")),
        decoder(checksums, .init(tables: [])),
        decoder(ChecksumResponse(version: 9, tables: [sums, bucketRows])),
        decoder(SnapshotReference(path: "/sync/snapshots/a-b_c.1", bytes: 4096, sha256: digits)),
        decoder(logged), decoder(pushed), decoder(rejected), decoder(schema),
        decoder(ViolatedConstraint(.unique, "issue.id"), ViolatedConstraint(.foreignKey, nil)),
        FuzzedDecoder("RowChanges", .json, samples: [rowChanges, Array("{}".utf8)]) { input in
            try JSONReader.read(input) { json in
                var reading = RowReading()
                try RowChanges.read(&json, &reading)
            }
        },
    ]

    private static func decoder<Message: ProtocolMessage>(_ samples: Message...) -> FuzzedDecoder {
        FuzzedDecoder(
            "\(Message.self)", .json, samples: samples.map(\.json), decode: { try Message(json: $0) }, encode: \.json)
    }

    /// Reads the values of rows as a client does that binds none of them.
    private struct RowReading: RowChanges.Visitor {
        mutating func table(_ name: String, columns: [String]) throws {}
        mutating func delete(key json: inout JSONReader) throws { try read(&json) }
        mutating func upsert(row json: inout JSONReader) throws { try read(&json) }

        private func read(_ json: inout JSONReader) throws {
            var record = RecordWriter()
            try json.beginArray()
            while try json.nextElement() {
                for affinity in [ColumnAffinity.text, .integer, .real, .blob, .numeric] {
                    var copy = json
                    _ = try copy.appendKeyValue(to: &record, affinity)
                }
                _ = try json.raw()
            }
        }
    }

    private static let id = UUID(uuid: (1, 150, 2, 3, 4, 5, 112, 7, 128, 9, 10, 11, 12, 13, 14, 15))
    private static let digits = String(repeating: "0a", count: 32)
    private static let schema = SchemaIdentity(version: 3, fingerprint: "5f0a")
    private static let pushed = PushedMutation(
        id: 4, token: id, name: "write", arguments: Array(#"{"id":"x","stars":[1,{"a":null}]}"#.utf8),
        at: 1_767_225_600_000)
    private static let push = PushRequest(client: id, schema: schema, mutations: [pushed, pushed], pull: nil)
    private static let pushAndPull = PushRequest(
        client: id, schema: schema, mutations: [], pull: PushRequest.Pull(cursor: "AQ"))
    private static let checksums = ChecksumRequest(tables: [
        .init(name: "issue", buckets: 64), .init(name: "\"a b\"", buckets: 4_096, rows: [0, 7, 4_095]),
    ])
    private static let fullPullRequest = PullRequest(
        client: id, schema: schema, cursor: "AQ", rowsOnly: true, checksums: checksums)
    private static let rejected = RejectedMutation(
        id: 4, code: "denied", message: "é\u{0}\"", constraint: ViolatedConstraint(.check, "length(title) > 0"))
    private static let logged = LoggedMutation(
        version: 12, client: id, id: 4, actor: "ann", name: "write", arguments: Array(#"{"a":[true,1.5]}"#.utf8),
        at: 1_767_225_600_000, committedAt: 1_767_225_600_001, effect: EffectHash(value: 0x00ab_cdef_0123_4567))
    private static let rowChanges = Array(
        #"""
        {"issue":{"columns":["id","n","x"],"delete":[["a"],[{"blob":"AA=="}]],
        "upsert":[["b",1,1.5],["c",null,{"real":"-inf"}],[{"text":"/w=="},9007199254740993,"\u00e9"]]}}
        """#.utf8)
    private static let sums = ChecksumResponse.Table(
        name: "issue", content: .sums(TableChecksum(counts: [1, 0], sums: [EffectHash(value: 7), EffectHash()])))
    private static let bucketRows = ChecksumResponse.Table(
        name: "card", content: .rows(.init(buckets: [0, 3], columns: ["id"], rows: Array(#"[["a"],[1]]"#.utf8))))
    private static let rows = step(from: "AQ", .rows(rowChanges), rejected: [rejected])
    private static let mutations = step(
        from: "AQ", .mutations([logged, logged]), ChecksumResponse(version: 9, tables: [sums, bucketRows]))
    private static let snapshot = step(
        from: nil, .snapshot(.init(path: "/sync/snapshots/1", bytes: 1, sha256: digits)))

    private static func step(
        from: String?, _ changes: PullResponse.Changes, _ checksums: ChecksumResponse? = nil,
        rejected: [RejectedMutation] = []
    ) -> PullResponse {
        PullResponse(
            from: from, cursor: "AR", more: false, acknowledged: 4, acknowledgedToken: id, rejected: rejected,
            changes: changes, checksums: checksums)
    }
}
