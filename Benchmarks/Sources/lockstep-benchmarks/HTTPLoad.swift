import Foundation
import Synchronization

/// Requests over so many connections at once, each waiting for its answer before the next: a thread per connection with
/// blocking sockets, since it must cost less than the server that it loads.
enum HTTPLoad {
    /// Sends requests for a while.
    ///
    /// - Parameter body: Makes the next body of a connection.
    /// - Returns: Answers per second.
    static func run(
        port: UInt16, path: String, connections: Int, seconds: Double,
        body: @escaping @Sendable (_ connection: Int) -> () -> [UInt8]
    ) throws -> Double {
        let answers = Mutex(0)
        let failure = Mutex<String?>(nil)
        let deadline = ContinuousClock.now + .seconds(seconds)
        let threads = DispatchGroup()
        for connection in 0..<connections {
            threads.enter()
            Thread.detachNewThread {
                defer { threads.leave() }
                do {
                    let socket = try HTTPConnection(port: port)
                    let next = body(connection)
                    var count = 0
                    while ContinuousClock.now < deadline {
                        try socket.post(path, body: next())
                        count += 1
                    }
                    answers.withLock { $0 += count }
                } catch {
                    failure.withLock { $0 = "\(error)" }
                }
            }
        }
        threads.wait()
        if let failure = failure.withLock({ $0 }) { throw BenchmarkError(failure) }
        return Double(answers.withLock { $0 }) / seconds
    }
}

/// One connection to the server on loopback.
private final class HTTPConnection {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw BenchmarkError("cannot connect to port \(port)") }
    }

    deinit {
        close(descriptor)
    }

    /// Sends a request and reads its answer, which must be a 200 with a Content-Length.
    func post(_ path: String, body: [UInt8]) throws {
        var request = Array(
            """
            POST \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer ann\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            \r

            """.utf8)
        request += body
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { send(descriptor, $0.baseAddress! + sent, $0.count - sent, 0) }
            guard count > 0 else { throw BenchmarkError("the connection broke") }
            sent += count
        }
        try readAnswer()
    }

    private func readAnswer() throws {
        var received = 0
        var expected: Int?
        repeat {
            let count = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress! + received, $0.count - received, 0)
            }
            guard count > 0 else { throw BenchmarkError("the connection broke") }
            received += count
            if expected == nil { expected = try answerSize(received) }
        } while received < expected ?? .max
    }

    /// The size of head and body, once the head is complete.
    private func answerSize(_ received: Int) throws -> Int? {
        let text = String(decoding: buffer[..<received], as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].lowercased()
        guard head.hasPrefix("http/1.1 200") else { throw BenchmarkError("answered \(head.prefix(40))") }
        guard let length = head.firstMatch(of: /content-length: *([0-9]+)/).flatMap({ Int($0.1) }) else {
            throw BenchmarkError("an answer without Content-Length")
        }
        return text[..<end.upperBound].utf8.count + length
    }
}
