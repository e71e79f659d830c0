import Lockstep
import Testing

@Suite("A reference to a snapshot")
struct SnapshotReferenceTests {
    private static let sha256 = String(repeating: "0f", count: 32)

    private func answer(from: String = "null", _ snapshot: String) throws -> PullResponse {
        let text = """
            {"from": \(from), "cursor": "c", "more": false, "acknowledged": 0, "acknowledgedToken": null, "rejected": [], \
            "snapshot": \(snapshot)}
            """
        return try PullResponse(json: Array(text.utf8))
    }

    private func reference(path: String = "/sync/snapshots/a", bytes: String = "1", sha256: String = sha256) -> String {
        #"{"path": "\#(path)", "bytes": \#(bytes), "sha256": "\#(sha256)"}"#
    }

    @Test(
        "has a path below /sync/snapshots/",
        arguments: [
            "a", "12-7f3a9c", "A_b.sqlite", "..a".replacing("..", with: "x"), String(repeating: "9", count: 200),
        ])
    func paths(id: String) throws {
        let path = "/sync/snapshots/\(id)"
        let answer = try answer(reference(path: path))
        #expect(
            answer.changes == .snapshot(SnapshotReference(path: path, bytes: 1, sha256: Self.sha256)))
    }

    @Test(
        "has no path that leads elsewhere",
        arguments: [
            "", "/", "/sync/snapshots", "/sync/snapshots/", "/sync/snapshots/.", "/sync/snapshots/..",
            "/sync/snapshots/../push", "/sync/snapshots/a..b", "/sync/snapshots/a/b", "/sync/snapshots/.hidden",
            "/sync/snapshots/a?b", "/sync/snapshots/a#b", "/sync/snapshots/a%2e%2e", #"/sync/snapshots/a\\b"#,
            #"/sync/snapshots/a\u0000"#, #"/sync/snapshots/a\n"#, "/sync/snapshots/é", "/sync/snapshots/a b",
            "https://other/sync/snapshots/a", "//other/sync/snapshots/a",
            "/sync/snapshots/" + String(repeating: "9", count: 201),
        ])
    func elsewhere(path: String) {
        let error = #expect(throws: JSONError.self) { try answer(reference(path: path)) }
        #expect(error?.field == "path")
    }

    @Test(
        "says a size and a hash that a file can have",
        arguments: [
            ("bytes", "0", sha256), ("bytes", "-1", sha256), ("bytes", "1.5", sha256),
            ("bytes", "9223372036854775808", sha256),
            ("sha256", "1", ""), ("sha256", "1", String(repeating: "0", count: 63)),
            ("sha256", "1", String(repeating: "0", count: 65)), ("sha256", "1", String(repeating: "0F", count: 32)),
            ("sha256", "1", String(repeating: "g", count: 64)),
        ])
    func sizesAndHashes(field: String, bytes: String, sha256: String) {
        let error = #expect(throws: JSONError.self) { try answer(reference(bytes: bytes, sha256: sha256)) }
        #expect(error?.field == field)
    }

    @Test("is there alone, and replaces the base", arguments: ["from", "snapshot", "rows"])
    func alone(field: String) {
        let error = #expect(throws: JSONError.self) {
            switch field {
            case "from": _ = try answer(from: #""k""#, reference())
            case "snapshot": _ = try answer(reference() + #", "snapshot": "# + reference())
            default: _ = try answer(reference() + #", "rows": {}"#)
            }
        }
        #expect(error?.field == field)
    }

    @Test("has all its members and no other", arguments: ["path", "bytes", "sha256", "surplus"])
    func members(name: String) {
        var members = [#""path": "/sync/snapshots/a""#, #""bytes": 1"#, #""sha256": "\#(Self.sha256)""#]
        members.removeAll { $0.hasPrefix("\"\(name)\"") }
        if name == "surplus" { members.append(#""surplus": 1"#) }
        let error = #expect(throws: JSONError.self) { try answer("{\(members.joined(separator: ", "))}") }
        #expect(error?.field == name)
    }
}
