import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import Testing

@Suite("The example's projects and their members", .timeLimit(.minutes(10)))
struct MembershipTests {
    private typealias Scene = SceneOf<IssueTracker>

    private let house = UUID()
    private let door = UUID()

    /// A project of ann's with an issue and a comment, on the server.
    private func build(_ ann: Scene.Client) async throws {
        try await ann.mutate([
            .createProject(id: house, name: "House"),
            .createIssue(id: door, projectId: house, title: "Fix the door", description: ""),
            .addComment(issueId: door, text: "It squeaks."),
        ])
        try await ann.sync()
    }

    private func expectNothing(_ client: Scene.Client) async throws {
        #expect(try await client.read(.projects).isEmpty)
        #expect(try await client.read(.members(projectId: house)).isEmpty)
        #expect(try await client.read(.issues).isEmpty)
        #expect(try await client.read(.comments(issueId: door)).isEmpty)
    }

    private func expectSame(_ first: Scene.Client, _ second: Scene.Client) async throws {
        #expect(try await first.read(.projects) == second.read(.projects))
        #expect(try await first.read(.members(projectId: house)) == second.read(.members(projectId: house)))
        #expect(try await first.read(.issues) == second.read(.issues))
        #expect(try await first.read(.comments(issueId: door)) == second.read(.comments(issueId: door)))
    }

    @Test("Who joins gets all of the project, and who leaves keeps nothing of it")
    func comingAndGoing() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let ben = try await scene.device("ben", actor: "ben")
            try await build(ann)
            try await scene.sync(ben)
            try await expectNothing(ben)

            for _ in 0..<2 {
                try await ann.mutate(.addMember(projectId: house, userId: "ben", role: .member))
                try await scene.sync(ann, ben)
                try await expectSame(ann, ben)
                #expect(try await ben.read(.members(projectId: house)).map(\.userId) == ["ann", "ben"])
                try await ann.mutate(.removeMember(projectId: house, userId: "ben"))
                try await scene.sync(ann, ben)
                try await expectNothing(ben)
            }
            #expect(try await ann.read(.issues).map(\.title) == ["Fix the door"])
        }
    }

    @Test("A device that runs sees the project come and go")
    func live() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let ben = try await scene.device("ben", actor: "ben")
            try await build(ann)
            try await running(ann, ben) {
                try await ann.mutate(.addMember(projectId: house, userId: "ben", role: .member))
                _ = try await first(of: ben.observe(.issues)) { $0.map(\.title) == ["Fix the door"] }
                try await ann.mutate(.removeMember(projectId: house, userId: "ben"))
                _ = try await first(of: ben.observe(.issues)) { $0.isEmpty }
            }
        }
    }

    @Test("Each mutation by somebody who is no member is denied, and nobody else sees anything of it")
    func strangers() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let eve = try await scene.device("eve", actor: "eve")
            try await build(ann)
            let garden = UUID()
            try await eve.mutate(.createProject(id: garden, name: "Garden"))
            let attempts: [IssueTracker.Mutation] = [
                .createIssue(projectId: house, title: "Sell the house", description: ""),
                .updateIssue(id: door, title: .set("Break the door")),
                .updateIssueStatus(id: door, status: .done), .moveIssue(id: door, projectId: garden),
                .deleteIssue(id: door), .addComment(issueId: door, text: "I am here."),
                .addMember(projectId: house, userId: "eve", role: .owner),
                .removeMember(projectId: house, userId: "ann"),
            ]
            let receipts = try await eve.mutate(attempts)
            try await scene.sync(eve, ann)
            for (receipt, attempt) in zip(receipts, attempts) {
                guard case .rejected(let rejection) = try await eve.state(of: receipt.token) else {
                    Issue.record("\(attempt.name) was applied")
                    continue
                }
                #expect(IssueTracker.RejectionCode(rejection) == .denied, "\(attempt.name)")
            }
            #expect(try await eve.read(.projects).map(\.project.name) == ["Garden"])
            #expect(try await eve.read(.issues).isEmpty)
            let issue = try #require(try await ann.read(.issues).first)
            #expect(issue.title == "Fix the door")
            #expect(issue.status == .todo)
            #expect(try await ann.read(.comments(issueId: door)).map(\.text) == ["It squeaks."])
        }
    }

    @Test("Owners keep order: no member twice, none removed who is not in, and never the last owner")
    func ownersRequirements() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let second = try await scene.device("ann-2", actor: "ann")
            try await build(ann)
            try await scene.sync(second)
            for device in [ann, second] {
                try await device.mutate(.addMember(projectId: house, userId: "ben", role: .owner))
            }
            try await scene.sync(ann, second)
            #expect(try await second.rejections().map { IssueTracker.RejectionCode($0) } == [.alreadyMember])
            try await ann.mutate([
                .removeMember(projectId: house, userId: "cleo"), .removeMember(projectId: house, userId: "ben"),
                .removeMember(projectId: house, userId: "ann"),
            ])
            try await scene.sync(ann)
            #expect(try await ann.rejections().map { IssueTracker.RejectionCode($0) } == [.notMember, .lastOwner])
            #expect(try await ann.read(.members(projectId: house)).map(\.userId) == ["ann"])
        }
    }

    @Test("An issue that moves takes its comments along: out of one member's sight, into another's")
    func moving() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let ben = try await scene.device("ben", actor: "ben")
            let cleo = try await scene.device("cleo", actor: "cleo")
            try await build(ann)
            let garden = UUID()
            try await ann.mutate([
                .createProject(id: garden, name: "Garden"),
                .addMember(projectId: house, userId: "ben", role: .member),
                .addMember(projectId: garden, userId: "cleo", role: .member),
            ])
            try await scene.sync(ann, ben, cleo)
            #expect(try await ben.read(.comments(issueId: door)).count == 1)
            #expect(try await cleo.read(.issues).isEmpty)
            try await ann.mutate(.moveIssue(id: door, projectId: garden))
            try await scene.sync(ann, ben, cleo)
            #expect(try await ben.read(.issues).isEmpty)
            #expect(try await ben.read(.comments(issueId: door)).isEmpty)
            #expect(try await cleo.read(.issuesOfProject(projectId: garden)).map(\.id) == [door])
            #expect(try await cleo.read(.comments(issueId: door)).map(\.text) == ["It squeaks."])
        }
    }

    @Test("A mutation that was pending when its author was removed is refused, and told")
    func removedMeanwhile() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let ben = try await scene.device("ben", actor: "ben")
            try await build(ann)
            try await ann.mutate(.addMember(projectId: house, userId: "ben", role: .member))
            try await scene.sync(ann, ben)
            let receipt = try await ben.mutate(.updateIssueStatus(id: door, status: .done))
            try await ann.mutate(.removeMember(projectId: house, userId: "ben"))
            try await scene.sync(ann, ben)
            guard case .rejected(let rejection) = try await ben.state(of: receipt.token) else {
                Issue.record("It was not refused.")
                return
            }
            #expect(IssueTracker.RejectionCode(rejection) == .denied)
            try await expectNothing(ben)
            #expect(try await ann.read(.issue(id: door))?.status == .todo)
        }
    }
}
