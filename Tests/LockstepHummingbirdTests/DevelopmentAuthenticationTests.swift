import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Testing

@testable import LockstepHummingbird

@Suite("Authentication for development")
struct DevelopmentAuthenticationTests {
    struct Context: RemoteAddressRequestContext {
        var coreContext: CoreRequestContextStorage
        var remoteAddress: SocketAddress?

        init(source: Source) {
            coreContext = CoreRequestContextStorage(source: source)
        }

        struct Source: RequestContextSource {
            var logger: Logger { Logger(label: "test") }
        }
    }

    func actor(_ authorization: String?, from address: SocketAddress?) -> String? {
        var context = Context(source: Context.Source())
        context.remoteAddress = address
        let headers: HTTPFields = authorization.map { [.authorization: $0] } ?? [:]
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer()))
        return DevelopmentAuthentication.actor(of: request, in: context)
    }

    @Test(
        "The token is the name, if it is one",
        arguments: [
            ("Bearer ann", "ann"),
            ("bearer Ann.B-c_d@example.org", "Ann.B-c_d@example.org"),
            ("Bearer \(String(repeating: "a", count: 64))", String(repeating: "a", count: 64)),
            ("Bearer \(String(repeating: "a", count: 65))", nil),
            ("Bearer ", nil),
            ("Bearer", nil),
            ("Bearer ann bob", nil),
            ("Bearer  ann", nil),
            ("Bearer änn", nil),
            ("Bearer ann;drop", nil),
            ("Basic ann", nil),
            ("ann", nil),
            (nil, nil),
        ] as [(String?, String?)])
    func name(authorization: String?, expected: String?) throws {
        #expect(actor(authorization, from: try SocketAddress(ipAddress: "127.0.0.1", port: 1)) == expected)
    }

    @Test(
        "Only this machine has actors", arguments: ["192.168.1.2", "10.0.0.1", "::2", "2001:db8::1", "::ffff:10.0.0.1"])
    func remote(address: String) throws {
        #expect(actor("Bearer ann", from: try SocketAddress(ipAddress: address, port: 1)) == nil)
    }

    @Test(
        "All of the loopback interface is this machine",
        arguments: ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
    func loopback(address: String) throws {
        #expect(actor("Bearer ann", from: try SocketAddress(ipAddress: address, port: 1)) == "ann")
    }

    @Test("A request that a proxy passed on has no actor", arguments: ["Forwarded", "X-Forwarded-For", "Via"])
    func forwarded(header: String) throws {
        var context = Context(source: Context.Source())
        context.remoteAddress = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        let name = try #require(HTTPField.Name(header))
        let request = Request(
            head: HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/",
                headerFields: [.authorization: "Bearer ann", name: "192.0.2.1"]),
            body: RequestBody(buffer: ByteBuffer()))
        #expect(DevelopmentAuthentication.actor(of: request, in: context) == nil)
    }

    @Test("A socket in the file system is this machine, an unknown address is not")
    func otherAddresses() throws {
        #expect(actor("Bearer ann", from: try SocketAddress(unixDomainSocketPath: "/tmp/socket")) == "ann")
        #expect(actor("Bearer ann", from: nil) == nil)
    }
}
