import Foundation
import IssueTrackerSchema
import Lockstep

extension IssueTracker.Issue: TerminalRow {
    static var plural: String { "issues" }

    func encode(to json: inout JSONWriter) {
        json.object { encodeColumns(to: &$0) }
    }

    fileprivate func encodeColumns(to json: inout JSONWriter) {
        json.key("id")
        id.encode(to: &json)
        json.key("project_id")
        projectId.encode(to: &json)
        json.key("title")
        title.encode(to: &json)
        json.key("description")
        description.encode(to: &json)
        json.key("status")
        status.encode(to: &json)
        json.key("owner")
        owner.encode(to: &json)
        json.key("created_at")
        createdAt.encode(to: &json)
    }

    var line: String {
        let state = status.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        let details = description.isEmpty ? "" : " – \(description)"
        return "\(id.lowercaseString)  \(state) \(title)\(details) (\(owner))"
    }
}

/// An issue with what was said about it.
struct IssueWithComments: TerminalRow, Sendable {
    let issue: IssueTracker.Issue
    let comments: [IssueTracker.Comment]

    static var plural: String { IssueTracker.Issue.plural }

    func encode(to json: inout JSONWriter) {
        json.object {
            issue.encodeColumns(to: &$0)
            $0.key("comments")
            $0.array { array in for comment in comments { comment.encode(to: &array) } }
        }
    }

    var line: String {
        ([issue.line] + comments.map { "  \($0.author): \($0.text)" }).joined(separator: "\n")
    }
}
