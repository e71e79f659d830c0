import Foundation
import Lockstep

/// Does what the state machine says: owns the tasks, asks the transport and the replica, tells the status.
struct SyncDriver<Schema: SyncSchema>: Sendable {
    let exchange: SyncExchange<Schema>
    let mailbox: SyncMailbox
    let board: StatusBoard

    private var replica: Replica<Schema> { exchange.replica }
    private var environment: ClientEnvironment { replica.environment }

    init(_ replica: Replica<Schema>, _ transport: any SyncTransport, _ mailbox: SyncMailbox, _ board: StatusBoard) {
        exchange = SyncExchange(replica: replica, transport: transport)
        self.mailbox = mailbox
        self.board = board
    }

    // MARK: Running

    /// Syncs until the task is cancelled or the client is closed.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await watchFile() }
            var machine = SyncStateMachine(
                replica.configuration, listens: true, random: replica.environment.random)
            var eventsEnd: WakeSignal?
            _ = mailbox.take()
            mailbox.post(.started)
            while !Task.isCancelled, !replica.hub.isClosed {
                for action in step(&machine) {
                    switch action {
                    case .exchange(let plan, let pushLimit):
                        group.addTask {
                            mailbox.post(.exchanged(await exchange.perform(plan, pushLimit: pushLimit)))
                        }
                    case .openEvents:
                        let end = WakeSignal()
                        eventsEnd = end
                        group.addTask { mailbox.post(.eventsEnded(await listen(until: end))) }
                    case .closeEvents:
                        eventsEnd?.set()
                    }
                }
                publish(machine)
                if machine.state == .stopped { break }
                await mailbox.signal.wait(until: machine.deadline, in: environment)
            }
            group.cancelAll()
        }
        board.update { status in
            status.connection = .offline
            status.nextRetry = nil
        }
    }

    private func step(_ machine: inout SyncStateMachine) -> [SyncAction] {
        var actions: [SyncAction] = []
        for event in mailbox.take() {
            if case .exchanged(.diverged) = event { board.update { $0.divergenceCount += 1 } }
            actions += machine.handle(event, at: environment.uptime())
        }
        return actions + machine.handle(.deadlinePassed, at: environment.uptime())
    }

    private func publish(_ machine: SyncStateMachine) {
        let now = environment.now()
        let uptime = environment.uptime()
        board.update { status in
            status.connection = machine.connection
            status.lastError = machine.lastError
            status.nextRetry = machine.retryTime.map {
                Date(millisecondsSince1970: now + max($0 - uptime, .zero).milliseconds)
            }
        }
    }

    /// Reads the stream of events to its end, or until told to stop.
    private func listen(until end: WakeSignal) async -> ClientError {
        await withTaskGroup(of: ClientError?.self) { group in
            group.addTask { await readEvents() }
            group.addTask {
                await end.wait()
                return ClientError(.unreachable, "The stream of events was silent for too long.")
            }
            let error = await group.next() ?? nil
            group.cancelAll()
            return error ?? ClientError(.unreachable, "The stream of events ended.")
        }
    }

    private func readEvents() async -> ClientError? {
        do {
            for try await event in exchange.transport.events() {
                switch event {
                case .head(let version): mailbox.post(.poked(version: version))
                case .heartbeat: mailbox.post(.heartbeatArrived)
                }
            }
            return nil
        } catch let error as ClientError {
            return error
        } catch {
            return ClientError(.unreachable, "The stream of events broke.", underlying: error)
        }
    }

    /// Looks for what other processes wrote to the file.
    private func watchFile() async {
        while !Task.isCancelled, !replica.hub.isClosed {
            await environment.sleep(environment.uptime() + replica.configuration.filePollInterval)
            guard !Task.isCancelled, !replica.hub.isClosed else { return }
            do {
                try await replica.poll()
            } catch {
                board.update { $0.lastError = error as? ClientError }
            }
        }
    }

    // MARK: Syncing once

    /// Makes round trips until the server and the replica have nothing for each other.
    ///
    /// - Throws: `ClientError`, why it did not come to that; `CancellationError`.
    func syncOnce() async throws -> SyncReport {
        var report = SyncReport()
        var machine = SyncStateMachine(replica.configuration, listens: false, random: environment.random)
        var actions = machine.handle(.started, at: environment.uptime())
        while case .exchange(let plan, let pushLimit)? = actions.first {
            try Task.checkCancellation()
            let result = await exchange.perform(plan, pushLimit: pushLimit)
            report.roundTrips += 1
            switch result {
            case .diverged: board.update { $0.divergenceCount += 1 }
            case .applied(let step):
                report.appliedCount += step.appliedCount
                report.rejectedCount += step.rejectedCount
                report.work += step.work
            default: break
            }
            actions = machine.handle(.exchanged(result), at: environment.uptime())
        }
        try Task.checkCancellation()
        let error = machine.lastError
        board.update { $0.lastError = error }
        guard machine.state == .idle else {
            if replica.hub.isClosed { throw ClientError.closed }
            throw error ?? ClientError(.unreachable, "The sync did not come to an end.")
        }
        return report
    }
}

extension SyncStateMachine {
    fileprivate var connection: SyncStatus.Connection {
        switch state {
        case .offline, .stopped: .offline
        case .connecting: .connecting
        case .exchanging: .exchanging
        case .idle: .idle
        case .backingOff: .backingOff
        case .needsAuthentication: .needsAuthentication
        case .upgradeRequired: .upgradeRequired
        }
    }

    fileprivate var retryTime: Duration? {
        switch state {
        case .backingOff, .needsAuthentication, .upgradeRequired: deadline
        case .offline, .connecting, .exchanging, .idle, .stopped: nil
        }
    }
}
