import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import LockstepSQLiteStore

/// What happens in the demonstration.
struct DemoStory {
    let ann: Device
    let ben: Device

    private let door = UUID.v7()
    private let lamp = UUID.v7()
    private let sign = UUID.v7()
    private let ticket = UUID.v7()

    init(ann: Device, ben: Device) {
        self.ann = ann
        self.ben = ben
    }

    func meet() async throws {
        Terminal.print("\n1. Online: what one does, the other sees.")
        try await ann.mutate(.createIssue(id: door, title: "Fix the door", description: ""), "opens “Fix the door”")
        try await ann.mutate(
            .createIssue(id: lamp, title: "Replace the lamp", description: ""), "opens “Replace the lamp”")
        try await ann.mutate(.createIssue(id: sign, title: "Paint the sign", description: ""), "opens “Paint the sign”")
        try await ann.client.sync()
        try await ben.client.sync()
        try await ben.printIssues()
    }

    func partWays() async throws {
        Terminal.print("\n2. Both pull the cable, and go on working.")
        ann.unplug()
        ben.unplug()
        try await ann.mutate(.updateIssue(id: door, title: .set("Fix the front door")), "rewords the title of the door")
        try await ben.mutate(.updateIssue(id: door, description: .set("It squeaks.")), "describes the door")
        try await ben.mutate(.updateIssueStatus(id: door, status: .doing), "begins with the door")
        try await ann.mutate(.updateIssue(id: sign, title: .set("Paint the sign red")), "wants the sign red")
        try await ben.mutate(.updateIssue(id: sign, title: .set("Paint the sign blue")), "wants the sign blue")
        try await ann.mutate(.deleteIssue(id: lamp), "deletes the lamp")
        try await ben.mutate(.updateIssueStatus(id: lamp, status: .done), "is done with the lamp")
        try await ann.mutate(
            .createIssue(id: ticket, title: "Ticket 42", description: "from ann's list"), "imports ticket 42")
        try await ben.mutate(
            .createIssue(id: ticket, title: "Ticket 42", description: "from ben's list"), "imports it too")
        do {
            try await ann.client.sync()
            throw ValidationError("The cable is pulled, and ann could sync.")
        } catch let error as ClientError where error.code == .unreachable {
            Terminal.print("  ann cannot sync: \(error)")
        }
        try await ann.printIssues()
        try await ben.printIssues()
    }

    func comeBack() async throws {
        Terminal.print("\n3. They plug in again: ann first, then ben. The server decides.")
        ann.plug()
        ben.plug()
        try await ann.client.sync()
        try await ben.client.sync()
        try await ann.client.sync()
        Terminal.print("  Different fields of the door: both edits are kept. The sign: the last to push wins.")
        for device in [ann, ben] {
            for rejection in try await device.client.rejections() {
                Terminal.print(
                    "  \(device.user)'s \(rejection.name) was rejected: \(rejection.code): \(rejection.message)")
            }
        }
        try await ann.printIssues()
        try await ben.printIssues()
    }

    /// - Throws: `ExitCode.failure` if the three do not hold the same.
    func end(_ server: IssueServer) async throws {
        Terminal.print("\n4. The end.")
        let onServer = try await server.store.read(.issues)
        let onAnn = try await ann.client.read(.issues)
        let onBen = try await ben.client.read(.issues)
        let pending = try await ann.client.pendingMutations().count + ben.client.pendingMutations().count
        let rejections = try await ben.client.rejections().count
        let expected = onServer.first { $0.id == door }
        guard onAnn == onServer, onBen == onServer, pending == 0, rejections == 1, onServer.count == 3,
            expected?.title == "Fix the front door", expected?.description == "It squeaks.", expected?.status == .doing
        else {
            Terminal.print("  The replicas and the server differ.")
            throw ExitCode.failure
        }
        Terminal.print("  Both replicas and the server hold the same \(onServer.count) issues, and nothing is pending.")
    }
}
