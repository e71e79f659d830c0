import Foundation

/// Many connections to a server on loopback in one thread: they must cost less than the server that they load.
final class PolledConnections {
    private var polled: [pollfd] = []
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)

    var count: Int { polled.count }

    deinit {
        for connection in polled { close(connection.fd) }
    }

    func open(_ count: Int, port: UInt16) throws {
        for _ in 0..<count {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { throw BenchmarkError("no more than \(polled.count) sockets: see ulimit -n") }
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
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
    }

    func send(_ request: [UInt8], on connection: Int) throws {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                Foundation.send(polled[connection].fd, $0.baseAddress! + sent, $0.count - sent, 0)
            }
            guard count > 0 else { throw BenchmarkError("the connection broke") }
            sent += count
        }
    }

    /// Reads what comes until `isDone` has been true of every one of the given connections.
    ///
    /// - Parameter isDone: Is given a connection and what arrived on it.
    func read(
        _ connections: Range<Int>, within seconds: Double, until isDone: (Int, ArraySlice<UInt8>) throws -> Bool
    ) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var isOpen = [Bool](repeating: true, count: polled.count)
        var rest = connections.count
        while rest > 0 {
            guard ContinuousClock.now < end else { throw BenchmarkError("\(rest) connections had no answer") }
            guard poll(&polled, nfds_t(polled.count), 1_000) > 0 else { continue }
            for connection in connections where polled[connection].revents != 0 {
                let count = buffer.withUnsafeMutableBytes { recv(polled[connection].fd, $0.baseAddress, $0.count, 0) }
                guard count > 0 else { throw BenchmarkError("connection \(connection) broke") }
                if try isDone(connection, buffer[..<count]), isOpen[connection] {
                    isOpen[connection] = false
                    rest -= 1
                }
            }
        }
    }
}

extension HTTPLoad {
    static func request(_ line: String, body: [UInt8]? = nil) -> [UInt8] {
        let head = "\(line) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ann\r\n"
        guard let body else { return Array((head + "\r\n").utf8) }
        return Array((head + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n").utf8) + body
    }
}
