import Foundation
import IssueTrackerSchema
import Lockstep

extension IssueTracker.Issue {
    /// An object with the columns' names.
    func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("id")
            id.encode(to: &$0)
            $0.key("title")
            title.encode(to: &$0)
            $0.key("description")
            description.encode(to: &$0)
            $0.key("status")
            status.encode(to: &$0)
            $0.key("owner")
            owner.encode(to: &$0)
            $0.key("created_at")
            createdAt.encode(to: &$0)
        }
    }

    /// A line for people.
    var line: String {
        let state = status.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        let details = description.isEmpty ? "" : " – \(description)"
        return "\(id.lowercaseString)  \(state) \(title)\(details) (\(owner))"
    }
}

extension Terminal {
    static func print(_ issues: [IssueTracker.Issue], asJSON: Bool) {
        if asJSON {
            print(json: JSONWriter.write { $0.array { array in for issue in issues { issue.encode(to: &array) } } })
        } else if issues.isEmpty {
            print("No issues.")
        } else {
            for issue in issues { print(issue.line) }
        }
    }

    static func print(_ issue: IssueTracker.Issue?, asJSON: Bool) {
        guard let issue else { return asJSON ? print("null") : print("There is no such issue.") }
        if asJSON { print(json: JSONWriter.write { issue.encode(to: &$0) }) } else { print(issue.line) }
    }
}
