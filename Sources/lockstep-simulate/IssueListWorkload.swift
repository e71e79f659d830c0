import Foundation
import IssueListSchema
import Lockstep
import LockstepTesting

extension SimulationWorkload where Schema == IssueList {
    /// The schema and the mutations of simple-sync-engine, on few ids.
    static let issueList = SimulationWorkload(
        IssueList.self, actors: ["ann", "bob"],
        edits: [
            "UPDATE issue SET title = substr(title || '!', 1, 100), status = 'done' WHERE rowid % 2 = abs(random()) % 2",
            "DELETE FROM issue WHERE rowid % 3 = abs(random()) % 3",
            "UPDATE OR REPLACE issue SET id = (SELECT id FROM issue ORDER BY random() LIMIT 1) "
                + "WHERE id = (SELECT id FROM issue ORDER BY random() LIMIT 1)",
            "BEGIN; DELETE FROM issue; ROLLBACK",
        ]
    ) { _, generator in
        let number = UInt8.random(in: 1...6, using: &generator)
        let id = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
        if Int.random(in: 0..<4, using: &generator) == 0 {
            return .createIssue(id: id, title: .arbitrary(using: &generator), description: "")
        }
        switch IssueList.Mutation.arbitrary(using: &generator) {
        case .createIssue(_, let title, let description):
            return .createIssue(id: id, title: title, description: description)
        case .updateIssue(_, let title, let description):
            return .updateIssue(id: id, title: title, description: description)
        case .updateIssueStatus(_, let status): return .updateIssueStatus(id: id, status: status)
        case .deleteIssue: return .deleteIssue(id: id)
        }
    }
}
