import Foundation

/// A mail server that knows keys of messages, and keeps what it is told.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class MailService: @unchecked Sendable {
    struct Unreachable: Error {}

    private let lock = NSLock()
    private var keys: Set<UUID> = []
    private var texts: [String] = []
    private var remainingFailures = 0

    /// Addresses that a message was sent to, in order; one per key.
    var sent: [String] { lock.withLock { texts } }

    /// The next calls fail.
    func fail(_ count: Int) {
        lock.withLock { remainingFailures = count }
    }

    func send(to address: String, idempotencyKey: UUID) async throws {
        try lock.withLock {
            guard remainingFailures == 0 else {
                remainingFailures -= 1
                throw Unreachable()
            }
            if keys.insert(idempotencyKey).inserted { texts.append(address) }
        }
    }

    func tell(_ text: String) {
        lock.withLock { texts.append(text) }
    }
}
