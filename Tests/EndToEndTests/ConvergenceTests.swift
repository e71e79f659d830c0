import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepHTTPClient
import Testing

@Suite("Two devices and a server", .timeLimit(.minutes(10)))
struct ConvergenceTests {
    @Test("What one device does, the other gets")
    func converge() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            let (first, second, third) = (UUID(), UUID(), UUID())
            try await ann.mutate([
                .createIssue(id: first, title: "First", description: "a"),
                .createIssue(id: second, title: "Second", description: "b"),
            ])
            try await bob.mutate(.createIssue(id: third, title: "Third", description: "c"))
            try await scene.expectConvergence(ann, bob)
            try await bob.mutate([.updateIssueStatus(id: first, status: .doing), .deleteIssue(id: second)])
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(Set(issues.map(\.id)) == [first, third])
            #expect(issues.first { $0.id == first }?.status == .doing)
            #expect(issues.first { $0.id == first }?.owner == "ann")
            #expect(issues.first { $0.id == third }?.owner == "bob")
        }
    }

    @Test("Edits of different fields, made offline, are both kept")
    func differentFields() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            let id = UUID()
            try await ann.mutate(.createIssue(id: id, title: "Old title", description: "Old description"))
            try await scene.expectConvergence(ann, bob)
            try await scene.backend.stop()
            try await ann.mutate(.updateIssue(id: id, title: .set("Ann's title")))
            try await bob.mutate(.updateIssue(id: id, description: .set("Bob's description")))
            try await bob.mutate(.updateIssueStatus(id: id, status: .done))
            await #expect(throws: ClientError.self) { try await ann.sync() }
            try await scene.backend.start()
            let issue = try #require(try await scene.expectConvergence(ann, bob).first)
            #expect(issue.title == "Ann's title")
            #expect(issue.description == "Bob's description")
            #expect(issue.status == .done)
        }
    }

    @Test("A rejection reaches the author, who sees the effect vanish; others see nothing of it")
    func rejection() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            let id = UUID()
            try await ann.mutate(.createIssue(id: id, title: "Ann's", description: ""))
            let receipt = try await bob.mutate(.createIssue(id: id, title: "Bob's", description: ""))
            #expect(try await bob.read(.issue(id: id))?.title == "Bob's")
            try await ann.sync()
            try await bob.sync()
            let rejection = try #require(try await bob.rejections().first)
            #expect(try await receipt.outcome == .rejected(rejection))
            #expect(rejection.token == receipt.token)
            #expect(rejection.code == "constraint")
            #expect(!rejection.isReverted)
            #expect(String(decoding: rejection.arguments, as: UTF8.self).contains("Bob's"))
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.map(\.title) == ["Ann's"])
            #expect(try await ann.rejections().isEmpty)
            try await bob.dismiss(rejection)
            #expect(try await bob.rejections().isEmpty)
        }
    }

    @Test("A device that runs hears of another's mutation by the event stream")
    func poke() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            try await running(ann, bob) {
                for round in 1...5 {
                    let receipt = try await ann.mutate(.createIssue(title: "Round \(round)", description: ""))
                    #expect(try await receipt.outcome == .applied)
                    // Nothing but a poke makes a client pull that has nothing to push.
                    let issues = try await first(of: bob.observe(.issues)) { $0.count == round }
                    #expect(issues.last?.title == "Round \(round)")
                }
            }
        }
    }

    @Test("Devices that run find the server again when it comes back on its port")
    func restart() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            try await running(ann, bob) {
                try await ann.mutate(.createIssue(title: "Before", description: ""))
                _ = try await first(of: bob.observe(.issues)) { $0.count == 1 }
                try await scene.backend.stop()
                try await ann.mutate(.createIssue(title: "Meanwhile, by Ann", description: ""))
                try await bob.mutate(.createIssue(title: "Meanwhile, by Bob", description: ""))
                _ = try await first(of: ann.statusUpdates) { $0.connection == .backingOff }
                try await scene.backend.start()
                let ofAnn = try await first(of: ann.observe(.issues)) { $0.count == 3 }
                let ofBob = try await first(of: bob.observe(.issues)) { $0.count == 3 }
                #expect(Set(ofAnn.map(\.title)) == Set(ofBob.map(\.title)))
            }
            try await scene.expectConvergence(ann, bob)
        }
    }

    @Test("A new token is used, and a wrong one loses nothing")
    func token() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let stranger = try await Scene.Client(
                IssueList.self, at: scene.file("stranger"), actor: "ann",
                transport: .http(await scene.backend.url, token: { nil }))
            try await stranger.mutate(.createIssue(title: "Kept", description: ""))
            let error = await #expect(throws: ClientError.self) { try await stranger.sync() }
            #expect(error?.code == .unauthenticated)
            try await stranger.close()
            let again = try await scene.device("stranger", actor: "ann")
            let issues = try await scene.expectConvergence(ann, again)
            #expect(issues.map(\.title) == ["Kept"])
        }
    }
}
