import Foundation

/// The body of `POST /sync/pull`.
package struct PullRequest: ProtocolMessage {
    package let client: UUID
    package let schema: SchemaIdentity

    /// Where the client's base stands; nil for a new client.
    package let cursor: String?

    /// True if the client wants rows, since a replay of mutations from this cursor did not give the server's effect.
    package let rowsOnly: Bool

    /// What the client wants to compare its base with, where the step leads to.
    package let checksums: ChecksumRequest?

    package init(
        client: UUID, schema: SchemaIdentity, cursor: String?, rowsOnly: Bool = false,
        checksums: ChecksumRequest? = nil
    ) {
        self.client = client
        self.schema = schema
        self.cursor = cursor
        self.rowsOnly = rowsOnly
        self.checksums = checksums
    }

    package init(from json: inout JSONReader) throws {
        var version: Int64?
        var client: UUID?
        var schema: SchemaIdentity?
        var cursor: String??
        var rowsOnly = false
        var checksums: ChecksumRequest?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "protocol": version = try json.protocolVersion()
            case "client": client = try UUID(from: &json)
            case "schema": schema = try SchemaIdentity(from: &json)
            case "cursor": cursor = try String?(from: &json)
            case "rowsOnly": rowsOnly = try json.bool()
            case "checksums": checksums = try ChecksumRequest(from: &json)
            default: throw json.unknown(key)
            }
        }
        _ = try version.required("protocol")
        self.client = try client.required("client")
        self.schema = try schema.required("schema")
        self.cursor = try cursor.required("cursor")
        self.rowsOnly = rowsOnly
        self.checksums = checksums
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("protocol")
            json.int64(SyncProtocol.version)
            json.key("client")
            client.encode(to: &json)
            json.key("schema")
            schema.encode(to: &json)
            json.key("cursor")
            cursor.encode(to: &json)
            if rowsOnly {
                json.key("rowsOnly")
                json.bool(true)
            }
            if let checksums {
                json.key("checksums")
                checksums.encode(to: &json)
            }
        }
    }
}
