import Foundation
import Lockstep

/// What a round trip asks the server for.
enum ExchangePlan: Hashable, Sendable {
    /// What is pending goes up, if there is any, and the base's next step comes down.
    case pushAndPull

    /// The base's next step only.
    case pull

    /// The next step as rows, after a replay had another effect here than on the server.
    case rows

    /// All there is, after rows did not fit the base.
    case everything

    /// The next step as rows, or all there is, and what the server says of its tables where the step ends.
    case checksums(ChecksumRequest, replacesBase: Bool)

    /// As `pushAndPull`, under a new client id: the server asks for numbers that the replica does not have.
    case pushAsNewClient

    /// What is pending and the server does not have yet goes up, while a snapshot is being downloaded.
    case push

    /// The next piece of the snapshot comes down, and after the last the snapshot becomes the base.
    case snapshot

    /// The answer is to hold everything, wherever the base stands.
    var replacesBase: Bool {
        switch self {
        case .everything, .checksums(_, replacesBase: true): true
        case .pushAndPull, .pull, .rows, .pushAsNewClient, .push, .snapshot, .checksums: false
        }
    }

    /// The answer is not to be a replay.
    var wantsRows: Bool {
        switch self {
        case .rows, .everything, .checksums: true
        case .pushAndPull, .pull, .pushAsNewClient, .push, .snapshot: false
        }
    }

    var checksums: ChecksumRequest? {
        if case .checksums(let request, _) = self { request } else { nil }
    }
}

/// A request as it was made: its answer is applied only to the state that it was made from.
struct StepRequest: Sendable {
    let path: String
    let body: [UInt8]

    /// The replica's client id and cursor when the request was made.
    let client: UUID
    let cursor: String?

    /// The cursor that was sent: `cursor`, or nil to be given everything.
    let sentCursor: String?

    /// How many mutations the request carries, and the number of the last.
    let pushedCount: Int
    var lastPushed: Int64 = 0
}

/// What came of an answer.
enum StepResult: Hashable, Sendable {
    case applied(AppliedStep)

    /// Another process or client moved the replica since the request was made. Nothing was changed.
    case superseded

    /// The step has another effect here than on the server. Nothing was changed.
    case diverged(String)

    /// The server knows this client id from another replica: this one goes on under a new id. Of the answer nothing
    /// was applied.
    case forked
}

/// A step that was applied.
struct AppliedStep: Hashable, Sendable {
    /// The server has more to give.
    var more = false

    /// The step held changes or outcomes.
    var isFruitful = false

    /// The base stands elsewhere than before.
    var movedCursor = false

    /// Mutations are pending: the request did not carry them, or the step does not contain them.
    var hasPending = false

    /// The request carried mutations.
    var carriedMutations = false

    /// The base was replaced though the request said where it stands.
    var replacedBase = false

    /// The outcomes that were recorded.
    var appliedCount = 0
    var rejectedCount = 0

    /// How it was put below what is pending, and what that took; nil if it changed nothing but the cursor.
    var path: RebasePath?
    var work = RebaseWork()

    /// Where the base stands.
    var cursor = ""

    /// What the answer says of the server's tables as of `cursor`, if it was asked.
    var checksums: ChecksumResponse?

    /// The newest version of the log that the base is known to contain.
    var version: Int64?
}
