import Foundation
import Lockstep
import LockstepClient

// The end: nothing fails any more, everything comes to rest, and all is looked at.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    /// How long everything may take to come to rest. Clients wait for no longer than some minutes, and then have what there
    /// is in steps of as little as an entry.
    private static var restLimit: Duration { .seconds(1_800) }

    func settle() {
        note("nothing fails from here on")
        isSettling = true
        heal()
        let limit = scheduler.now + Self.restLimit
        var isEdited = !options.faults.contains(.edits)
        while violation == nil {
            pass(.seconds(5))
            startServer()
            for device in devices { open(device) }
            var reason: String?
            attempt { reason = try whatIsLeft() }
            guard let reason else {
                if isEdited { break }
                // Nobody else does anything by which clients would hear of it.
                isEdited = true
                attempt { try edit() }
                continue
            }
            if scheduler.now > limit { fail(Violation(.quiescence, reason)) }
        }
        guard violation == nil else { return }
        // What the last steps tell live queries.
        pass(.seconds(5))
        guard violation == nil else { return }
        attempt { try checkEnd() }
        guard violation == nil else { return }
        wait { [self] in try await checkClients() }
    }

    private func heal() {
        network.heal()
        server.disk.repair()
        server.clock.correct()
        serverFile = nil
        for device in devices {
            device.disk.observe { device.locker = nil }
            device.disk.repair()
            device.clock.correct()
            // Their users sign in; no client is told.
            for session in device.sessions { session.transport.renewsTokens = true }
        }
    }

    /// What is not yet at rest, in words; nil if everything is.
    private func whatIsLeft() throws -> String? {
        guard server.isRunning else { return "the server does not run" }
        try followLog()
        let waiting = try withServerFile { file in
            try file.texts("SELECT name FROM lockstep_outbox WHERE NOT is_abandoned")
        }
        guard waiting.isEmpty else { return "\(waiting.count) handlers wait in the outbox" }
        for device in devices {
            guard !device.isDown, !device.isChanging else { return "device \(device.index) does not run" }
            if device.isTampered, let session = device.sessions.first {
                if !device.isVerifying { verify(device, by: session) }
                return "device \(device.index) is not yet repaired, \(status(of: device))"
            }
            let state = try state(of: device)
            guard state.pending.isEmpty, state.heldCount == 0 else {
                let count = state.pending.count + state.heldCount
                return "device \(device.index) has \(count) mutations pending, \(status(of: device))"
            }
            guard state.cursor?.version == reference.version else {
                return """
                    device \(device.index) is at version \(state.cursor.map { "\($0)" } ?? "none") of \
                    \(reference.version), \(status(of: device))
                    """
            }
        }
        return nil
    }

    private func status(of device: Device) -> String {
        device.sessions.map { session in
            let status = session.client.status
            let error = status.lastError.map { " \($0)" } ?? ""
            return "\(status.connection), \(status.listening)\(error)"
        }.joined(separator: "; ")
    }

    // MARK: Looking at everything

    private func checkEnd() throws {
        try compareServer()
        for device in devices {
            try checkOptimisticTruth(of: device)
            try checkConvergence(of: device)
            try checkIntegrity(of: device)
            try checkOutcomes(of: device)
        }
        let abandoned = try withServerFile { file in
            try file.texts("SELECT version FROM lockstep_outbox WHERE is_abandoned").compactMap { Int64($0) }
        }
        let delivered = Schema.handledMutations.filter { $0.moment == .after }.map(\.name)
        try ledger.checkDeliveries(of: Set(delivered), abandoned: Set(abandoned))
        try withServerFile { try IntegrityCheck.run($0, "the server's file") }
    }

    private func checkOutcomes(of device: Device) throws {
        for token in device.made where ledger.outcomes[token] == nil && !ledger.excused.contains(token) {
            throw Violation(
                .oneOutcome, "a mutation of device \(device.index) has no outcome: \(token.shortName)")
        }
    }

    private func checkClients() async throws {
        for device in devices {
            for session in device.sessions {
                guard session.client.status.divergenceCount == 0 || device.tamperings > 0 else {
                    throw Violation(
                        .convergence,
                        "device \(device.index) took a step that did not fit: \(status(of: device))")
                }
                for observation in session.observations {
                    if let difference = try await observation.difference(in: session.client) {
                        throw Violation(.liveQueries, "device \(device.index): \(difference)")
                    }
                }
            }
            guard let session = device.sessions.first else { continue }
            for token in device.made {
                try await check(token, on: device, by: session)
            }
        }
    }

    private func check(_ token: UUID, on device: Device, by session: Session) async throws {
        // Of two copies of a device one may have heard of an outcome that the server then lost, and the other of the next; as
        // may a device before it goes back to a copy of its file, and after.
        guard let logged = ledger.outcomes[token], !ledger.excused.contains(token),
            !(device.isCopy || device.hasGoneBack) || ledger.restores == 0
        else { return }
        let found: String
        switch try await session.client.state(of: token) {
        case .pending: found = "pending"
        case .applied: found = "applied"
        case .rejected(let rejection): found = rejection.code
        // Its device went back to before its outcome, which came by another file or is not kept.
        case .unknown: return
        }
        let expected = logged.code ?? "applied"
        guard found != expected else { return }
        throw Violation(
            .oneOutcome,
            "a mutation of device \(device.index) is \(found) there and \(expected) in the log: "
                + token.shortName)
    }
}
