extension SyncDriver {
    /// Reads the stream of events to its end, or until told to stop.
    func listen(until end: WakeSignal) async -> EventStreamEnd {
        await withTaskGroup(of: EventStreamEnd?.self) { group in
            group.addTask { await readEvents() }
            group.addTask {
                await end.wait()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .broken(ClientError(.unreachable, "The stream of events ended."), retryAfter: nil)
        }
    }

    private func readEvents() async -> EventStreamEnd? {
        do {
            for try await event in exchange.transport.events() {
                switch event {
                case .head(let version, let spread): mailbox.post(.poked(version: version, spread: spread))
                case .heartbeat: mailbox.post(.heartbeatArrived)
                }
            }
            return nil
        } catch {
            return EventStreamEnd(error)
        }
    }
}

extension EventStreamEnd {
    /// - Parameter error: What a transport's stream ended with.
    init(_ error: any Error) {
        guard let failure = error as? TransportError else {
            let wrapped = ClientError(.unreachable, "The stream of events broke.", underlying: error)
            self = .broken(error as? ClientError ?? wrapped, retryAfter: nil)
            return
        }
        func told(_ code: ClientError.Code, _ message: String) -> ClientError {
            ClientError(code, message, underlying: failure)
        }
        switch failure.kind {
        case .unreachable: self = .broken(told(.unreachable, "The stream of events broke."), retryAfter: nil)
        case .noToken:
            self = .unauthenticated(
                told(.unauthenticated, "There is no token to ask for events with: \(failure.message)"), retryAfter: nil)
        case .refused(401, let retryAfter):
            self = .unauthenticated(
                told(.unauthenticated, "The server does not accept the token for its events. Sign in again."),
                retryAfter: retryAfter)
        case .refused(let status, let retryAfter) where status == 408 || status == 429 || (500..<600) ~= status:
            // 501 says that there is no such thing.
            guard status == 501 else {
                self = .broken(
                    told(.unavailable, "The server has no events for now (status \(status))."), retryAfter: retryAfter)
                return
            }
            self = .unsupported(told(.noEvents, Self.noEvents(status)))
        case .refused(403, _):
            self = .unsupported(told(.forbidden, "The server refuses its events to this actor (status 403)."))
        case .refused(let status, _): self = .unsupported(told(.noEvents, Self.noEvents(status)))
        }
    }

    private static func noEvents(_ status: Int) -> String {
        "The server, or a proxy before it, has no stream of events (status \(status)). The client polls instead."
    }
}
