import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A TCP socket on the loopback interface, closed when nobody holds it. Its calls block: it belongs on a thread, not in
/// a task.
package final class LoopbackSocket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    private convenience init() throws {
        #if canImport(Darwin)
        let type = SOCK_STREAM
        #else
        let type = Int32(SOCK_STREAM.rawValue)
        #endif
        let descriptor = Foundation.socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw Self.error }
        self.init(descriptor)
    }

    /// A socket that listens.
    ///
    /// - Parameter port: 0 for one which the system chooses.
    package static func listening(on port: UInt16 = 0) throws -> LoopbackSocket {
        let socket = try LoopbackSocket()
        let isListening = withAddress(port: port) {
            bind(socket.descriptor, $0, $1) == 0 && listen(socket.descriptor, 64) == 0
        }
        guard isListening else { throw error }
        return socket
    }

    package static func connected(to port: UInt16) throws -> LoopbackSocket {
        let socket = try LoopbackSocket()
        guard withAddress(port: port, { connect(socket.descriptor, $0, $1) == 0 }) else {
            throw error
        }
        return socket
    }

    package var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The next connection; nil once the socket is shut down.
    package func accepted() -> LoopbackSocket? {
        let connection = accept(descriptor, nil, nil)
        return connection < 0 ? nil : LoopbackSocket(connection)
    }

    /// False if the connection is broken.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        #if canImport(Darwin)
        let flags: Int32 = 0
        #else
        let flags = Int32(MSG_NOSIGNAL)
        #endif
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    package func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// What has arrived; empty once the other side is done or the connection broken.
    package func receive() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Ends the connection both ways, and wakes whoever waits on the socket.
    package func shutdown() {
        _ = Foundation.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    deinit {
        close(descriptor)
    }

    private static var error: POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }

    private static func withAddress<Result>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
