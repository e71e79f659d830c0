import Foundation
import Lockstep

/// What is known of every mutation: where and when it was made, and what the server's log says of it.
struct Ledger {
    struct Outcome: Hashable {
        let version: Int64

        /// Nil if it was applied.
        let code: String?

        let actor: String
    }

    private struct Making {
        /// Its place among what was made on its device.
        let place: Int

        /// By the device's clock.
        let at: Int64

        /// How often the server had gone back to a backup.
        let restores: Int
    }

    private struct Number: Hashable {
        let client: UUID
        let number: Int64
    }

    private struct Entry {
        let token: UUID
        let outcome: Outcome
        let name: String
        let isRepeat: Bool
    }

    private var makings: [UUID: Making] = [:]
    /// How often the server went back to a backup.
    private(set) var restores = 0
    private(set) var outcomes: [UUID: Outcome] = [:]
    private var entries: [Number: Entry] = [:]

    /// By client, the last number and place in the log, with the version.
    private var newest: [UUID: (number: Int64, place: Int, version: Int64)] = [:]

    /// What may have no outcome in the log: what was made after a copy that its device went back to, and what was rejected
    /// by a log that the server lost.
    private(set) var excused: Set<UUID> = []

    /// What a handler `after` has done its work for.
    private var deliveries: Set<UUID> = []

    /// The newest version that the server has told somebody about.
    private(set) var toldVersion: Int64 = 0

    /// The codes that a mutation can be rejected with by what it asks for, and not by what happens to the server.
    private let earnedCodes: Set<String>?

    /// - Parameter codes: Those of the schema's own conditions; nil if they are not known.
    init(codes: Set<String>?) {
        earnedCodes = codes?.union(["constraint", "denied"])
    }

    mutating func made(_ tokens: [UUID], first place: Int, at time: Int64) {
        for (index, token) in tokens.enumerated() {
            makings[token] = Making(place: place + index, at: time, restores: restores)
        }
    }

    mutating func excuse(_ tokens: some Sequence<UUID>) {
        excused.formUnion(tokens)
    }

    mutating func told(_ version: Int64) {
        toldVersion = max(toldVersion, version)
    }

    mutating func delivered(_ token: UUID) {
        deliveries.insert(token)
    }

    /// - Parameter abandoned: Versions whose handlers have given up.
    /// - Throws: `Violation` if a handler `after` never did its work for what the log says was applied.
    func checkDeliveries(of names: Set<String>, abandoned: Set<Int64>) throws {
        for (number, entry) in entries where names.contains(entry.name) && entry.outcome.code == nil {
            guard !entry.isRepeat, !deliveries.contains(entry.token), !abandoned.contains(entry.outcome.version)
            else { continue }
            throw Violation(
                .delivery,
                "version \(entry.outcome.version), \(entry.name) number \(number.number), was never delivered")
        }
    }

    /// The version of the entry in which a client's mutation has its outcome.
    func version(of client: UUID, number: Int64) -> Int64? {
        entries[Number(client: client, number: number)]?.outcome.version
    }

    // MARK: The log

    /// - Throws: `Violation`.
    mutating func follow(_ entry: FollowedEntry) throws {
        guard let client = entry.client, let token = entry.token else { return }
        if let code = entry.code, entry.isDecidedByRows, let earnedCodes, !earnedCodes.contains(code) {
            throw Violation(.oneOutcome, "\(entry) was rejected with a code that no condition has")
        }
        let former = outcomes[token]
        let outcome = Outcome(version: entry.version, code: entry.code, actor: entry.actor)
        entries[Number(client: client, number: entry.number)] = Entry(
            token: token, outcome: outcome, name: entry.name, isRepeat: entry.kind == "repeat")
        switch entry.kind {
        case "repeat":
            guard let former, former.code != entry.code else { break }
            // A new user's device is not told of the former user's mutations, once their entries are trimmed.
            if entry.code == "denied", entry.actor != former.actor {
                excuse([token])
                break
            }
            throw Violation(
                .oneOutcome, "\(entry) had the outcome \(former.code ?? "applied") at version \(former.version)")
        case "mutation" where former != nil && former?.code == nil:
            throw Violation(.atMostOnce, "\(entry) was applied at version \(former?.version ?? 0) already")
        default:
            if let former {
                throw Violation(
                    .oneOutcome, "\(entry) had the outcome \(former.code ?? "applied") at version \(former.version)")
            }
            outcomes[token] = outcome
        }
        try checkOrder(of: entry, client, token)
    }

    private mutating func checkOrder(of entry: FollowedEntry, _ client: UUID, _ token: UUID) throws {
        let making = makings[token]
        if let making, entry.at > making.at {
            throw Violation(.logTruth, "\(entry) says that it was made at \(entry.at), and was made at \(making.at)")
        }
        if let last = newest[client] {
            guard entry.number > last.number else {
                throw Violation(.clientOrder, "\(entry) has number \(entry.number) after \(last.number)")
            }
            // What a restored server had lost may come after what was pending then, where the device has to go on under
            // another id.
            if let making, entry.kind != "repeat", making.place < last.place, making.restores == restores {
                throw Violation(.clientOrder, "\(entry) came after what its device made later")
            }
        }
        let place = entry.kind == "repeat" ? nil : making?.place
        newest[client] = (entry.number, place ?? newest[client]?.place ?? -1, entry.version)
    }

    /// Forgets what came after a version: the server has gone back to it.
    ///
    /// - Parameter isRestore: What was told may be lost: clients keep their rejections, and push again what was applied.
    mutating func goBack(to version: Int64, isRestore: Bool) {
        if isRestore {
            restores += 1
            excuse(outcomes.filter { $0.value.version > version && $0.value.code != nil }.keys)
        }
        outcomes = outcomes.filter { $0.value.version <= version }
        entries = entries.filter { $0.value.outcome.version <= version }
        newest = newest.filter { $0.value.version <= version }
        toldVersion = min(toldVersion, version)
    }

    // MARK: Answers

    /// An answer to a push says of the client's own mutations what the log says.
    ///
    /// - Throws: `Violation`.
    func check(_ answer: PushResponse, to client: UUID) throws {
        if answer.acknowledged > 0 {
            let entry = entries[Number(client: client, number: answer.acknowledged)]
            guard let entry, entry.token == answer.acknowledgedToken else {
                throw Violation(
                    .durability,
                    "\(client) was told that its number \(answer.acknowledged) is decided, which the log does not have")
            }
        }
        for rejected in answer.rejected {
            let entry = entries[Number(client: client, number: rejected.id)]
            guard let entry, entry.outcome.code == rejected.code else {
                throw Violation(
                    .oneOutcome,
                    """
                    \(client) was told that its number \(rejected.id) is rejected (\(rejected.code)), where the log has \
                    \(entry.map { $0.outcome.code ?? "applied" } ?? "nothing")
                    """)
            }
        }
    }
}
