import Foundation

/// What is known of every mutation: where it was made, and what the server's log says of it.
struct Ledger {
    struct Outcome: Hashable {
        let version: Int64

        /// Nil if it was applied.
        let code: String?
    }

    /// By token, its place among what was made on its device.
    private var places: [UUID: Int] = [:]
    private(set) var outcomes: [UUID: Outcome] = [:]

    /// By client, the last number and place in the log, with the version.
    private var newest: [UUID: (number: Int64, place: Int, version: Int64)] = [:]

    /// What may have been lost: it was made after a copy that the device went back to.
    private(set) var excused: Set<UUID> = []

    /// The newest version that the server has told somebody about.
    private(set) var toldVersion: Int64 = 0

    mutating func made(_ tokens: [UUID], first place: Int) {
        for (index, token) in tokens.enumerated() { places[token] = place + index }
    }

    mutating func excuse(_ tokens: some Sequence<UUID>) {
        excused.formUnion(tokens)
    }

    mutating func told(_ version: Int64) {
        toldVersion = max(toldVersion, version)
    }

    /// - Throws: `Violation`.
    mutating func follow(_ entry: FollowedEntry) throws {
        guard let client = entry.client, let token = entry.token else { return }
        let former = outcomes[token]
        switch entry.kind {
        case "repeat": break
        case "mutation" where former?.code == nil && former != nil:
            throw Violation(.atMostOnce, "\(entry) was applied at version \(former?.version ?? 0) already")
        default:
            if let former {
                throw Violation(
                    .oneOutcome, "\(entry) had the outcome \(former.code ?? "applied") at version \(former.version)")
            }
            outcomes[token] = Outcome(version: entry.version, code: entry.code)
        }
        let place = places[token]
        if let last = newest[client] {
            guard entry.number > last.number else {
                throw Violation(.clientOrder, "\(entry) has number \(entry.number) after \(last.number)")
            }
            if let place, place < last.place {
                throw Violation(.clientOrder, "\(entry) came after what its device made later")
            }
        }
        newest[client] = (entry.number, place ?? newest[client]?.place ?? -1, entry.version)
    }

    /// Forgets what came after a version: the server has gone back to it.
    mutating func goBack(to version: Int64) {
        outcomes = outcomes.filter { $0.value.version <= version }
        newest = newest.filter { $0.value.version <= version }
        toldVersion = min(toldVersion, version)
    }
}
