import Foundation
import IssueListSchema
import LockstepClient
import Testing

@Suite("Files that go back or are copied", .timeLimit(.minutes(10)))
struct RestoreTests {
    @Test("A server that is restored from an older file gets from its clients what it lost, once")
    func serverRestored() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            let id = UUID()
            let kept = try await ann.mutate(.createIssue(id: id, title: "Before the backup", description: ""))
            try await scene.expectConvergence(ann, bob)
            try await scene.backend.stop()
            let backup = scene.folder.appending(path: "backup.sqlite")
            try await scene.backend.copyFile(to: backup)

            try await scene.backend.start()
            let lostByAnn = try await ann.mutate([
                .createIssue(title: "Ann's, lost", description: ""), .updateIssueStatus(id: id, status: .doing),
            ])
            let lostByBob = try await bob.mutate(.createIssue(title: "Bob's, lost", description: ""))
            let lost = try await scene.expectConvergence(ann, bob)
            try await scene.backend.stop()
            try await scene.backend.restoreFile(from: backup)

            try await scene.backend.start()
            #expect(try await scene.backend.applied() == [kept.token])
            let later = try await ann.mutate(.createIssue(title: "After the restore", description: ""))
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(Set(issues.map(\.title)) == Set(lost.map(\.title) + ["After the restore"]))
            #expect(issues.first { $0.id == id }?.status == .doing)
            let applied = try await scene.backend.applied()
            #expect(applied == ([kept] + lostByAnn + [later, lostByBob]).map(\.token))
            for client in [ann, bob] { #expect(try await client.rejections().isEmpty) }
            let newcomer = try await scene.device("newcomer", actor: "cas")
            try await newcomer.sync()
            #expect(try await newcomer.read(.issues) == issues)
        }
    }

    @Test("What the restored server refuses the second time is reported as reverted")
    func reverted() async throws {
        try await Scene.run { scene in
            let ann = try await scene.device("ann", actor: "ann")
            let bob = try await scene.device("bob", actor: "bob")
            try await scene.expectConvergence(ann, bob)
            try await scene.backend.stop()
            let backup = scene.folder.appending(path: "backup.sqlite")
            try await scene.backend.copyFile(to: backup)
            try await scene.backend.start()
            let id = UUID()
            try await ann.mutate(.createIssue(id: id, title: "Ann's", description: ""))
            try await ann.sync()
            try await scene.backend.stop()
            try await scene.backend.restoreFile(from: backup)
            try await scene.backend.start()
            // Bob, who never heard of Ann's issue, takes its id.
            try await bob.mutate(.createIssue(id: id, title: "Bob's", description: ""))
            try await bob.sync()
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.map(\.title) == ["Bob's"])
            let rejection = try #require(try await ann.rejections().first)
            #expect(rejection.isReverted)
            #expect(String(decoding: rejection.arguments, as: UTF8.self).contains("Ann's"))
        }
    }

    @Test("A replica that is copied to a second device goes on as two, and nothing of either is lost")
    func replicaCopied() async throws {
        try await Scene.run { scene in
            let original = try await scene.device("original", actor: "ann")
            let synced = try await original.mutate(.createIssue(title: "Synced", description: ""))
            try await original.sync()
            let pending = try await original.mutate(.createIssue(title: "Pending at the copy", description: ""))
            try await original.close()
            try FileManager.default.copyDatabase(from: scene.file("original"), to: scene.file("copy"))

            let first = try await scene.device("original", actor: "ann")
            let second = try await scene.device("copy", actor: "ann")
            let byFirst = try await first.mutate(.createIssue(title: "By the original", description: ""))
            let bySecond = try await second.mutate([
                .createIssue(title: "By the copy", description: ""),
                .createIssue(title: "By the copy, again", description: ""),
            ])
            let issues = try await scene.expectConvergence(first, second)
            #expect(
                Set(issues.map(\.title)) == [
                    "Synced", "Pending at the copy", "By the original", "By the copy", "By the copy, again",
                ])
            let applied = try await scene.backend.applied()
            #expect(applied == ([synced, pending, byFirst] + bySecond).map(\.token))
            for client in [first, second] { #expect(try await client.rejections().isEmpty) }
        }
    }

    @Test("A replica that is restored from an older copy gets back what it had sent, and goes on")
    func replicaRestored() async throws {
        try await Scene.run { scene in
            let before = try await scene.device("ann", actor: "ann")
            try await before.mutate(.createIssue(title: "First", description: ""))
            try await before.sync()
            try await before.close()
            let copy = scene.folder.appending(path: "copy.sqlite")
            try FileManager.default.copyDatabase(from: scene.file("ann"), to: copy)
            let lost = try await scene.device("ann", actor: "ann")
            try await lost.mutate(.createIssue(title: "Sent, then forgotten", description: ""))
            try await lost.sync()
            try await lost.close()
            try FileManager.default.copyDatabase(from: copy, to: scene.file("ann"))

            let ann = try await scene.device("ann", actor: "ann")
            try await ann.mutate(.createIssue(title: "After", description: ""))
            let bob = try await scene.device("bob", actor: "bob")
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(Set(issues.map(\.title)) == ["First", "Sent, then forgotten", "After"])
        }
    }
}
