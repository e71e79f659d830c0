import Foundation
import Lockstep
import LockstepClient

// Processes of devices: their beginning and their end.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    typealias Device = SimulatedDevice<Schema>
    typealias Session = SimulatedDevice<Schema>.Session

    /// Starts the processes of a device that is down; again later, if its disk does not let them start.
    func open(_ device: Device) {
        guard device.isDown, !device.isChanging, !device.disk.isDead else { return }
        device.isChanging = true
        let start = device.disk.process
        scheduler.start { [self] in
            var opened: [Session] = []
            do {
                for process in 0..<device.processes { opened.append(try await open(device, process: process)) }
            } catch {
                note("device \(device.index) cannot open its replica: \(error)")
                for session in opened { abandon(session) }
                opened = []
                if let error = error as? ClientError, error.code == .otherActor, let former = device.formerActor {
                    note("device \(device.index) stays that of \(former)")
                    device.actor = former
                    device.formerActor = nil
                } else if isSettling, !device.disk.isDead {
                    fail(Violation(.unexpectedError, "device \(device.index) cannot open its replica: \(error)"))
                }
                scheduler.call(after: .seconds(1)) { [self] in open(device) }
            }
            device.isChanging = false
            guard device.disk.process == start else {
                for session in opened { abandon(session) }
                return reopen(device, after: start)
            }
            device.sessions = opened
            if !opened.isEmpty { attempt { try takeOver(device) } }
            for session in opened { begin(session, of: device) }
            if !opened.isEmpty { note("device \(device.index) (\(device.actor)) is up") }
        }
    }

    /// Has a device start again whose process ended while it was being changed.
    func reopen(_ device: Device, after start: Int) {
        device.isChanging = false
        guard device.disk.process != start else { return }
        scheduler.call(after: faultChance.time(upTo: .seconds(10))) { [self] in open(device) }
    }

    /// A device is its new user's from here on.
    private func takeOver(_ device: Device) throws {
        defer {
            device.formerActor = nil
            device.ifOtherActor = .fail
        }
        guard let former = device.formerActor, former != device.actor else { return }
        switch device.ifOtherActor {
        case .fail, .handOver: break
        case .replaceIfSettled: try letGo(of: device, isLosing: false)
        case .replace: try letGo(of: device, isLosing: true)
        }
    }

    private func open(_ device: Device, process: Int) async throws -> Session {
        let transport = SimulatedTransport(network, device: device.index, actor: device.actor)
        let chance = Chance(
            seed: options.seed, "client \(device.index) \(process) \(scheduler.now) \(device.disk.process)")
        var environment = ClientEnvironment(
            now: { device.clock.now },
            uptime: { [scheduler] in scheduler.now },
            sleep: { [scheduler] in await scheduler.sleep(until: $0) },
            schedule: { [scheduler] in scheduler.call(at: $0, $1) },
            random: { chance.next() })
        environment.blocking = scheduler.blocking
        let client = try await SyncClient(
            Schema.self, at: device.path, actor: device.actor, transport: transport,
            configuration: clientConfiguration, ifOtherActor: device.ifOtherActor, environment: environment)
        return Session(client, transport, process: process)
    }

    /// Has a client run, and an app look at it.
    private func begin(_ session: Session, of device: Device) {
        run(session, of: device)
        let queries = workChance.using { Schema.arbitraryQueries(using: &$0) }
        for query in queries.prefix(3) { observe(query, in: session, of: device) }
        if let first = queries.first, let last = queries.dropFirst().last { observe(first, last, in: session) }
        session.waiting.append(
            scheduler.start { [self] in
                for await status in session.client.statusUpdates where status.lastError != nil {
                    note("device \(device.index) shows \(status.connection)")
                }
            })
    }

    /// Keeps a replica in step from here on.
    func run(_ session: Session, of device: Device) {
        session.running = scheduler.start { [self] in
            do {
                try await session.client.run()
            } catch let error as ClientError where error.code == .signedOut && session.isLeaving {
                note("run() of device \(device.index) ends: its user signs out")
            } catch {
                fail(Violation(.unexpectedError, "run() of device \(device.index) ended: \(error)"))
            }
        }
    }

    private func observe(_ query: some SchemaQuery<Schema>, in session: Session, of device: Device) {
        session.observations.append(
            QueryObservation(query.query, in: session.client, scheduler) { [weak self] statement in
                try self?.look(at: device, by: statement)
            })
    }

    private func observe(
        _ first: some SchemaQuery<Schema>, _ second: some SchemaQuery<Schema>, in session: Session
    ) {
        session.observations.append(QueryObservation(first.query, second.query, in: session.client, scheduler))
    }

    /// Ends a process as `kill -9` does.
    func abandon(_ session: Session) {
        session.isDead = true
        session.transport.isDead = true
        for task in session.tasks { task.cancel() }
        scheduler.start {
            // The dead process's connections reach nothing; they are closed for their memory.
            try? await session.client.close()
        }
    }

    /// Ends the processes of a device as its user does, and does something with the files that nobody has open then.
    func close(_ device: Device, then body: @escaping @Sendable () throws -> Void) {
        guard !device.isDown, !device.isChanging else { return }
        device.isChanging = true
        let sessions = device.sessions
        device.sessions = []
        device.isMutating = false
        device.locker = nil
        let start = device.disk.process
        note("device \(device.index) is closed")
        for session in sessions { session.isDead = true }
        scheduler.start { [self] in
            await end(sessions, of: device)
            device.isChanging = false
            guard device.disk.process == start, !device.disk.isDead else { return reopen(device, after: start) }
            attempt {
                try body()
                try device.disk.restart()
            }
            scheduler.call(after: faultChance.time(upTo: .seconds(5))) { [self] in open(device) }
        }
    }

    /// Ends processes in an orderly way.
    func end(_ sessions: [Session], of device: Device) async {
        for session in sessions {
            session.isDead = true
            for task in session.tasks { task.cancel() }
            for task in session.tasks { await task.value }
            do {
                try await session.client.close()
            } catch {
                note("device \(device.index) cannot close its replica: \(error)")
            }
            session.transport.isDead = true
        }
    }
}
