import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import Logging

/// The main job in one command: a server and two users' devices on loopback, with one user coming and going.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a server and two users, who join and leave a project, work offline, come back and converge.")

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "issue-tracker-demo-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try IssueServer(
            database: folder.appending(path: "server.sqlite").path(), logLevel: .critical)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run(host: "127.0.0.1", port: 0, handlesSignals: false) { port.yield($0) }
            }
            group.addTask {
                for await port in ports {
                    guard let url = URL(string: "http://127.0.0.1:\(port)") else { break }
                    Terminal.print("A server listens on \(url), with its files in a temporary folder.")
                    return try await play(folder: folder, url: url, server: server)
                }
            }
            // The play ends first; a server that ends first has failed, and throws.
            try await group.next()
            group.cancelAll()
        }
    }

    private func play(folder: URL, url: URL, server: IssueServer) async throws {
        let ann = try await Device(user: "ann", folder: folder, server: url)
        let ben = try await Device(user: "ben", folder: folder, server: url)
        try await DemoStory(ann: ann, ben: ben).tell(server)
        try await ann.client.close()
        try await ben.client.close()
    }
}
