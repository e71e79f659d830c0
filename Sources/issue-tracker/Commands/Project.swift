import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Project: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begins a project, or prints those that you are in.",
        subcommands: [Create.self, List.self], defaultSubcommand: List.self)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begins a project, which makes you its first owner, and prints it.")

        @Argument(help: "The name, of 1 to 100 characters.")
        var name: String

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let id = UUID.v7()
            let project = try await replica.carryOut(.createProject(id: id, name: name), thenRead: .project(id: id))
            Terminal.print(project, asJSON: replica.json)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the projects that you are in, by name.")

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let projects = try await replica.withClient { try await $0.read(.projects) }
            Terminal.print(projects, asJSON: replica.json)
        }
    }
}
