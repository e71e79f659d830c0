import HTTPTypes
public import Hummingbird
public import NIOCore

/// Authentication for trying things out on one machine: **the bearer token is the actor's name, and nothing is checked**.
///
///     let router = Router(context: DevelopmentRequestContext.self)
///     router.addSync(server, authenticate: DevelopmentAuthentication.actor)
///
/// Only requests over a loopback interface have an actor, and only those that no proxy has passed on, as far as it says so
/// (`Forwarded`, `X-Forwarded-For`, `Via`): a proxy on the same machine makes all its requests look as if they came from it.
public enum DevelopmentAuthentication {
    /// The actor that the header `Authorization: Bearer NAME` names: up to 64 ASCII letters, digits and `.`, `_`, `-`, `@`.
    /// Nil without such a header, and for a request from another machine or through a proxy.
    @Sendable
    public static func actor(
        of request: Request, in context: some RemoteAddressRequestContext
    ) -> String? {
        guard context.remoteAddress?.isLoopback == true, !isForwarded(request),
            let header = request.headers[.authorization]
        else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bearer", isName(words[1]) else { return nil }
        return String(words[1])
    }

    static func isForwarded(_ request: Request) -> Bool {
        [.via, .forwarded, .xForwardedFor].contains { request.headers[$0] != nil }
    }

    static func isName(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "@"):
                    true
                default: false
                }
            }
    }
}

/// A request context that knows where the request comes from, as `DevelopmentAuthentication` asks for.
public struct DevelopmentRequestContext: RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let remoteAddress: SocketAddress?

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

extension HTTPField.Name {
    // Valid names: letters and hyphens.
    fileprivate static let forwarded = HTTPField.Name("Forwarded")!
    fileprivate static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}

extension SocketAddress {
    var isLoopback: Bool {
        switch self {
        case .unixDomainSocket: true
        case .v4, .v6:
            // An IPv4 client of a socket that listens on both has a mapped address.
            ipAddress.map { $0 == "::1" || $0.hasPrefix("127.") || $0.hasPrefix("::ffff:127.") } ?? false
        }
    }
}
