import Foundation
import Lockstep
import Testing

/// `docs/protocol.md` marks each example with the message that it shows: a fence of `json` and the type's name.
@Suite("docs/protocol.md")
struct ProtocolDocumentTests {
    private struct Example {
        let type: String
        let json: [UInt8]
    }

    private static let messages: [String: @Sendable ([UInt8]) throws -> [UInt8]] = [
        "PushRequest": { try PushRequest(json: $0).json },
        "PushResponse": { try PushResponse(json: $0).json },
        "PullRequest": { try PullRequest(json: $0).json },
        "PullResponse": { try PullResponse(json: $0).json },
        "ErrorResponse": { try ErrorResponse(json: $0).json },
    ]

    private static func examples() throws -> [Example] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/protocol.md")
        let text = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        return text.matches(of: /```json (\w+)\n([\s\S]*?)```/).map {
            Example(type: String($0.1), json: Array($0.2.utf8))
        }
    }

    private func canonical(_ json: [UInt8]) throws -> Data {
        let value = try JSONSerialization.jsonObject(with: Data(json))
        return try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
    }

    @Test("Every example is a message, and the message is written as the example says")
    func examplesAreMessages() throws {
        let examples = try Self.examples()
        #expect(Set(examples.map(\.type)) == Set(Self.messages.keys))
        for example in examples {
            let message = try #require(Self.messages[example.type])
            let written = try message(example.json)
            #expect(try canonical(written) == canonical(example.json), "\(example.type)")
        }
    }

    @Test("A message without one of its members, or with another one, names it")
    func strictness() throws {
        for example in try Self.examples() where example.type != "ErrorResponse" {
            let message = try #require(Self.messages[example.type])
            let object = try #require(try JSONSerialization.jsonObject(with: Data(example.json)) as? [String: Any])
            for name in object.keys
            where !["pull", "rowsOnly", "acknowledgedToken", "rows", "snapshot", "checksums"].contains(name) {
                var incomplete = object
                incomplete[name] = nil
                let bytes = Array(try JSONSerialization.data(withJSONObject: incomplete))
                let error = #expect(throws: JSONError.self) { _ = try message(bytes) }
                #expect(error?.field == name)
            }
            var extended = object
            extended["surplus"] = 1
            let bytes = Array(try JSONSerialization.data(withJSONObject: extended))
            let error = #expect(throws: JSONError.self) { _ = try message(bytes) }
            #expect(error?.description == "`surplus` is unknown")
        }
    }

    @Test("An error says what went wrong whatever else it says")
    func laterErrors() throws {
        let text = #"{"trace": [1], "error": {"hint": {"a": 1}, "code": "forked", "message": "copied"}}"#
        let error = try ErrorResponse(json: Array(text.utf8))
        #expect(error.code == .forked)
        #expect(error.message == "copied")
        #expect(throws: JSONError.self) { try ErrorResponse(json: Array(#"{"error": {"code": "forked"}}"#.utf8)) }
    }

    @Test("A member of another type names itself", arguments: [("client", "7"), ("mutations", "{}"), ("schema", "[]")])
    func wrongTypes(member: String, value: String) throws {
        let request = try #require(try Self.examples().first { $0.type == "PushRequest" })
        var object = try #require(try JSONSerialization.jsonObject(with: Data(request.json)) as? [String: Any])
        object[member] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let bytes = Array(try JSONSerialization.data(withJSONObject: object))
        let error = #expect(throws: JSONError.self) { _ = try PushRequest(json: bytes) }
        #expect(error?.field == member)
    }
}
