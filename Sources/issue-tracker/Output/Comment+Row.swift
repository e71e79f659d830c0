import Foundation
import IssueTrackerSchema
import Lockstep

extension IssueTracker.Comment: TerminalRow {
    static var plural: String { "comments" }

    func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("id")
            id.encode(to: &$0)
            $0.key("issue_id")
            issueId.encode(to: &$0)
            $0.key("author")
            author.encode(to: &$0)
            $0.key("text")
            text.encode(to: &$0)
            $0.key("created_at")
            createdAt.encode(to: &$0)
        }
    }

    var line: String { "\(id.lowercaseString)  \(author): \(text)" }
}
