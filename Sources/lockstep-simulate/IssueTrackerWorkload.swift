import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepTesting

extension SimulationWorkload where Schema == IssueTracker {
    /// Few projects, members and issues, so that everybody works on the same ones and loses access now and then.
    static let issueTracker = SimulationWorkload(
        IssueTracker.self, actors: ["ann", "bob", "eve"],
        edits: [
            "UPDATE issue SET title = substr(title || '!', 1, 40) WHERE rowid % 3 = abs(random()) % 3",
            "DELETE FROM member WHERE user_id = 'eve'",
            "DELETE FROM comment WHERE rowid % 5 = abs(random()) % 5",
            "UPDATE issue SET project_id = (SELECT id FROM project ORDER BY random() LIMIT 1) WHERE rowid % 4 = 0",
            "DELETE FROM project WHERE id = (SELECT id FROM project ORDER BY random() LIMIT 1)",
            "UPDATE member SET role = 'owner' WHERE user_id = 'ann'",
            "BEGIN; DELETE FROM issue; ROLLBACK",
        ],
        codes: ["alreadyMember", "lastOwner", "notMember"]
    ) { actor, generator in
        func id(_ kind: UInt8, _ count: UInt8) -> UUID {
            let number = UInt8.random(in: 1...count, using: &generator)
            return UUID(uuid: (1, 0x95, 0, 0, 0, 0, 0x70, kind, 0x80, 0, 0, 0, 0, 0, 0, number))
        }
        func project() -> UUID { id(1, 4) }
        func issue() -> UUID { id(2, 12) }
        func user() -> String { ["ann", "bob", "eve"].randomElement(using: &generator) ?? actor }
        func text() -> String { .arbitrary(using: &generator) }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0, 1: return .createProject(id: project(), name: text())
        case 2, 3, 4: return .addMember(projectId: project(), userId: user(), role: .arbitrary(using: &generator))
        case 5: return .removeMember(projectId: project(), userId: user())
        case 6...10: return .createIssue(id: issue(), projectId: project(), title: text(), description: text())
        case 11, 12:
            return .updateIssue(
                id: issue(), title: .arbitrary(using: &generator), description: .arbitrary(using: &generator))
        case 13, 14: return .updateIssueStatus(id: issue(), status: .arbitrary(using: &generator))
        case 15: return .moveIssue(id: issue(), projectId: project())
        case 16: return .deleteIssue(id: issue())
        case 17...18: return .addComment(id: id(3, 30), issueId: issue(), text: text())
        default: return .arbitrary(using: &generator)
        }
    }
}
