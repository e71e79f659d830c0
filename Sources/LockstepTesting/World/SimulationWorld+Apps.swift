import Foundation
import GRDB
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

// What apps do with a replica beside making mutations: imports, users who come and go, and what they look at.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    // MARK: Imports

    /// Begins an import, or goes on with the one that some process did not end.
    func importSome() {
        // Of two calls at once one may hear of progress after the other heard of more.
        guard let (device, session) = someSession(), !session.isLeaving, !device.isImporting else { return }
        if device.importing == nil {
            let count = actionChance.number(3...20)
            device.importing = SimulatedImport(
                name: "import \(actions)", mutations: (0..<count).map { _ in mutation(of: device.actor) },
                batch: actionChance.number(1...8), policy: actionChance.once(in: 3) ? .stop : .skip)
        }
        guard let importing = device.importing else { return }
        note("device \(device.index) imports \(importing.mutations.count) mutations as \(importing.name)")
        device.isImporting = true
        use(device, session) { [self] in
            defer { device.isImporting = false }
            do {
                let progress = try await session.client.importMutations(
                    importing.mutations, as: importing.name, batch: importing.batch, onFailure: importing.policy
                ) { [self] progress in
                    guard !session.isDead else { return }
                    attempt { try take(progress, of: importing, on: device) }
                }
                guard progress.isComplete, progress.done == importing.mutations.count else {
                    throw Violation(.durability, "\(importing.name) of device \(device.index) ended at \(progress)")
                }
                // Forgotten or not, if the process ends now.
                if !session.isDead, device.importing?.name == importing.name { device.importing?.done = 0 }
                try await session.client.forgetImport(importing.name)
            } catch let error as ClientError where error.code == .constraint {
                note("\(importing.name) stops at \(error.mutationIndex ?? -1)")
            }
            guard !session.isDead, device.importing?.name == importing.name else { return }
            device.importing = nil
        }
    }

    /// What an import was said to have made stays made, whatever ended its process.
    private func take(_ progress: ImportProgress, of importing: SimulatedImport<Schema>, on device: Device) throws {
        guard device.importing?.name == importing.name, let last = device.importing?.done else { return }
        guard progress.done >= last else {
            throw Violation(
                .durability, "\(importing.name) of device \(device.index) went back from \(last) to \(progress.done)")
        }
        device.importing?.done = progress.done
    }

    // MARK: Users

    /// A user signs out, and the same one or another signs in after a while.
    func signOut() {
        guard let (device, session) = someSession(), !device.isChanging, !device.isMutating else { return }
        let choice = actionChance.element(of: [SignOutChoice.emptyIfSettled, .keep, .discard]) ?? .keep
        let next = actionChance.element(of: workload.actors) ?? device.actor
        let takeover = actionChance.number(0..<4)
        device.isChanging = true
        device.isMutating = true
        for session in device.sessions { session.isLeaving = true }
        // The file may be empty, and the process dead before it hears so.
        excuseLosses(of: device, isLosing: choice == .discard)
        let start = device.disk.process
        note("\(device.actor) signs out of device \(device.index): \(choice)")
        scheduler.start { [self] in
            var isOut = false
            do {
                let discarded = try await session.client.signOut(choice)
                isOut = true
                if choice != .keep { try letGo(of: device, isLosing: choice == .discard) }
                if !discarded.isEmpty { note("\(discarded.pendingCount) mutations are discarded") }
            } catch {
                note("\(device.actor) stays: \(error)")
                if let violation = error as? Violation { return fail(violation) }
                guard let error = error as? ClientError, !Self.isUnexpected(error.code) else {
                    return fail(Violation(.unexpectedError, "device \(device.index): \(error)"))
                }
            }
            guard device.disk.process == start, !device.disk.isDead else { return reopen(device, after: start) }
            device.isMutating = false
            guard isOut else {
                for session in device.sessions { session.isLeaving = false }
                return device.isChanging = false
            }
            await end(device.sessions, of: device)
            device.sessions = []
            device.locker = nil
            if choice == .keep, takeover == 3 { await deleteFile(of: device) }
            device.isChanging = false
            hand(device, to: next, takeover: takeover)
            scheduler.call(after: faultChance.time(upTo: .seconds(5))) { [self] in open(device) }
        }
    }

    /// Removes a replica that nobody has open.
    private func deleteFile(of device: Device) async {
        excuseLosses(of: device, isLosing: true)
        do {
            try await ReplicaFile.delete(at: device.path, scheduler.blocking)
            attempt { try letGo(of: device, isLosing: true) }
            note("the file of device \(device.index) is deleted")
        } catch {
            note("the file of device \(device.index) cannot be deleted: \(error)")
        }
    }

    /// Another user is about to open a device's file.
    private func hand(_ device: Device, to actor: String, takeover: Int) {
        device.formerActor = device.actor
        device.actor = actor
        device.lastCursor = nil
        guard actor != device.formerActor else { return }
        switch takeover {
        case 0:
            device.ifOtherActor = .replaceIfSettled
        case 1:
            // As soon as it is open, and maybe before anybody hears of that.
            excuseLosses(of: device, isLosing: true)
            device.ifOtherActor = .replace { _ in }
        default:
            // What the server has of the former user is not the new one's to push again.
            excuseLosses(of: device, isLosing: false)
            device.made.removeAll { ledger.outcomes[$0] != nil }
            device.madeInCopy = nil
            device.ifOtherActor = .handOver
        }
        note("\(actor) takes device \(device.index) over")
    }

    /// What a device's file is about to lose has no outcome for that reason.
    private func excuseLosses(of device: Device, isLosing: Bool) {
        // Of what the server forgot by a restore nobody knows that it is missing.
        guard isLosing || ledger.restores > 0 || device.isCopy else { return }
        ledger.excuse(device.made.filter { ledger.outcomes[$0] == nil })
    }

    /// What was made on a device is no longer in its file.
    ///
    /// - Throws: `Violation` if that was to lose nothing, and did.
    func letGo(of device: Device, isLosing: Bool) throws {
        excuseLosses(of: device, isLosing: isLosing)
        for token in device.made where ledger.outcomes[token] == nil && !ledger.excused.contains(token) {
            throw Violation(
                .durability, "device \(device.index) was emptied as settled without an outcome of \(token.shortName)")
        }
        device.made = []
        device.madeInCopy = nil
        device.importing = nil
        device.lastCursor = nil
    }

    // MARK: What apps look at

    /// Asks for what the app shows beside its queries.
    func lookAround() {
        guard let (device, session) = someSession(), !session.isLeaving else { return }
        let mutation = mutation(of: device.actor)
        let token = device.made.suffix(5).first
        let query = workChance.using { Schema.arbitraryQueries(using: &$0) }.first
        use(device, session) { [self] in
            let client = session.client
            _ = try await client.allows(mutation)
            try await page(through: client)
            if let reason = try await client.derivedTablesFailure() {
                note("device \(device.index) has no derived tables: \(reason)")
                try await client.fillDerivedTables()
            }
            if let query, let process = server.process, !server.disk.isDead { await readOnServer(query, process.store) }
            if let token { _ = try await client.state(of: token) }
            try await readByGRDB(client, device)
            for name in ["no import", "import 1"] { _ = try await client.importProgress(of: name) }
            guard let summary = try await ReplicaFile.inspect(at: device.path, scheduler.blocking) else { return }
            let exported = try await ReplicaFile.export(at: device.path, scheduler.blocking)
            if summary.pendingCount == 0, exported.pendingCount == 0 { note("device \(device.index) has sent all") }
        }
    }

    /// The app reads through its own connections, twice in one transaction.
    private func readByGRDB(_ client: SyncClient<Schema>, _ device: Device) async throws {
        let table = SQLIdentifier.quoted(Schema.tables[0].name)
        let counts = try await scheduler.blocking.value {
            do {
                return try client.reader.read { database in
                    try (0..<2).map { _ in try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") }
                }
            } catch is DatabaseError {
                return [nil, nil]
            }
        }
        guard counts[0] == counts[1] else {
            throw Violation(.convergence, "a transaction of device \(device.index)'s reader saw two states")
        }
    }

    /// A page of the server's host reads what an app reads.
    private func readOnServer(_ query: some SchemaQuery<Schema>, _ store: SQLiteStore<Schema>) async {
        do {
            _ = try await store.read(query.query)
        } catch {
            note("the server's host cannot read \(query.query.name): \(error)")
        }
    }

    /// Reads what is pending page by page: a queue that nobody touches meanwhile is read whole.
    private func page(through client: SyncClient<Schema>) async throws {
        var last: PendingMutation?
        for _ in 0..<10 {
            let page = try await client.pendingMutations(limit: 3, after: last)
            guard page.count == 3 else { return }
            last = page.last
        }
    }

    /// Waits for what becomes of a mutation, as long as the process lives.
    func awaitOutcome() {
        guard let (device, session) = someSession(), !session.isLeaving,
            let token = actionChance.element(of: device.made.suffix(10)), ledger.outcomes[token] == nil
        else { return }
        let restores = ledger.restores
        session.waiting.append(
            use(device, session) { [self] in
                let outcome: MutationOutcome
                do {
                    outcome = try await session.client.outcome(of: token)
                } catch let error as ClientError where error.code == .unknownToken {
                    return
                }
                // A log that was lost may have said something else.
                guard ledger.restores == restores, restores == 0, !ledger.excused.contains(token) else { return }
                let code: String? =
                    switch outcome {
                    case .applied: nil
                    case .rejected(let rejection): rejection.code
                    }
                guard let logged = ledger.outcomes[token], logged.code == code else {
                    throw Violation(
                        .oneOutcome,
                        "device \(device.index) hears that \(token.shortName) is \(code ?? "applied"), which the log does not say"
                    )
                }
            })
    }

    /// Takes rejections as they come, as long as the process lives.
    func followRejections() {
        guard let (device, session) = someSession(), !session.isLeaving else { return }
        session.waiting.append(
            scheduler.start { [self] in
                for await rejection in session.client.rejections {
                    note("device \(device.index) hears that \(rejection.name) is rejected: \(rejection.code)")
                }
            })
    }

    // MARK: The server's operators

    /// Asks the server how it is, as load balancers and the inspector's page do.
    func operate() {
        guard let process = server.process else { return }
        scheduler.start { [self] in
            let health = await process.server.health()
            let inspected = await process.server.inspector.state(showsArguments: true)
            let log = await process.server.inspector.log(before: .max, showsArguments: false)
            _ = await process.server.inspector.activity()
            do {
                try await treatDeliveries(of: process.server)
            } catch {
                note("the outbox cannot be read: \(error)")
            }
            guard server.process?.number == process.number, !server.disk.isDead else { return }
            note("the server is asked how it is: \(health.status), \(inspected.status), \(log.status)")
        }
    }

    /// Has what was given up tried again, or forgotten.
    private func treatDeliveries(of server: SyncServer<Schema, SQLiteStore<Schema>>) async throws {
        guard try await server.outboxCounts().contains(where: { $0.abandoned > 0 }) else { return }
        for entry in try await server.abandonedDeliveries(limit: 3) {
            if entry.version.isMultiple(of: 2) {
                try await server.retryDelivery(entry.version)
            } else if try await server.discardDelivery(entry.version) {
                ledger.delivered(entry.mutation.token)
            }
        }
    }
}
