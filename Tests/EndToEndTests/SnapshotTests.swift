import Foundation
import HTTPTestSupport
import IssueListSchema
import LockstepClient
import LockstepServer
import Testing

@Suite("Snapshots over HTTP", .timeLimit(.minutes(10)))
struct SnapshotTests {
    /// More than ten rows are a snapshot.
    private static var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerPull = 10
        return configuration
    }

    /// Issues of 4 KB each, which the server has before anybody asks.
    private func fill(_ scene: Scene, _ count: Int = 400) async throws {
        try await scene.backend.mutate(
            (0..<count).map {
                .createIssue(title: "Issue \($0)", description: String(repeating: "\($0 % 10)", count: 4_000))
            })
    }

    private func snapshots(_ scene: Scene) throws -> [String] {
        let folder = scene.file("server").path + "-snapshots"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sqlite") }
    }

    /// Fills the server, lets Ann's device have it all, and has Bob's lose the connection within its download.
    private func begin(_ scene: Scene) async throws -> (ann: Scene.Client, bob: Scene.Client, proxy: FaultyProxy) {
        try await fill(scene)
        let ann = try await scene.device("ann", actor: "ann")
        try await ann.sync()
        let proxy = try FaultyProxy(to: await scene.backend.port)
        let bob = try await scene.device("bob", actor: "bob", url: proxy.url)
        proxy.fault = .cutAfter(bytes: 700_000)
        let error = await #expect(throws: ClientError.self) { try await bob.sync() }
        #expect(error?.code == .unreachable)
        #expect(try await bob.read(.issues).isEmpty)
        return (ann, bob, proxy)
    }

    private func expectIssues(of scene: Scene, _ devices: Scene.Client...) async throws {
        let issues = try await devices[0].read(.issues)
        for device in devices.dropFirst() {
            let others = try await device.read(.issues)
            #expect(others == issues)
        }
    }

    @Test("A new device downloads a file, and goes on from there")
    func bootstrap() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            try await fill(scene)
            let ann = try await scene.device("ann", actor: "ann")
            try await ann.sync()
            let bob = try await scene.device("bob", actor: "bob")
            let carol = try await scene.device("carol", actor: "carol")
            let pending = try await bob.mutate(.createIssue(title: "Made before the first sync", description: ""))
            try await bob.sync()
            try await carol.sync()
            // Both were given one.
            #expect(try snapshots(scene).count == 1)
            #expect(try await pending.outcome == .applied)
            let issues = try await scene.expectConvergence(ann, bob, carol)
            #expect(issues.count == 401)
            #expect(try await bob.verify().isEqual)
        }
    }

    @Test("A download that breaks off goes on where it was")
    func interrupted() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            let (ann, bob, proxy) = try await begin(scene)
            // What is left is less than the file: had it begun anew, it would not end.
            let left = 1_700_000 - 500_000
            proxy.fault = .cutAfter(bytes: left + 100_000)
            try await bob.sync()
            try await expectIssues(of: scene, ann, bob)
        }
    }

    @Test("A device that is opened again goes on where it was")
    func reopened() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            let (ann, before, proxy) = try await begin(scene)
            try await before.close()
            proxy.fault = .none
            let bob = try await scene.device("bob", actor: "bob", url: proxy.url)
            let receipt = try await bob.mutate(.createIssue(title: "Meanwhile", description: ""))
            try await bob.sync()
            #expect(try await receipt.outcome == .applied)
            try await scene.expectConvergence(ann, bob)
        }
    }

    @Test("A server that is started again meanwhile makes the same file, and the download goes on")
    func restarted() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            let (ann, bob, proxy) = try await begin(scene)
            try await scene.backend.stop()
            try await scene.backend.start()
            proxy.fault = .cutAfter(bytes: 1_300_000)
            try await bob.sync()
            try await expectIssues(of: scene, ann, bob)
        }
    }

    @Test("A file that is gone meanwhile is asked for anew, with what has changed since")
    func expired() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            let (ann, bob, proxy) = try await begin(scene)
            let folder = scene.file("server").path + "-snapshots"
            for path in try snapshots(scene) { try FileManager.default.removeItem(atPath: folder + "/" + path) }
            try await ann.mutate(.createIssue(title: "Since", description: ""))
            try await ann.sync()
            proxy.fault = .none
            try await bob.sync()
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.count == 401)
        }
    }

    @Test("A device that was away while too much changed gets a file, and keeps what it made")
    func farBehind() async throws {
        try await Scene.run(configuration: Self.configuration) { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            try await scene.expectConvergence(ann, bob)
            try await fill(scene, 50)
            // By hand: not replayable.
            try shell(scene, "UPDATE issue SET status = 'doing'")
            let receipt = try await bob.mutate(.createIssue(title: "Offline", description: ""))
            try await bob.sync()
            #expect(try await receipt.outcome == .applied)
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.count == 51)
            #expect(issues.filter { $0.status == .doing }.count == 50)
            #expect(try !snapshots(scene).isEmpty)
        }
    }
}

@Suite("Changes by the sqlite3 shell", .timeLimit(.minutes(10)))
struct ShellTests {
    @Test("reach devices that wait for news")
    func reachesDevices() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let id = UUID()
            try await ann.mutate(.createIssue(id: id, title: "From a device", description: ""))
            try await ann.sync()
            try await running(ann) {
                _ = try await first(of: ann.observe(.issues)) { $0.count == 1 }
                try shell(scene, "UPDATE issue SET title = 'By hand'")
                _ = try await first(of: ann.observe(.issues)) { $0.map(\.title) == ["By hand"] }
                // On the key: the row's triggers see it, with recursive triggers or without.
                try shell(
                    scene,
                    "INSERT OR REPLACE INTO issue SELECT id, 'Replaced', description, status, owner, created_at FROM issue"
                )
                _ = try await first(of: ann.observe(.issues)) { $0.map(\.title) == ["Replaced"] }
                try shell(scene, "DELETE FROM issue")
                _ = try await first(of: ann.observe(.issues)) { $0.isEmpty }
            }
        }
    }

    @Test("that replace rows by a UNIQUE value need recursive triggers, or `verify`", arguments: [true, false])
    func replacedRows(hasRecursiveTriggers: Bool) async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            for title in ["a", "b"] { try await ann.mutate(.createIssue(title: title, description: "")) }
            try await ann.sync()
            try shell(
                scene,
                """
                CREATE UNIQUE INDEX by_title ON issue (title);
                PRAGMA recursive_triggers = \(hasRecursiveTriggers ? "ON" : "OFF");
                INSERT OR REPLACE INTO issue SELECT '\(UUID.v7().lowercaseString)', title, 'by hand', status, owner,
                  created_at FROM issue WHERE title = 'a';
                """)
            try await ann.sync()
            // Without, nothing says that the replaced row is gone.
            let expected = hasRecursiveTriggers ? ["a", "b"] : ["a", "a", "b"]
            #expect(try await ann.read(.issues).map(\.title).sorted() == expected)
            #expect(try await ann.verify().isEqual == hasRecursiveTriggers)
            #expect(try await ann.read(.issues).map(\.title).sorted() == ["a", "b"])
            #expect(try await ann.verify().isEqual)
        }
    }
}

/// Runs SQL by the `sqlite3` shell on the server's file.
private func shell(_ scene: Scene, _ sql: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sqlite3", "-bail", "-cmd", ".timeout 60000", scene.file("server").path, sql]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ShellFailed(status: process.terminationStatus) }
}

private struct ShellFailed: Error {
    let status: Int32
}
