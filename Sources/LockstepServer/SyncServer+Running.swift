import Lockstep
import Logging
import ServiceLifecycle

extension SyncServer {
    /// Tells events, notices changes that other processes make, calls handlers `after`, trims the log and deletes snapshots
    /// that expired, until graceful shutdown or cancellation. Then it takes
    /// no more pushes (they are answered with 503 and Retry-After, and so is `health()`), ends every `heads()` and
    /// subscription, and returns when the pushes that were under way are answered, or after `ServerConfiguration.drainDuration`, and when the
    /// calls of handlers have ended that had begun. It deletes all snapshots.
    ///
    /// Close the store after it has returned. In a service group, list the server *behind* the service that answers HTTP:
    /// groups shut down from the last to the first, so clients and balancers hear the 503 before connections close.
    public func run() async throws {
        await run { work in await cancelWhenGracefulShutdown(work) }
    }

    /// As `run()`, where nobody shuts down gracefully: until cancellation.
    package func runUntilCancelled() async {
        await run { work in await work() }
    }

    /// - Parameter scope: Runs what it is given, and cancels it when the server is to end.
    private func run(_ scope: @escaping OutboxRunner<Store>.Scope) async {
        async let deliveries: Void = outbox.run(scope)
        await scope {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.broadcast.deliver(by: self.eventClock) }
                group.addTask { await self.broadcast.beat(by: self.eventClock) }
                group.addTask {
                    await self.repeatedly(every: self.configuration.headPollInterval) {
                        await $0.refreshHead()
                        await $0.sources.library?.expire()
                    }
                }
                group.addTask {
                    await self.repeatedly(every: self.configuration.retention.interval) { server in
                        await server.trimIfPossible()
                        await server.measureOutbox()
                    }
                }
            }
        }
        await drain()
        await deliveries
        await sources.library?.finish()
    }

    /// Deletes what a policy does not keep, in small transactions; that of the configuration by default. `run()` does it
    /// by itself.
    ///
    /// - Returns: What was deleted; nothing if a run was under way already.
    /// - Throws: `InvalidRetention`; the store's errors, after which the rest can be trimmed later.
    @discardableResult
    public func trim(_ policy: RetentionPolicy? = nil) async throws -> TrimmedWork {
        let policy = policy ?? configuration.retention
        try policy.check()
        return try await retention.trim(policy)
    }

    private func repeatedly(every interval: Duration, _ work: (SyncServer) async -> Void) async {
        while !Task.isCancelled {
            await work(self)
            do {
                try await timer.sleep(for: interval)
            } catch {
                // Cancelled: the loop ends.
                return
            }
        }
    }

    private func trimIfPossible() async {
        do {
            let work = try await trim()
            guard work != TrimmedWork() else { return }
            logger.info(
                "Trimmed the log.",
                metadata: [
                    "entries": "\(work.entries)", "tombstones": "\(work.tombstones)", "exits": "\(work.exits)",
                    "tokens": "\(work.tokens)",
                ])
        } catch is CancellationError {
            // Shutting down: the rest is trimmed by the next process.
        } catch {
            logger.warning("The log could not be trimmed.", metadata: ["error": "\(error)"])
        }
    }

    private func measureOutbox() async {
        do {
            let counts = try await outboxCounts()
            instruments.outbox(
                waiting: counts.reduce(0) { $0 + $1.waiting }, abandoned: counts.reduce(0) { $0 + $1.abandoned })
        } catch {
            // The runner of the outbox says what is wrong with it.
        }
    }

    private func drain() async {
        gate.close()
        broadcast.finish()
        let isIdle = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.gate.untilIdle()
                return !Task.isCancelled
            }
            group.addTask {
                // Cancelled when the pushes are through, or with the task of `run`.
                try? await self.timer.sleep(for: self.configuration.drainDuration)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if isIdle {
            logger.info("Every push that was under way is answered.")
        } else {
            logger.warning(
                "Pushes were still under way when the server stopped waiting. Their clients send them again.")
        }
    }
}
