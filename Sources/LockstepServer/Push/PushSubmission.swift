import Foundation
import Lockstep

/// A push, or a mutation of the server's own, decoded and ready to join a transaction.
struct PushSubmission<Mutation: SyncMutation>: Sendable {
    let client: UUID
    let actor: String
    let mutations: [DecodedMutation<Mutation>]

    /// The token that the client has for the number before these, if it says so.
    var after: UUID?

    /// True for mutations of the server's own: they take the next numbers of the client `serverClient`, all or none
    /// of them, and a rejection is thrown to the caller in place of being logged.
    let isOwn: Bool

    /// The client id that the server's own mutations have in the log. No request may use it.
    static var serverClient: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }
}

/// A pushed mutation with what its arguments say, or why they say nothing.
struct DecodedMutation<Mutation: SyncMutation>: Sendable {
    let pushed: PushedMutation
    let call: Result<Call, MutationRejection>

    struct Call: Sendable {
        let mutation: Mutation
        let fingerprint: String
    }

    /// A name that no schema has: longer than any, it is cut off before it is logged.
    private static var maximumNameBytes: Int { 255 }

    /// Decodes the arguments. Whatever is wrong with them rejects this mutation, and no other.
    init(_ pushed: PushedMutation, maximumArgumentBytes: Int) {
        guard pushed.name.utf8.count <= Self.maximumNameBytes else {
            let name = String(decoding: pushed.name.utf8.prefix(Self.maximumNameBytes), as: UTF8.self)
            self.pushed = PushedMutation(
                id: pushed.id, token: pushed.token, name: name, arguments: Array("null".utf8), at: pushed.at)
            call = .failure(Self.unknown(name))
            return
        }
        guard pushed.arguments.count <= maximumArgumentBytes else {
            // What is too large for the server is too large for its log.
            self.pushed = PushedMutation(
                id: pushed.id, token: pushed.token, name: pushed.name, arguments: Array("null".utf8), at: pushed.at)
            call = .failure(
                MutationRejection(
                    .tooLarge,
                    "The arguments have \(pushed.arguments.count) bytes; the server takes \(maximumArgumentBytes)."))
            return
        }
        self.pushed = pushed
        do {
            let mutation = try JSONReader.read(pushed.arguments) {
                try Mutation(name: pushed.name, arguments: &$0)
            }
            call = Self.call(mutation)
        } catch let error as UnknownMutation {
            call = .failure(Self.unknown(error.name))
        } catch let error as JSONError {
            call = .failure(MutationRejection(.invalidArguments, "In the arguments, \(error.clipped)."))
        } catch {
            // An error of the app's own types: what it says may be nobody's to know.
            call = .failure(MutationRejection(.invalidArguments, "The arguments are not those of the mutation."))
        }
    }

    init(pushed: PushedMutation, mutation: Mutation) {
        self.pushed = pushed
        call = Self.call(mutation)
    }

    private static func unknown(_ name: String) -> MutationRejection {
        MutationRejection(.unknownMutation, "The server's schema has no mutation `\(name.prefix(100))`.")
    }

    private static func call(_ mutation: Mutation) -> Result<Call, MutationRejection> {
        let description = mutation.description
        guard !description.isLocal else {
            return .failure(
                MutationRejection(
                    .unknownMutation,
                    "The mutation `\(description.name)` is about tables that only clients have: no server runs it."))
        }
        return .success(Call(mutation: mutation, fingerprint: description.fingerprint))
    }
}

/// What became of a submission in a transaction that was committed.
enum PushResult: Hashable, Sendable {
    /// Every mutation of it has its outcome.
    case processed(PushReceipt)

    /// Nothing of it was processed.
    case refused(PushRefusal)

    /// Mutations of the server's own left no change and no entry.
    case rejected(BatchRejection)
}

struct PushReceipt: Hashable, Sendable {
    let acknowledgement: Acknowledgement?
    let rejected: [NumberedRejection]

    /// The log's newest entry when the submission was through.
    let head: LogHead
}
