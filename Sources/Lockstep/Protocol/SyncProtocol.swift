/// The protocol between client and server, version 1: HTTP and JSON, specified in `docs/protocol.md`.
public enum SyncProtocol {
    /// The version that both sides must name.
    public static let version: Int64 = 1

    public static let pushPath = "/sync/push"
    public static let pullPath = "/sync/pull"
    public static let eventsPath = "/sync/events"
    public static let healthPath = "/sync/health"
    public static let livenessPath = "/sync/health/live"

    /// A snapshot's id follows.
    public static let snapshotsPath = "/sync/snapshots/"
}

/// A value that the protocol writes and reads as JSON.
package protocol ProtocolMessage: Hashable, Sendable {
    init(from json: inout JSONReader) throws
    func encode(to json: inout JSONWriter)
}

extension ProtocolMessage {
    /// - Throws: `JSONError` naming the field at fault.
    package init(json bytes: [UInt8]) throws {
        self = try JSONReader.read(bytes) { try Self(from: &$0) }
    }

    package var json: [UInt8] {
        JSONWriter.write { encode(to: &$0) }
    }
}

/// The version and fingerprint of a schema, as a request states them.
package struct SchemaIdentity: ProtocolMessage {
    package let version: Int64
    package let fingerprint: String

    package init(version: Int64, fingerprint: String) {
        self.version = version
        self.fingerprint = fingerprint
    }

    package init<Schema: SyncSchema>(of schema: Schema.Type) {
        self.init(version: Int64(schema.version), fingerprint: schema.fingerprint)
    }

    package init(from json: inout JSONReader) throws {
        var version: Int64?
        var fingerprint: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "version": version = try json.int64()
            case "fingerprint": fingerprint = try json.string()
            default: throw json.unknown(key)
            }
        }
        self.version = try version.required("version")
        self.fingerprint = try fingerprint.required("fingerprint")
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("version")
            $0.int64(version)
            $0.key("fingerprint")
            $0.string(fingerprint)
        }
    }
}

extension Optional {
    /// The value of a member that an object must have.
    @inlinable
    public func required(_ field: String) throws -> Wrapped {
        guard let self else { throw JSONError.missing(field) }
        return self
    }
}
