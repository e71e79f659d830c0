import Lockstep

/// The entries of the log that one answer takes: from the client's base on, up to a bound or to one that no client can
/// replay.
struct ReplayWindow: Hashable {
    private(set) var mutations: [LoggedMutation] = []

    /// The last entry taken: where the step leads to.
    private(set) var end: LogHead?

    /// True once an entry turned up that cannot be replayed. The step must then be said in rows.
    private(set) var isUnsound = false

    private var entries = 0
    private var argumentBytes = 0
    private let maximumEntries: Int
    private let maximumArgumentBytes: Int

    init(maximumEntries: Int, maximumArgumentBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumArgumentBytes = maximumArgumentBytes
    }

    /// Takes the next entry, if there is room.
    ///
    /// - Parameter description: What the server's schema says of a mutation's name, or nil if it has none of it.
    /// - Returns: True if the window can take another entry.
    mutating func take(_ entry: LogEntry, description: (String) -> MutationDescription?) -> Bool {
        switch entry.content {
        case .rejected, .repeated:
            break
        case .external, .migration:
            isUnsound = true
            return false
        case .applied(let mutation, let effect, let fingerprint):
            guard let description = description(mutation.name), description.isReplayable,
                description.fingerprint == fingerprint
            else {
                isUnsound = true
                return false
            }
            // One mutation is always taken, however large: the client would come no further without it.
            let bytes = argumentBytes + mutation.arguments.count
            guard bytes <= maximumArgumentBytes || mutations.isEmpty else { return false }
            argumentBytes = bytes
            mutations.append(LoggedMutation(mutation, entry, effect, usesActor: description.usesActor))
        }
        end = LogHead(version: entry.version, tag: entry.tag, committedAt: entry.committedAt)
        entries += 1
        return entries < maximumEntries
    }
}

extension LoggedMutation {
    fileprivate init(
        _ mutation: SubmittedMutation, _ entry: LogEntry, _ effect: EffectHash, usesActor: Bool
    ) {
        self.init(
            version: entry.version, client: mutation.client, id: mutation.number,
            actor: usesActor ? mutation.actor : "",
            name: mutation.name, arguments: mutation.arguments, at: mutation.at, committedAt: entry.committedAt,
            effect: effect)
    }
}
