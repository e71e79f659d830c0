import Testing

@testable import LockstepServer

@Suite struct SnapshotSignatureTests {
    private static let id = "0123456789abcdef0123456789abcdef"
    private let signature = SnapshotSignature(random: { 7 })

    @Test func aPathIsItsActors() {
        let path = signature.pathID(of: Self.id, for: "ann")
        #expect(path.utf8.count == 64)
        #expect(signature.id(fromPath: path, for: "ann") == Self.id)
        #expect(signature.id(fromPath: path, for: "bob") == nil)
        #expect(signature.id(fromPath: path, for: "") == nil)
        #expect(SnapshotSignature(random: { 8 }).id(fromPath: path, for: "ann") == nil)
    }

    @Test func everyDigitCounts() {
        let path = Array(signature.pathID(of: Self.id, for: "ann"))
        for index in path.indices {
            var changed = path
            changed[index] = changed[index] == "0" ? "1" : "0"
            #expect(signature.id(fromPath: String(changed), for: "ann") == nil, "digit \(index)")
        }
    }

    @Test(arguments: [
        "", "..", "../server.sqlite", String(repeating: ".", count: 64), String(repeating: "/", count: 64),
        String(repeating: "0", count: 63), String(repeating: "0", count: 65), String(repeating: "0", count: 64),
        String(repeating: "A", count: 64), String(repeating: "\u{660}", count: 32),
        String(repeating: "0", count: 63) + "\u{0}",
    ])
    func nothingElseIsOne(path: String) {
        #expect(signature.id(fromPath: path, for: "ann") == nil)
    }

    @Test func upperCaseIsAnotherID() {
        let path = signature.pathID(of: Self.id, for: "ann")
        #expect(signature.id(fromPath: path.uppercased(), for: "ann") == nil)
    }
}
