import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Pending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the mutations whose outcome is not known yet, without asking the server.")

    /// How many are in memory at a time.
    private static let pageSize = 1_000

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let client = try await replica.openClient()
        var lines = 0
        if replica.json { Terminal.print("[") }
        var page = try await client.pendingMutations(limit: Self.pageSize)
        while let last = page.last {
            for mutation in page {
                Terminal.print(replica.json ? (lines > 0 ? "," : "") + mutation.json : mutation.line)
                lines += 1
            }
            page = try await client.pendingMutations(limit: Self.pageSize, after: last)
        }
        if replica.json { Terminal.print("]") } else if lines == 0 { Terminal.print("Nothing is pending.") }
        try await client.close()
    }
}

extension PendingMutation {
    /// A line for people.
    fileprivate var line: String {
        let text = "\(name)\(String(decoding: arguments, as: UTF8.self))"
        let here = failure.map { " (without effect here for now: \($0))" } ?? ""
        let push = pushFailure.map { " (not pushed for \(Terminal.age(since: $0.since)): \($0.message))" } ?? ""
        return "\(Terminal.age(since: madeAt))  \(text)\(here)\(push)"
    }

    fileprivate var json: String {
        let bytes = JSONWriter.write {
            $0.object {
                $0.key("number")
                $0.int64(number)
                $0.key("token")
                token.encode(to: &$0)
                $0.key("name")
                $0.string(name)
                $0.key("args")
                $0.raw(arguments)
                $0.key("at")
                madeAt.encode(to: &$0)
                $0.key("failure")
                failure.encode(to: &$0)
                $0.key("lastError")
                (pushFailure?.message).encode(to: &$0)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
