import Foundation

/// The body of `POST /sync/push`: mutations in the order of their numbers, and, to save a round trip, a pull.
package struct PushRequest: ProtocolMessage {
    package let client: UUID
    package let schema: SchemaIdentity
    package let mutations: [PushedMutation]

    /// The token of the mutation whose number comes before those of `mutations`, if the client knows it.
    package let after: UUID?

    /// The pull that follows the push, if one is wanted.
    package let pull: Pull?

    package struct Pull: ProtocolMessage {
        package let cursor: String?

        package init(cursor: String?) {
            self.cursor = cursor
        }

        package init(from json: inout JSONReader) throws {
            var cursor: String??
            try json.beginObject()
            while let key = try json.nextKey() {
                switch key {
                case "cursor": cursor = try String?(from: &json)
                default: throw json.unknown(key)
                }
            }
            self.cursor = try cursor.required("cursor")
        }

        package func encode(to json: inout JSONWriter) {
            json.object {
                $0.key("cursor")
                cursor.encode(to: &$0)
            }
        }
    }

    package init(
        client: UUID, schema: SchemaIdentity, mutations: [PushedMutation], after: UUID? = nil, pull: Pull?
    ) {
        self.client = client
        self.schema = schema
        self.mutations = mutations
        self.after = after
        self.pull = pull
    }

    package init(from json: inout JSONReader) throws {
        var version: Int64?
        var client: UUID?
        var schema: SchemaIdentity?
        var mutations: [PushedMutation]?
        var after: UUID?
        var pull: Pull?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "protocol": version = try json.protocolVersion()
            case "client": client = try UUID(from: &json)
            case "schema": schema = try SchemaIdentity(from: &json)
            case "mutations": mutations = try json.array { try PushedMutation(from: &$0) }
            case "after": after = try UUID(from: &json)
            case "pull": pull = try Pull(from: &json)
            default: throw json.unknown(key)
            }
        }
        _ = try version.required("protocol")
        self.client = try client.required("client")
        self.schema = try schema.required("schema")
        self.mutations = try mutations.required("mutations")
        self.after = after
        self.pull = pull
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("protocol")
            json.int64(SyncProtocol.version)
            json.key("client")
            client.encode(to: &json)
            json.key("schema")
            schema.encode(to: &json)
            json.key("mutations")
            json.array { array in for mutation in mutations { mutation.encode(to: &array) } }
            if let after {
                json.key("after")
                after.encode(to: &json)
            }
            if let pull {
                json.key("pull")
                pull.encode(to: &json)
            }
        }
    }
}

extension JSONReader {
    mutating func protocolVersion() throws -> Int64 {
        let version = try int64()
        guard version == SyncProtocol.version else { throw error("must be \(SyncProtocol.version)") }
        return version
    }

    /// Reads an array whose elements `read` makes.
    package mutating func array<Element>(
        _ read: (inout JSONReader) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try beginArray()
        while try nextElement() { elements.append(try read(&self)) }
        return elements
    }
}
