import Foundation
import IssueListSchema
import IssueTrackerSchema
import LockstepTesting

@available(macOS 15, iOS 18, *)
extension SimulatedSchema {
    static let all: [SimulatedSchema] = [
        SimulatedSchema("issue-tracker", IssueTracker.self, .issueTracker),
        SimulatedSchema("issue-list", IssueList.self, .issueList),
    ]
}
