/// Where the file of a step in the encoding *snapshot* is, and what it must be.
package struct SnapshotReference: ProtocolMessage {
    /// `/sync/snapshots/` and the file's id.
    package let path: String

    /// The file's size, above 0.
    package let bytes: Int64

    /// The file's SHA-256: 64 hexadecimal digits in lowercase.
    package let sha256: String

    package init(path: String, bytes: Int64, sha256: String) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
    }

    package init(from json: inout JSONReader) throws {
        var path: String?
        var bytes: Int64?
        var sha256: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "path":
                let text = try json.string()
                guard Self.isPath(text) else {
                    throw json.error("must be \(SyncProtocol.snapshotsPath) and an id of letters, digits, -, _ and .")
                }
                path = text
            case "bytes":
                let number = try json.int64()
                guard number > 0 else { throw json.error("must be above 0") }
                bytes = number
            case "sha256":
                let text = try json.string()
                guard Self.isSHA256(text) else { throw json.error("must be 64 hexadecimal digits in lowercase") }
                sha256 = text
            default: throw json.unknown(key)
            }
        }
        self.path = try path.required("path")
        self.bytes = try bytes.required("bytes")
        self.sha256 = try sha256.required("sha256")
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("path")
            $0.string(path)
            $0.key("bytes")
            $0.int64(bytes)
            $0.key("sha256")
            $0.string(sha256)
        }
    }

    /// The characters of an id have no meaning in a URL or a file system, and an id that begins with a letter, a digit,
    /// `-` or `_` is not a step up.
    private static func isPath(_ text: String) -> Bool {
        guard text.hasPrefix(SyncProtocol.snapshotsPath) else { return false }
        let id = text.utf8.dropFirst(SyncProtocol.snapshotsPath.utf8.count)
        guard (1...200).contains(id.count), id.first != UInt8(ascii: "."), !text.contains("..") else { return false }
        return id.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    private static func isSHA256(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
