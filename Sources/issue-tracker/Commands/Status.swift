import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Moves an issue along and prints it; without one, prints how the replica stands towards the server.")

    @Argument(help: "The issue's id.")
    var id: RowID?

    @Argument(help: "todo, doing or done.")
    var status: String?

    @OptionGroup var replica: ReplicaOptions

    func validate() throws {
        guard (id == nil) == (status == nil) else { throw ValidationError("Give an issue and its status, or neither.") }
        guard let status else { return }
        guard IssueTracker.Status.allCases.map(\.rawValue).contains(status) else {
            throw ValidationError("The status is todo, doing or done, not \(status).")
        }
    }

    func run() async throws {
        guard let id, let status else {
            let standing = try await replica.withClient { client in
                Standing(client.status, rejectionCount: try await client.rejections().count)
            }
            return standing.print(asJSON: replica.json)
        }
        let issue = try await replica.carryOut(
            .updateIssueStatus(id: id.value, status: IssueTracker.Status(rawValue: status)),
            thenRead: .issue(id: id.value))
        Terminal.print(issue, asJSON: replica.json)
    }
}

/// How a replica stands towards its server.
private struct Standing: Sendable {
    private let status: SyncStatus
    private let rejectionCount: Int

    init(_ status: SyncStatus, rejectionCount: Int) {
        self.status = status
        self.rejectionCount = rejectionCount
    }

    func print(asJSON: Bool) {
        guard !asJSON else { return Terminal.print(json: JSONWriter.write { encode(to: &$0) }) }
        if let error = status.lastError {
            Terminal.print("Not in step: \(error)")
        } else if status.lastExchange == nil {
            Terminal.print("The server was not asked.")
        } else {
            Terminal.print("In step with the server.")
        }
        let age = status.oldestPending.map { ", the oldest for \(Terminal.age(since: $0))" } ?? ""
        Terminal.print("\(status.pendingCount) mutations pending\(age); \(rejectionCount) rejections kept.")
    }

    private func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("pending")
            status.pendingCount.encode(to: &$0)
            $0.key("oldestPending")
            status.oldestPending.encode(to: &$0)
            $0.key("rejections")
            rejectionCount.encode(to: &$0)
            $0.key("lastExchange")
            status.lastExchange.encode(to: &$0)
            $0.key("lastError")
            (status.lastError?.code.description).encode(to: &$0)
            $0.key("message")
            (status.lastError?.message).encode(to: &$0)
        }
    }
}
