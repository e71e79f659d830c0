import Foundation
import Lockstep

/// The newest entries of the log, encoded once and shared by all who pull: what a client is sent of them does not depend
/// on who it is, since a mutation that touches a table with a read rule is not replayable.
///
/// Entries never change, and a version with its tag names one, so what was encoded in one transaction is true in every
/// other that has that entry. Of what lies further back than a number of bytes nothing is kept; it is encoded for each.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class RecentEntries: @unchecked Sendable {
    /// What one answer takes.
    enum Outcome: Hashable {
        /// A JSON array, and where it leads to.
        case mutations([UInt8], end: LogHead)

        /// One of the entries cannot be replayed.
        case unsound
    }

    private let forms: ReplayForms
    private let configuration: ServerConfiguration
    private let lock = NSLock()

    /// The entries after `start`, without gaps.
    private var entries: EncodedEntries
    private var start: LogPlace?

    /// How many entries were encoded, for tests and metrics.
    private var encoded = 0

    init(forms: ReplayForms, configuration: ServerConfiguration) {
        self.forms = forms
        self.configuration = configuration
        entries = EncodedEntries(forms: forms)
    }

    var encodedCount: Int { lock.withLock { encoded } }

    /// The entries after a place in the log, as many as one answer takes.
    ///
    /// - Parameters:
    ///   - base: A place that the log has.
    ///   - head: The newest entry, which is not at `base`.
    func entries(
        after base: LogPlace, through head: LogHead, in transaction: some StoreReadTransaction
    ) throws -> Outcome {
        if head.version - base.version <= Int64(configuration.maximumEntriesPerPull) {
            lock.lock()
            defer { lock.unlock() }
            if let outcome = try shared(after: base, through: head, in: transaction) { return outcome }
        }
        var window = ReplayWindow(configuration)
        let entries = EncodedEntries(forms: forms)
        try transaction.storedEntries(after: base.version) { entry in
            window.take(entry.head, entries.append(entry))
        }
        let count = entries.items.count
        lock.withLock { encoded += count }
        return Self.outcome(window, entries, from: 0)
    }

    /// - Returns: Nil if the entries that are kept begin later.
    private func shared(
        after base: LogPlace, through head: LogHead, in transaction: some StoreReadTransaction
    ) throws -> Outcome? {
        if !leads(through: head) { start = nil }
        if start == nil || newest.version < base.version {
            entries = EncodedEntries(forms: forms)
            start = base
        }
        guard let first = index(after: base) else { return nil }
        if newest.version < head.version {
            // What was appended before an error is whole, and of use to the next.
            try transaction.storedEntries(after: newest.version) { entry in
                entries.append(entry)
                encoded += 1
                return entry.head.version < head.version
            }
        }
        var window = ReplayWindow(configuration)
        for item in entries.items[first...] {
            guard item.head.version <= head.version, window.take(item.head, item.content) else { break }
        }
        defer { trim() }
        return Self.outcome(window, entries, from: first)
    }

    private var newest: LogPlace {
        entries.items.last.map { LogPlace($0.head) } ?? start ?? LogPlace(version: 0, tag: 0)
    }

    /// The index of the entry that follows a place, if the place is the start or has an entry here.
    private func index(after place: LogPlace) -> Int? {
        guard let start, place.version >= start.version else { return nil }
        let index = Int(place.version - start.version)
        guard index <= entries.items.count else { return nil }
        let known = index == 0 ? start : LogPlace(entries.items[index - 1].head)
        return known == place ? index : nil
    }

    /// False if the entries are not those of the log that ends with `head`, as after a restore.
    private func leads(through head: LogHead) -> Bool {
        guard let start, head.version > start.version else { return true }
        let index = Int(head.version - start.version) - 1
        return index >= entries.items.count || entries.items[index].head == head
    }

    /// Half of it at once, so that what stays is not moved for every entry.
    private func trim() {
        guard entries.size > configuration.maximumSharedEntryBytes else { return }
        let half = entries.size / 2
        let count = max(entries.items.firstIndex { $0.end > half } ?? entries.items.count, 1)
        start = LogPlace(entries.items[count - 1].head)
        entries.dropFirst(count)
    }

    private static func outcome(_ window: ReplayWindow, _ entries: EncodedEntries, from first: Int) -> Outcome {
        guard !window.isUnsound, let end = window.end else { return .unsound }
        return .mutations(entries.json(first..<first + window.count), end: end)
    }
}

/// A place in the log.
struct LogPlace: Hashable, Sendable {
    let version: Int64
    let tag: Int64

    init(version: Int64, tag: Int64) {
        self.version = version
        self.tag = tag
    }

    init(_ head: LogHead) {
        self.init(version: head.version, tag: head.tag)
    }
}
