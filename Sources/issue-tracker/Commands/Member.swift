import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Member: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Adds somebody to a project or removes them, which its owners may do, or prints who is in it.",
        subcommands: [Add.self, Remove.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds somebody to a project, all of which they get to see, and prints who is in it.")

        @Option(help: "The project's id.")
        var project: RowID

        @Argument(help: "The user's name.")
        var user: String

        @Flag(help: "They may add and remove members as well.")
        var owner = false

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let members = try await replica.carryOut(
                .addMember(projectId: project.value, userId: user, role: owner ? .owner : .member),
                thenRead: .members(projectId: project.value))
            Terminal.print(members, asJSON: replica.json)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Removes somebody from a project, all of which leaves their devices, and prints who is in it.",
            discussion: "Members may remove themselves.")

        @Option(help: "The project's id.")
        var project: RowID

        @Argument(help: "The user's name.")
        var user: String

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let members = try await replica.carryOut(
                .removeMember(projectId: project.value, userId: user), thenRead: .members(projectId: project.value))
            Terminal.print(members, asJSON: replica.json)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints who is in a project, by name.")

        @Option(help: "The project's id.")
        var project: RowID

        @OptionGroup var replica: ReplicaOptions

        func run() async throws {
            let members = try await replica.withClient { try await $0.read(.members(projectId: project.value)) }
            Terminal.print(members, asJSON: replica.json)
        }
    }
}
