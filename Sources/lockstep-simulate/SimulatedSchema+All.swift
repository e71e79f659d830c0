import IssueListSchema
import IssueTrackerSchema
import LockstepTesting
import MailroomSchema
import RandomSchemas

@available(macOS 15, iOS 18, *)
extension SimulatedSchema {
    static let all: [SimulatedSchema] =
        [
            SimulatedSchema("issue-tracker", IssueTracker.self, .issueTracker),
            SimulatedSchema("issue-list", IssueList.self, .issueList),
            SimulatedSchema("mailroom", Mailroom.self, .mailroom),
        ] + random

    /// Schemas that seeds have made; see `lockstep-random-schema`.
    private static let random: [SimulatedSchema] = [
        SimulatedSchema(random: Random05.self, "random-05"),
        SimulatedSchema(random: Random10.self, "random-10"),
        SimulatedSchema(random: Random13.self, "random-13"),
        SimulatedSchema(random: Random24.self, "random-24"),
        SimulatedSchema(random: Random27.self, "random-27"),
        SimulatedSchema(random: Random43.self, "random-43"),
        SimulatedSchema(random: Random78.self, "random-78"),
        SimulatedSchema(random: Random81.self, "random-81"),
        SimulatedSchema(random: Random88.self, "random-88"),
        SimulatedSchema(random: Random89.self, "random-89"),
        SimulatedSchema(random: Random91.self, "random-91"),
        SimulatedSchema(random: Random99.self, "random-99"),
    ]
}
