import Foundation
import GRDB
import Lockstep

/// Does what the state machine says: owns the tasks, asks the transport and the replica, tells the status.
struct SyncDriver<Schema: SyncSchema>: Sendable {
    let exchange: SyncExchange<Schema>
    let mailbox: SyncMailbox
    let board: StatusBoard
    let lock: SyncLock

    var pause: ExchangePause { exchange.pause }
    var replica: Replica<Schema> { exchange.replica }
    var environment: ClientEnvironment { replica.environment }

    init(_ replica: Replica<Schema>, _ transport: any SyncTransport, _ mailbox: SyncMailbox, _ board: StatusBoard) {
        exchange = SyncExchange(replica: replica, transport: transport) { fraction in
            board.update { $0.snapshotProgress = fraction }
        }
        self.mailbox = mailbox
        self.board = board
        lock = SyncLock(beside: replica.pool.path)
    }

    /// Syncs until the task is cancelled or the client is closed. While another client syncs the file, waits for its
    /// end. When this returns, the lock is given up and nothing that this began is under way.
    func run() async {
        var holdsLock = false
        // What other processes queue is pushed by whoever holds the lock.
        replica.watch.begin()
        defer { replica.watch.end() }
        await withDiscardingTaskGroup { group in
            var machine = SyncStateMachine(replica.configuration, listens: true, random: environment.random)
            var eventsEnd: WakeSignal?
            _ = mailbox.take()
            lock.startWaiting(mailbox.signal)
            while !Task.isCancelled, !replica.hub.isClosed {
                if !holdsLock, takeLock() {
                    holdsLock = true
                    mailbox.post(.started)
                }
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
                if holdsLock { publish(machine) }
                if machine.state == .stopped { break }
                let nextLook = environment.uptime() + replica.configuration.filePollInterval
                await mailbox.signal.wait(until: holdsLock ? machine.deadline : nextLook, in: environment)
            }
            group.cancelAll()
        }
        lock.stopWaiting(mailbox.signal)
        if holdsLock { lock.release(.running) }
        board.update { status in
            status.connection = .offline
            status.listening = .none
            status.isSyncedByAnother = false
            status.nextRetry = nil
            status.snapshotProgress = nil
        }
    }

    private func takeLock() -> Bool {
        do {
            let isTaken = try lock.take(for: .running)
            board.update { $0.isSyncedByAnother = !isTaken }
            if isTaken { lock.stopWaiting(mailbox.signal) }
            return isTaken
        } catch {
            board.update { $0.lastError = error as? ClientError }
            return false
        }
    }

    private func step(_ machine: inout SyncStateMachine) -> [SyncAction] {
        var actions: [SyncAction] = []
        for event in mailbox.take() {
            if case .exchanged(let result) = event { note(result) }
            actions += machine.handle(event, at: environment.uptime())
        }
        return actions + machine.handle(.deadlinePassed, at: environment.uptime())
    }

    func note(_ result: ExchangeResult) {
        switch result {
        case .applied: board.update { $0.lastExchange = Date(millisecondsSince1970: environment.now()) }
        case .diverged: board.update { $0.divergenceCount += 1 }
        default: break
        }
    }

    private func publish(_ machine: SyncStateMachine) {
        let now = environment.now()
        let uptime = environment.uptime()
        board.update { status in
            status.connection = machine.connection
            status.listening = machine.events.listening
            status.lastError = machine.lastError
            status.eventsError = machine.eventsError
            status.baseVersion = machine.baseVersion
            status.nextRetry = machine.retryTime.map {
                Date(millisecondsSince1970: now + max($0 - uptime, .zero).milliseconds)
            }
        }
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
