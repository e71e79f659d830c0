import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import LockstepHTTPClient
import TestSupport

/// A user's devices that do nothing but mutate, to be killed at any moment.
///
/// Each prints a line for every mutation for which `mutate` returned, `made DEVICE TOKEN`, and one when it learns the
/// outcome, `applied DEVICE TOKEN` or `rejected DEVICE TOKEN`; it syncs all the while. It ends when its standard input
/// does. With `--settle` the devices only sync, once each.
@main
struct Hammer: AsyncParsableCommand {
    @Option var folder: String
    @Option var server: String
    @Option(name: .customLong("as")) var user: String
    @Option var devices: Int
    @Option var seed: UInt64 = 0
    @Option var project: [String] = []

    /// Whom this user, an owner of the projects, adds and removes.
    @Option var member: [String] = []
    @Flag var settle = false

    func run() async throws {
        guard let url = URL(string: server) else { throw ValidationError("--server must be a URL.") }
        let projects = project.compactMap { UUID(uuidString: $0) }
        let (user, settle) = (user, settle)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in 0..<devices {
                let workload = Workload(projects: projects, members: member, random: seed &+ UInt64(device))
                let file = URL(filePath: folder).appending(path: "\(user)-\(device).sqlite")
                group.addTask {
                    let client = try await SyncClient(
                        IssueTracker.self, at: file, actor: user, transport: .http(url, token: { user }))
                    if settle { try await client.sync() } else { try await Self.work(client, device, workload) }
                    try await client.close()
                }
            }
            try await group.waitForAll()
        }
    }

    private static func work(_ client: SyncClient<IssueTracker>, _ device: Int, _ workload: Workload) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            group.addTask { try await mutate(client, device, workload) }
            group.addTask { await EndOfInput.shared.wait() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Mutates without end, with a few mutations under way: a server that is down is not run away from.
    private static func mutate(
        _ client: SyncClient<IssueTracker>, _ device: Int, _ workload: Workload
    ) async throws {
        var workload = workload
        var receipts: [MutationReceipt] = []
        while !Task.isCancelled {
            do {
                let receipt = try await client.mutate(try await workload.next(client))
                try say("made", device, receipt)
                receipts.append(receipt)
            } catch let error as ClientError where error.code == .constraint {
                // The replica knows already that it cannot be: somebody is added who is a member.
            }
            guard receipts.count == 8 else { continue }
            let oldest = receipts.removeFirst()
            switch try await oldest.outcome {
            case .applied: try say("applied", device, oldest)
            case .rejected: try say("rejected", device, oldest)
            }
        }
    }

    private static func say(_ word: String, _ device: Int, _ receipt: MutationReceipt) throws {
        let line = "\(word) \(device) \(receipt.token.lowercaseString)\n"
        try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    }
}
