import Foundation
import IssueTrackerSchema
import LockstepClient
import TestSupport

/// What one device does: it changes what it sees, in projects that all work on. Some of it will be refused.
struct Workload {
    private let projects: [UUID]
    private let members: [String]
    private var random: SeededGenerator
    private var known: [UUID] = []
    private var made = 0

    /// - Parameter members: Whom to add and remove; none if the user is no owner.
    init(projects: [UUID], members: [String], random seed: UInt64) {
        self.projects = projects
        self.members = members
        random = SeededGenerator(seed: seed)
    }

    mutating func next(_ client: SyncClient<IssueTracker>) async throws -> IssueTracker.Mutation {
        if made % 8 == 0 { known = try await client.read(.issues).map(\.id) }
        made += 1
        let project = projects.randomElement(using: &random) ?? UUID()
        if !members.isEmpty, random.next() % 24 == 0 { return membership(in: project) }
        guard let id = known.randomElement(using: &random) else { return create(in: project) }
        switch random.next() % 16 {
        case 0...3: return .updateIssue(id: id, title: .set("Title \(random.next() % 1000)"))
        case 4...5: return .updateIssue(id: id, description: .set("Description \(random.next() % 1000)"))
        case 6...8:
            return .updateIssueStatus(id: id, status: .allCases.randomElement(using: &random) ?? .todo)
        case 9...11: return .addComment(issueId: id, text: "Comment \(random.next() % 1000)")
        case 12: return .moveIssue(id: id, projectId: project)
        case 13 where known.count > 10: return .deleteIssue(id: id)
        default: return known.count > 40 ? .deleteIssue(id: id) : create(in: project)
        }
    }

    private mutating func create(in project: UUID) -> IssueTracker.Mutation {
        .createIssue(projectId: project, title: "Issue \(random.next() % 1000)", description: "")
    }

    private mutating func membership(in project: UUID) -> IssueTracker.Mutation {
        let user = members.randomElement(using: &random) ?? ""
        return random.next() % 2 == 0
            ? .addMember(projectId: project, userId: user, role: .member)
            : .removeMember(projectId: project, userId: user)
    }
}
