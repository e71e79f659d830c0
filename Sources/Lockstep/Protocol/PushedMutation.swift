import Foundation

/// A mutation as a client sends it: `{"id": 7, "token": "…", "name": "createIssue", "args": {…}, "at": 1715222400000}`.
package struct PushedMutation: ProtocolMessage {
    /// The client's number for it, from 1 without gaps: its place in the order.
    package let id: Int64

    /// What identifies it, whatever its number.
    package let token: UUID

    package let name: String

    /// The arguments as they were encoded: a JSON value that the schema is yet to check.
    package let arguments: [UInt8]

    /// When it was made, in milliseconds since 1970 of the client's clock.
    package let at: Int64

    package init(id: Int64, token: UUID, name: String, arguments: [UInt8], at: Int64) {
        self.id = id
        self.token = token
        self.name = name
        self.arguments = arguments
        self.at = at
    }

    package init(from json: inout JSONReader) throws {
        var id: Int64?
        var token: UUID?
        var name: String?
        var arguments: [UInt8]?
        var at: Int64?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "id": id = try json.int64()
            case "token": token = try UUID(from: &json)
            case "name": name = try json.string()
            case "args": arguments = Array(try json.raw())
            case "at": at = try json.int64()
            default: throw json.unknown(key)
            }
        }
        self.id = try id.required("id")
        self.token = try token.required("token")
        self.name = try name.required("name")
        self.arguments = try arguments.required("args")
        self.at = try at.required("at")
        guard self.id > 0 else { throw JSONError(field: "id", problem: "must be positive") }
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("id")
            $0.int64(id)
            $0.key("token")
            token.encode(to: &$0)
            $0.key("name")
            $0.string(name)
            $0.key("args")
            $0.raw(arguments)
            $0.key("at")
            $0.int64(at)
        }
    }
}
