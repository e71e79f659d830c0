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
/// outcome, `applied DEVICE TOKEN` or `rejected DEVICE TOKEN`; it syncs all the while. It also says `failed DEVICE` when an
/// attempt to sync fails, and `full DEVICE` when there is no space for a mutation. It ends when its standard input does.
/// With `--settle` the devices only sync, once each.
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

    /// Seconds after which a request without an answer has failed; the waits between attempts become as short.
    @Option var requestTimeout: Double?

    func run() async throws {
        guard let url = URL(string: server) else { throw ValidationError("--server must be a URL.") }
        let projects = project.compactMap { UUID(uuidString: $0) }
        let (user, settle, pace) = (user, settle, Pace(requestTimeout: requestTimeout))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in 0..<devices {
                let workload = Workload(projects: projects, members: member, random: seed &+ UInt64(device))
                let file = URL(filePath: folder).appending(path: "\(user)-\(device).sqlite")
                group.addTask {
                    let client = try await SyncClient(
                        IssueTracker.self, at: file, actor: user,
                        transport: HTTPTransport(url: url, configuration: pace.transport, token: { user }),
                        configuration: pace.client)
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
            group.addTask { try await tellFailures(client, device) }
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
                try say("made \(device) \(receipt.token.lowercaseString)")
                receipts.append(receipt)
                guard receipts.count == 8 else { continue }
                let oldest = receipts.removeFirst()
                switch try await oldest.outcome {
                case .applied: try say("applied \(device) \(oldest.token.lowercaseString)")
                case .rejected: try say("rejected \(device) \(oldest.token.lowercaseString)")
                }
            } catch let error as ClientError where error.code == .constraint {
                // The replica knows already that it cannot be: somebody is added who is a member.
            } catch let error as ClientError where error.code == .diskFull {
                try say("full \(device)")
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private static func tellFailures(_ client: SyncClient<IssueTracker>, _ device: Int) async throws {
        var retry: Date?
        for await status in client.statusUpdates {
            // Each failure sets the time of another attempt.
            defer { retry = status.nextRetry }
            guard let error = status.lastError, status.nextRetry != nil, status.nextRetry != retry else { continue }
            try say("failed \(device) \(error.code) \(error.message)")
        }
    }

    private static func say(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    }
}
