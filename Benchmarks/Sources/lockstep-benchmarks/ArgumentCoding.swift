import BenchmarkSchema
import Foundation

/// Decoding and encoding the arguments of a mutation, a UUID and two strings, beside Foundation's coders.
enum ArgumentCoding {
    private struct CodableArguments: Codable {
        var id: UUID
        var title: String
        var description: String
    }

    static func measure() throws -> [Figure] {
        let mutation = Bench.Mutation.createIssue(
            id: UUID(), title: "A title of an issue",
            description: "Some longer description of the issue that goes on for a while")
        let json = mutation.encodedArguments
        let data = Data(json)
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        let codable = try decoder.decode(CodableArguments.self, from: data)
        var checksum = 0
        let decoding = try Samples.compare(rounds: 9) {
            for _ in 0..<20_000 {
                let decoded = try JSONReader.read(json) {
                    try Bench.Mutation(name: "createIssue", arguments: &$0)
                }
                if case .createIssue(_, let title, _) = decoded { checksum &+= title.utf8.count }
            }
        } _: {
            for _ in 0..<20_000 {
                checksum &-= try decoder.decode(CodableArguments.self, from: data).title.utf8.count
            }
        }
        guard checksum == 0 else { throw BenchmarkError("the decoders disagree") }
        let encoding = try Samples.compare(rounds: 9) {
            for _ in 0..<20_000 { checksum &+= mutation.encodedArguments.count }
        } _: {
            for _ in 0..<20_000 { checksum &-= try encoder.encode(codable).count }
        }
        guard checksum == 0 else { throw BenchmarkError("the encoders disagree") }
        return [
            Figure(
                name: "argument-decoding", value: decoding.first.median / decoding.second.median,
                unit: "x JSONDecoder", aim: .atMost(0.2)),
            Figure(
                name: "argument-encoding", value: encoding.first.median / encoding.second.median,
                unit: "x JSONEncoder", aim: .atMost(0.2)),
        ]
    }
}
