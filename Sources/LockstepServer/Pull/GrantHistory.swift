import Foundation

/// Since which version of the log an actor is known to have had the grants that it has now.
///
/// A snapshot from before may hold rows that were deleted, and values that were overwritten, before the actor was given
/// its grants. What is not known here, as of an actor who comes for the first time, counts from now on.
///
/// `@unchecked Sendable`: `lock` is held for every access to `known`.
final class GrantHistory: @unchecked Sendable {
    private struct Known {
        let grants: UInt64
        var since: Int64
    }

    /// Actors that are remembered; beyond, all are forgotten.
    private let maximumCount: Int

    private let lock = NSLock()
    private var known: [String: Known] = [:]

    init(maximumCount: Int = 100_000) {
        self.maximumCount = maximumCount
    }

    /// - Parameters:
    ///   - grants: The hash of the actor's grants at the version.
    ///   - version: The log's head.
    ///   - base: Where a base stands that the actor was given under the same grants.
    func since(_ actor: String, had grants: UInt64, at version: Int64, base: Int64?) -> Int64 {
        lock.withLock {
            let earliest = min(base ?? version, version)
            if var entry = known[actor], entry.grants == grants {
                entry.since = min(entry.since, earliest)
                known[actor] = entry
                return entry.since
            }
            if known.count >= maximumCount { known.removeAll() }
            known[actor] = Known(grants: grants, since: earliest)
            return earliest
        }
    }
}
