import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import LockstepSQLiteStore

/// What happens in the demonstration.
struct DemoStory {
    private let ann: Device
    private let ben: Device
    private let house = UUID.v7()
    private let door = UUID.v7()
    private let lamp = UUID.v7()
    private let sign = UUID.v7()
    private let ticket = UUID.v7()

    init(ann: Device, ben: Device) {
        self.ann = ann
        self.ben = ben
    }

    func tell(_ server: IssueServer) async throws {
        try await keepOut()
        try await join()
        try await partWays()
        try await comeBack()
        try await leave()
        try await compare(with: server)
    }

    private func keepOut() async throws {
        Terminal.print("\n1. A project of ann's, of which ben sees nothing.")
        try await ann.mutate(.createProject(id: house, name: "House"), "begins the project “House”")
        for (id, title) in [(door, "Fix the door"), (lamp, "Replace the lamp"), (sign, "Paint the sign")] {
            try await ann.mutate(
                .createIssue(id: id, projectId: house, title: title, description: ""), "opens “\(title)”")
        }
        try await ben.mutate(
            .createIssue(projectId: house, title: "Sell the house", description: ""), "opens “Sell the house” there")
        try await ann.client.sync()
        try await ben.client.sync()
        try await ben.printRejections(expecting: [.denied])
        try await ben.printIssues()
    }

    private func join() async throws {
        Terminal.print("\n2. Ben joins: his replica gains the project.")
        try await ann.mutate(.addMember(projectId: house, userId: "ben", role: .member), "adds ben")
        try await ann.client.sync()
        try await ben.client.sync()
        try await ben.printIssues()
    }

    private func partWays() async throws {
        Terminal.print("\n3. Both pull the cable, and go on working.")
        ann.unplug()
        ben.unplug()
        try await ann.mutate(.updateIssue(id: door, title: .set("Fix the front door")), "rewords the title of the door")
        try await ben.mutate(.updateIssue(id: door, description: .set("It squeaks.")), "describes the door")
        try await ben.mutate(.updateIssueStatus(id: door, status: .doing), "begins with the door")
        try await ben.mutate(.addComment(issueId: door, text: "Where is the oil?"), "asks for oil")
        try await ann.mutate(.updateIssue(id: sign, title: .set("Paint the sign red")), "wants the sign red")
        try await ben.mutate(.updateIssue(id: sign, title: .set("Paint the sign blue")), "wants the sign blue")
        try await ann.mutate(.deleteIssue(id: lamp), "deletes the lamp")
        try await ben.mutate(.updateIssueStatus(id: lamp, status: .done), "is done with the lamp")
        for device in [ann, ben] {
            try await device.mutate(
                .createIssue(
                    id: ticket, projectId: house, title: "Ticket 42", description: "from \(device.user)'s list"),
                "imports ticket 42")
        }
        do {
            try await ann.client.sync()
            throw ValidationError("The cable is pulled, and ann could sync.")
        } catch let error as ClientError where error.code == .unreachable {
            Terminal.print("  ann cannot sync: \(error)")
        }
        try await ann.printIssues()
        try await ben.printIssues()
    }

    private func comeBack() async throws {
        Terminal.print("\n4. They plug in again: ann first, then ben. The server decides.")
        ann.plug()
        ben.plug()
        try await ann.client.sync()
        try await ben.client.sync()
        try await ann.client.sync()
        Terminal.print("  Different fields of the door: both edits are kept. The sign: the last to push wins.")
        try await ben.printRejections(expecting: [.denied, .constraint])
        try await ann.printIssues()
        guard try await ann.client.read(.issues) == ben.client.read(.issues) else { throw DemoError.differ }
        Terminal.print("  ben sees the same.")
    }

    private func leave() async throws {
        Terminal.print("\n5. Ben leaves, with a mutation pending: his replica loses the project.")
        ben.unplug()
        try await ben.mutate(.updateIssueStatus(id: sign, status: .done), "is done with the sign")
        try await ann.mutate(.removeMember(projectId: house, userId: "ben"), "removes ben")
        try await ann.mutate(.removeMember(projectId: house, userId: "ann"), "wants to go, too")
        try await ann.client.sync()
        try await ann.printRejections(expecting: [.lastOwner])
        ben.plug()
        try await ben.client.sync()
        try await ben.printRejections(expecting: [.denied])
        try await ben.printIssues()
    }

    private func compare(with server: IssueServer) async throws {
        Terminal.print("\n6. The end.")
        let issues = try await server.store.read(.issues)
        let expected = issues.first { $0.id == door }
        guard try await ann.client.read(.issues) == issues, issues.count == 3, expected?.title == "Fix the front door",
            expected?.description == "It squeaks.", expected?.status == .doing,
            try await ann.client.read(.comments(issueId: door)) == server.store.read(.comments(issueId: door)),
            try await ben.client.read(.projects).isEmpty, try await ben.client.read(.issues).isEmpty,
            try await ann.client.pendingMutations().isEmpty, try await ben.client.pendingMutations().isEmpty
        else { throw DemoError.differ }
        Terminal.print("  ann and the server hold the same \(issues.count) issues, ben holds none, nothing is pending.")
        Terminal.print("  The server's audit, which no replica has:")
        for entry in try await server.store.read(.audit(projectId: house)) {
            Terminal.print("    \(entry.actor) \(entry.action)\(entry.userId.map { " (\($0))" } ?? "")")
        }
    }
}
