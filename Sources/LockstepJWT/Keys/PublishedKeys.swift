#if JWT
import JWTKit

/// The key set of an issuer, fetched when its schedule says so, once for all who wait for it.
actor PublishedKeys {
    private let algorithms: Set<SigningAlgorithm>
    private let fetch: @Sendable () async throws -> String
    private var schedule: KeySetSchedule
    private var set: KeySet?
    private var fetching: Task<(any Error)?, Never>?

    init(
        algorithms: Set<SigningAlgorithm>, schedule: KeySetSchedule,
        fetch: @escaping @Sendable () async throws -> String
    ) {
        self.algorithms = algorithms
        self.schedule = schedule
        self.fetch = fetch
    }

    /// - Parameter now: Milliseconds since 1970.
    /// - Throws: `JWTKeysUnavailable` if no set counts.
    func key(id: String?, algorithm: SigningAlgorithm, at now: Int64) async throws -> (any JWTAlgorithm)? {
        guard algorithms.contains(algorithm) else { return nil }
        let known = set?.key(id: id, algorithm: algorithm)
        switch schedule.step(at: now, isMissing: known == nil) {
        case .use:
            return known
        case .unavailable:
            throw JWTKeysUnavailable(underlying: nil)
        case .fetch:
            let failure = await refresh(at: now)
            guard schedule.step(at: now, isMissing: false) == .use else {
                throw JWTKeysUnavailable(underlying: failure)
            }
            return set?.key(id: id, algorithm: algorithm)
        }
    }

    /// Returns why there is no new set.
    private func refresh(at now: Int64) async -> (any Error)? {
        if let fetching { return await fetching.value }
        // A task of its own: whoever began it may go, and others wait for it.
        let task = Task { await fetchSet(at: now) }
        fetching = task
        return await task.value
    }

    private func fetchSet(at now: Int64) async -> (any Error)? {
        defer { fetching = nil }
        do {
            set = try await KeySet(json: fetch(), algorithms: algorithms)
            schedule.attempted(at: now, succeeded: true)
            return nil
        } catch {
            schedule.attempted(at: now, succeeded: false)
            return error
        }
    }
}
#endif
