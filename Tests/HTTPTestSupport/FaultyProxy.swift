package import Foundation

/// Stands between clients and a server, both on the loopback interface, and breaks their connections as it is told.
package final class FaultyProxy: Sendable {
    package enum Fault: Hashable, Sendable {
        /// Everything passes.
        case none

        /// The connection breaks when a request arrives, which the server never sees.
        case dropRequests

        /// The connection breaks in the middle of what a client sends at once: the server gets the first half.
        case cutRequests

        /// What a client sends is lost with the server's side of the connection, and the client is not told: its side
        /// stays open, in silence, until there is another fault.
        case halfOpen

        /// The connection breaks when the server answers: it has done what was asked, and the client does not know.
        case dropAnswers

        /// The connection breaks in the middle of an answer's body.
        case cutAnswers

        /// The connection breaks when the server has said so many bytes over all connections.
        case cutAfter(bytes: Int)

        /// What the server says waits until there is another fault.
        case holdAnswers
    }

    package let url: URL

    private let listener: LoopbackSocket
    private let condition = NSCondition()
    // Only touched while `condition` is locked.
    private nonisolated(unsafe) var current = Fault.none
    private nonisolated(unsafe) var passed = 0

    /// - Parameter port: The server's. It need not run yet.
    package init(to port: Int) throws {
        listener = try LoopbackSocket.listening()
        url = .loopback(port: listener.port)
        Thread.detachNewThread { [weak self, listener] in
            while let client = listener.accepted() { self?.connect(client, to: port) }
        }
    }

    deinit {
        listener.shutdown()
    }

    /// What happens to whatever arrives from here on.
    package var fault: Fault {
        get { withFault { $0 } }
        set {
            withFault { fault in
                fault = newValue
                passed = 0
            }
            condition.broadcast()
        }
    }

    private func withFault<Result>(_ body: (inout Fault) -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body(&current)
    }

    private func connect(_ client: LoopbackSocket, to port: Int) {
        guard let server = try? LoopbackSocket.connected(to: UInt16(port)) else {
            // Nobody listens: the client is to see just that.
            return client.shutdown()
        }
        Thread.detachNewThread { [self] in
            while case let bytes = client.receive(), !bytes.isEmpty, passOn(bytes, to: server) {}
            server.shutdown()
            waitUntilNotHalfOpen()
            client.shutdown()
        }
        Thread.detachNewThread { [self] in
            while case let bytes = server.receive(), !bytes.isEmpty, answer(bytes, to: client) {}
            server.shutdown()
            waitUntilNotHalfOpen()
            client.shutdown()
        }
    }

    private func waitUntilNotHalfOpen() {
        condition.lock()
        defer { condition.unlock() }
        while current == .halfOpen { condition.wait() }
    }

    /// False if the connection is to break.
    private func passOn(_ bytes: [UInt8], to server: LoopbackSocket) -> Bool {
        switch fault {
        case .dropRequests, .halfOpen: return false
        case .cutRequests:
            server.send(Array(bytes.prefix(bytes.count / 2)))
            return false
        default: return server.send(bytes)
        }
    }

    /// False if the connection is to break.
    private func answer(_ bytes: [UInt8], to client: LoopbackSocket) -> Bool {
        condition.lock()
        while current == .holdAnswers { condition.wait() }
        let fault = current
        passed += bytes.count
        let passed = passed
        condition.unlock()
        switch fault {
        case .none, .dropRequests, .cutRequests, .halfOpen, .holdAnswers: return client.send(bytes)
        case .dropAnswers: return false
        case .cutAfter(let limit):
            client.send(Array(bytes.prefix(max(0, bytes.count - (passed - limit)))))
            return passed < limit
        case .cutAnswers:
            let body = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0
            client.send(Array(bytes[..<((body + bytes.count) / 2)]))
            return false
        }
    }
}
