import Foundation
import IssueTrackerSchema
import Lockstep

extension IssueTracker.Member: TerminalRow {
    static var plural: String { "members" }

    func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("project_id")
            projectId.encode(to: &$0)
            $0.key("user_id")
            userId.encode(to: &$0)
            $0.key("role")
            role.encode(to: &$0)
            $0.key("since")
            since.encode(to: &$0)
        }
    }

    var line: String { "\(userId)  (\(role.rawValue))" }
}
