import DecoderFuzz
import Foundation
import IssueListSchema
import IssueTrackerSchema
import Lockstep
import LockstepJWT
import MailroomSchema
import TestSupport
import VaultSchema

/// JSON as such, the types that arguments are made of, and the arguments of mutations. Generated enums, bulk rows and
/// lists of every kind are among the cases of `CompiledCaseTests`, which are given spoiled arguments there.
enum ValueDecoders {
    static let all: [FuzzedDecoder] = [
        FuzzedDecoder("JSONReader.raw", .json, samples: json.map { Array($0.utf8) }, check: compareWithFoundation),
        value(Int64.min, .max, 0), value(Int(-1)), value(true, false), value(0.1, -0.0, .infinity, 1e300, .nan),
        value("é\u{0}\"\\👩‍👩‍👧", ""), value(UUID(uuidString: "01950000-0000-7000-8000-00000000000a") ?? UUID()),
        value(Data([0, 255, 128]), Data()),
        value(Date(millisecondsSince1970: 1_767_225_600_123), Date(millisecondsSince1970: -1)),
        value(URL(string: "https://user@example.org:8080/a%20b?c=d#e") ?? URL(filePath: "/")),
        value(UUIDBlob(UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255)))),
        value(DateSeconds(Date(millisecondsSince1970: 1_767_225_600_123))),
        value(DateISO8601(Date(millisecondsSince1970: 1_767_225_600_123))),
        value(String?.none, "a"), value([] as [UUID], [UUID(uuid: nullID)]), value([1.5, 2] as [Double?], [nil]),
        arguments(IssueList.Mutation.self), arguments(IssueTracker.Mutation.self), arguments(Mailroom.Mutation.self),
        arguments(Vault.Mutation.self),
    ]

    private static let nullID: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    private static func value<Value: ColumnValue>(_ samples: Value...) -> FuzzedDecoder {
        FuzzedDecoder(
            "\(Value.self)", .json, samples: samples.map { sample in JSONWriter.write { sample.encode(to: &$0) } },
            decode: { try JSONReader.read($0) { try Value(from: &$0) } },
            encode: { value in JSONWriter.write { value.encode(to: &$0) } })
    }

    private static func arguments<Mutation: SyncMutation>(_ type: Mutation.Type) -> FuzzedDecoder {
        .arguments(of: type, "arguments of \(type)") { generator in
            let mutation = Mutation.arbitrary(using: &generator)
            return (mutation.name, mutation.encodedArguments)
        } decode: { name, arguments in
            try JSONReader.read(arguments) { try Mutation(name: name, arguments: &$0) }
        } encode: {
            $0.encodedArguments
        }
    }

    private static let json = [
        #"{"a":[1,-0.5e+3,"é\u00e9\ud83d\ude00\n",true,false,null,{"":{}}],"b":[]}"#, "[[],[[]],{}]", "\"\"", "-0",
        " \t\r\n1 ", #"{"\u0061":1,"é":2}"#,
    ]

    /// What is taken for JSON is JSON to Foundation, and the other way round.
    private static func compareWithFoundation(_ input: [UInt8]) throws {
        let reader = Result { try JSONReader.read(input) { try Array($0.raw()) } }
        let isJSON: Bool
        do {
            _ = try JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
            isJSON = true
        } catch {
            isJSON = false
        }
        switch reader {
        case .success where !isJSON && !hasHugeNumber(input):
            throw BrokenPromise("is taken for JSON")
        case .failure(let error as JSONError) where isJSON && error.problem != "is nested too deeply":
            // Foundation takes other encodings, a byte order mark, and repairs.
            if isPlain(input) { throw BrokenPromise("is not taken for JSON: \(error)") }
            throw error
        case .failure(let error): throw error
        case .success: return
        }
    }

    private static func isPlain(_ input: [UInt8]) -> Bool { input.allSatisfy { (0x20...0x7e).contains($0) } }

    /// Foundation refuses numbers that it cannot hold.
    private static func hasHugeNumber(_ input: [UInt8]) -> Bool {
        String(decoding: input, as: UTF8.self).contains(/[0-9]{19}|[eE][-+]?[0-9]/)
    }
}
