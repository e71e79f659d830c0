import Foundation
import IssueTrackerSchema
import Lockstep

extension IssueTracker.Project: TerminalRow {
    static var plural: String { "projects" }

    func encode(to json: inout JSONWriter) {
        json.object { encodeColumns(to: &$0) }
    }

    fileprivate func encodeColumns(to json: inout JSONWriter) {
        json.key("id")
        id.encode(to: &json)
        json.key("name")
        name.encode(to: &json)
        json.key("created_at")
        createdAt.encode(to: &json)
    }

    var line: String { "\(id.lowercaseString)  \(name)" }
}

extension IssueTracker.ProjectsRow: TerminalRow {
    static var plural: String { IssueTracker.Project.plural }

    func encode(to json: inout JSONWriter) {
        json.object {
            project.encodeColumns(to: &$0)
            $0.key("members")
            members.encode(to: &$0)
            $0.key("open_issues")
            openIssues.encode(to: &$0)
        }
    }

    var line: String { "\(project.line)  (members: \(members), open issues: \(openIssues))" }
}
