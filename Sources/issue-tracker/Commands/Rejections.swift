import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Rejections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the mutations that the server refused, and why; makes them again, or dismisses them.",
        subcommands: [Kept.self, Retry.self, Dismiss.self], defaultSubcommand: Kept.self)

    struct Kept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Prints the mutations that the server refused, and why.")

        @Flag(help: "Dismiss them once they are printed.")
        var dismiss = false

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let dismisses = dismiss
            let rejections = try await replica.withClient { client in
                let rejections = try await client.rejections()
                if dismisses { try await client.dismiss(rejections) }
                return rejections
            }
            Terminal.print(rejections, asJSON: replica.json)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a refused mutation again, with another title or description where that is said.")

        @Argument(help: "The rejection's token, or the beginning of one.")
        var token: String

        @Option(help: "The title to make it with.")
        var title: String?

        @Option(help: "The description to make it with.")
        var description: String?

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let rejections = try await replica.withClient { client in
                let rejection = try await client.rejections().only(token)
                let receipt = try await client.retry(rejection, as: try edited(rejection))
                try await replica.push(receipt, of: client)
                return try await client.rejections()
            }
            Terminal.print(rejections, asJSON: replica.json)
        }

        private func edited(_ rejection: Rejection) throws -> IssueTracker.Mutation {
            switch try IssueTracker.Mutation(rejection) {
            case .createIssue(let id, let projectId, let title, let description):
                return .createIssue(
                    id: id, projectId: projectId, title: self.title ?? title,
                    description: self.description ?? description)
            case .updateIssue(let id, let title, let description):
                return .updateIssue(
                    id: id, title: self.title.map { .set($0) } ?? title,
                    description: self.description.map { .set($0) } ?? description)
            case let other:
                guard title == nil, description == nil else {
                    throw ValidationError("\(other.name) has neither a title nor a description.")
                }
                return other
            }
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forgets a refused mutation.")

        @Argument(help: "The rejection's token, or the beginning of one.")
        var token: String

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let rejections = try await replica.withClient { client in
                try await client.dismiss(try await client.rejections().only(token))
                return try await client.rejections()
            }
            Terminal.print(rejections, asJSON: replica.json)
        }
    }
}

extension [Rejection] {
    /// The rejection whose token begins so.
    fileprivate func only(_ token: String) throws -> Rejection {
        let found = filter { $0.token.lowercaseString.hasPrefix(token.lowercased()) }
        guard found.count == 1 else {
            let whose = found.isEmpty ? "No rejection has" : "Several rejections have"
            throw ValidationError("\(whose) a token that begins with \(token).")
        }
        return found[0]
    }
}

extension Rejection: TerminalRow {
    static var plural: String { "rejections" }

    var line: String {
        let was = isReverted ? "was undone, as the server was restored: " : ""
        return "\(token.lowercaseString)  \(name)\(String(decoding: arguments, as: UTF8.self)): \(was)\(reason)"
    }

    func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("token")
            token.encode(to: &$0)
            $0.key("name")
            $0.string(name)
            $0.key("args")
            $0.raw(arguments)
            $0.key("at")
            madeAt.encode(to: &$0)
            $0.key("code")
            $0.string(code)
            $0.key("message")
            $0.string(message)
            $0.key("reverted")
            isReverted.encode(to: &$0)
        }
    }
}
