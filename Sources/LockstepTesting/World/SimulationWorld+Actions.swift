import Foundation
import Lockstep
import LockstepClient
import LockstepServer

// What may happen at a step.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    /// How often in a thousand steps each thing happens.
    private var actionsByWeight: [(weight: Int, fault: SimulationFault?, run: (SimulationWorld) throws -> Void)] {
        [
            (520, nil, { $0.mutate() }),
            (60, nil, { $0.treatRejections() }),
            (20, nil, { $0.syncOnce() }),
            (20, nil, { $0.rest() }),
            (20, nil, { $0.reopen() }),
            (6, nil, { $0.verifySome() }),
            (12, nil, { $0.importSome() }),
            (8, nil, { $0.signOut() }),
            (12, nil, { $0.lookAround() }),
            (12, nil, { $0.awaitOutcome() }),
            (4, nil, { $0.followRejections() }),
            (6, nil, { $0.operate() }),
            (6, nil, { $0.redeploy() }),
            (60, nil, { try $0.checkSomeDevice() }),
            (20, nil, { try $0.compareServer() }),
            (25, .cut, { $0.goOffline() }),
            (10, .attack, { $0.attack() }),
            (25, .disk, { $0.failDisk() }),
            (20, .crash, { try $0.crashSomeDevice() }),
            (12, .serverCrash, { try $0.crashSometime() }),
            (15, .busy, { try $0.holdDatabase() }),
            (15, .trim, { $0.trim() }),
            (12, .restoreServer, { try $0.backUpOrRestore() }),
            (15, .restoreDevice, { $0.copyOrRestore() }),
            (4, .copyDevice, { try $0.copyDevice() }),
            (4, .tamper, { try $0.tamper() }),
            (15, .clocks, { $0.setClock() }),
            (12, .tokens, { $0.expireToken() }),
            (25, .edits, { try $0.edit() }),
            (30, .serverMutations, { $0.mutateOnServer() }),
        ]
    }

    /// Does one thing. What a fault would have done that is left out is nothing, so that the others stay as they are.
    func act() throws {
        let actions = actionsByWeight
        var number = actionChance.number(0..<actions.reduce(0) { $0 + $1.weight })
        for action in actions {
            number -= action.weight
            guard number < 0 else { continue }
            if let fault = action.fault, !options.faults.contains(fault) { return }
            return try action.run(self)
        }
    }

    private func someDevice() -> Device? { actionChance.element(of: devices) }

    func someSession() -> (device: Device, session: Session)? {
        guard let device = someDevice(), let session = actionChance.element(of: device.sessions) else { return nil }
        return (device, session)
    }

    /// Does something with a client; what its file or its server does not allow is no violation.
    @discardableResult
    func use(
        _ device: Device, _ session: Session, _ body: @escaping @Sendable () async throws -> Void
    ) -> Task<Void, Never> {
        scheduler.start { [self] in
            do {
                try await body()
            } catch let error as ClientError {
                note("device \(device.index): \(error.code)")
                guard !session.isDead, Self.isUnexpected(error.code) else { return }
                if error.code == .signedOut, session.isLeaving { return }
                fail(Violation(.unexpectedError, "device \(device.index): \(error)"))
            } catch is CancellationError {
                // The process ends.
            } catch let violation as Violation {
                fail(violation)
            } catch {
                fail(Violation(.unexpectedError, "device \(device.index): \(error)"))
            }
        }
    }

    static func isUnexpected(_ code: ClientError.Code) -> Bool {
        [.damaged, .otherFormat, .otherSchema, .otherVersion, .otherTables, .otherActor, .notAReplica, .signedOut]
            .contains(code)
    }

    // MARK: Users

    private func mutate() {
        // One at a time, so that the order in which they are made is known.
        guard let (device, session) = someSession(), !device.isMutating else { return }
        device.isMutating = true
        let count = actionChance.once(in: 4) ? actionChance.number(2...4) : 1
        let mutations = (0..<count).map { _ in mutation(of: device.actor) }
        use(device, session) { [self] in
            defer { if !session.isDead { device.isMutating = false } }
            do {
                let receipts = try await session.client.mutate(mutations)
                guard !session.isDead else { return }
                let tokens = zip(mutations, receipts).filter { !$0.0.description.isLocal }.map(\.1.token)
                note("device \(device.index) makes \(mutations) \(tokens.map(\.shortName))")
                made(tokens, on: device)
            } catch let error as ClientError where error.code == .constraint {
                note("device \(device.index) cannot make \(mutations)")
            }
        }
    }

    private func made(_ tokens: [UUID], on device: Device) {
        ledger.made(tokens, first: device.madeCount, at: device.clock.now)
        device.made += tokens
        device.madeCount += tokens.count
    }

    func mutation(of actor: String) -> Schema.Mutation {
        workChance.using { generator in
            var some: any RandomNumberGenerator = generator
            defer { if let drawn = some as? SplitMix64 { generator = drawn } }
            return workload.mutation(actor, &some)
        }
    }

    private func treatRejections() {
        guard let (device, session) = someSession(), !device.isMutating else { return }
        let retries = actionChance.once(in: 3)
        device.isMutating = true
        use(device, session) { [self] in
            defer { if !session.isDead { device.isMutating = false } }
            for try await rejections in session.client.observeRejections() {
                guard let rejection = rejections.first else { return }
                if retries {
                    do {
                        let token = try await session.client.retry(rejection).token
                        guard !session.isDead else { return }
                        made([token], on: device)
                        note("device \(device.index) tries \(rejection.name) again: \(token.shortName)")
                    } catch let error as ClientError where [.constraint, .unknownToken].contains(error.code) {
                        note("device \(device.index) cannot try \(rejection.name) again")
                    }
                } else {
                    try await session.client.dismiss(rejection)
                    note("device \(device.index) dismisses \(rejection.name): \(rejection.code)")
                }
                return
            }
        }
    }

    private func syncOnce() {
        guard let (device, session) = someSession() else { return }
        use(device, session) { _ = try await session.client.sync() }
    }

    /// An app goes to the background for a while.
    private func rest() {
        guard let (device, session) = someSession(), !session.isLeaving, let running = session.running.take() else {
            return
        }
        note("device \(device.index) rests")
        running.cancel()
        scheduler.call(after: faultChance.time(upTo: .seconds(20))) { [self] in
            scheduler.start { [self] in
                await running.value
                if !session.isDead, session.running == nil { run(session, of: device) }
            }
        }
    }

    private func reopen() {
        guard let device = someDevice() else { return }
        close(device) {}
    }

    private func verifySome() {
        guard let (device, session) = someSession() else { return }
        verify(device, by: session)
    }

    /// Compares a replica with the server: it finds nothing that no other program did.
    func verify(_ device: Device, by session: Session) {
        let (tamperings, wasTampered) = (device.tamperings, device.isTampered)
        device.isVerifying = true
        use(device, session) { [self] in
            defer { device.isVerifying = false }
            let report = try await session.client.verify()
            guard !session.isDead, device.tamperings == tamperings else { return }
            if wasTampered { note("device \(device.index) is repaired: \(report.differenceCount) rows") }
            device.isTampered = false
            guard !report.isEqual, !wasTampered else { return }
            fail(Violation(.convergence, "device \(device.index) had to be repaired: \(report)"))
        }
    }

    // MARK: The server's side

    private func mutateOnServer() {
        guard let process = server.process else { return }
        let actor = actionChance.element(of: workload.actors) ?? ""
        let mutation = mutation(of: actor)
        scheduler.start { [self] in
            do {
                let version = try await process.server.mutate(mutation, as: actor)
                note("the server makes \(mutation): version \(version)")
            } catch {
                note("the server cannot make \(mutation): \(error)")
            }
        }
    }

    /// What somebody types into the `sqlite3` shell on the server's file.
    func edit() throws {
        guard let edit = actionChance.element(of: workload.edits) else { return }
        try followLog()
        try withServerFile { file in
            // The shell is busy: it holds the database.
            guard file.with({ $0.isAutocommit }) else { return }
            do {
                try file.execute(edit)
                note("edit: \(edit)")
                try file.with { try reference.takeServerTables($0) }
            } catch {
                note("edit fails: \(edit): \(error)")
                if file.with({ !$0.isAutocommit }) { try file.execute("ROLLBACK") }
            }
        }
        try followLog()
    }

    private func redeploy() {
        guard server.isRunning else { return }
        note("the server is deployed again")
        let start = server.disk.process
        scheduler.start { [self] in
            await server.stop()
            guard server.disk.process == start else { return }
            scheduler.call(after: faultChance.time(upTo: .seconds(3))) { [self] in startServer() }
        }
    }

    /// Leaves few of the log's entries. Clients with an older base are given everything.
    private func trim() {
        guard let process = server.process else { return }
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = Int64(actionChance.number(1...30))
        policy.rowsPerTransaction = actionChance.number(1...10)
        policy.pause = .milliseconds(actionChance.number(0...50))
        scheduler.start { [self, policy] in
            do {
                try followLog()
                let work = try await process.server.trim(policy)
                note("the log is trimmed to \(policy.maximumEntries ?? 0) entries: \(work)")
            } catch {
                note("the log cannot be trimmed: \(error)")
            }
        }
    }
}
