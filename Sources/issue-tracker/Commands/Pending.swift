import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Pending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the mutations whose outcome is not known yet, without asking the server.")

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let client = try await replica.openClient()
        let pending = try await client.pendingMutations()
        try await client.close()
        if replica.json {
            Terminal.print(
                json: JSONWriter.write {
                    $0.array { array in for mutation in pending { mutation.encode(to: &array) } }
                })
        } else if pending.isEmpty {
            Terminal.print("Nothing is pending.")
        } else {
            for mutation in pending {
                let arguments = String(decoding: mutation.arguments, as: UTF8.self)
                let failure = mutation.failure.map { " (without effect here for now: \($0))" } ?? ""
                Terminal.print("\(mutation.madeAt.formatted(.iso8601))  \(mutation.name)\(arguments)\(failure)")
            }
        }
    }
}

extension PendingMutation {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object {
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
        }
    }
}
