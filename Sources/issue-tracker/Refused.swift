import IssueTrackerSchema
import LockstepClient

/// The server refused what the command did. The rejection is kept until it is dismissed.
struct Refused: Error, CustomStringConvertible {
    let rejection: Rejection

    var description: String { "refused: \(rejection.reason)" }
}

extension Rejection {
    /// Why, in this app's words where it has some.
    var reason: String {
        switch IssueTracker.RejectionCode(self) {
        case .denied: "you may not do that, or what it is about is gone (\(message))"
        case .alreadyMember: "they are a member already (\(message))"
        case .notMember: "they are not a member (\(message))"
        case .lastOwner: "a project keeps an owner (\(message))"
        case .constraint: "the server's rows do not allow it (\(message))"
        default: "\(code): \(message)"
        }
    }
}
