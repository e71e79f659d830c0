import Foundation
import HTTPTypes
public import Hummingbird

/// Ready closures for the parameter `authorize` of `addInspector(of:showsArguments:clock:authorize:)`.
public enum InspectorAuthorization {
    /// The fewest bytes of a password.
    public static let minimumPasswordBytes = 16

    /// Lets those in who know a password; the browser asks for it, with any user name. Only over TLS, or on one machine.
    ///
    /// - Parameter password: One that a machine made up, such as the output of `openssl rand -base64 24`: attempts are
    ///   not counted.
    /// - Throws: `InspectorPasswordIsTooShort`.
    public static func password<Context: RequestContext>(
        _ password: String
    ) throws -> @Sendable (Request, Context) async throws -> InspectorAccess {
        guard password.utf8.count >= minimumPasswordBytes else { throw InspectorPasswordIsTooShort() }
        let expected = Array(password.utf8)
        return { request, _ in
            guard let given = basicPassword(request.headers[.authorization]), isEqual(given, expected) else {
                return .unauthenticated(challenge: #"Basic realm="Lockstep inspector", charset="UTF-8""#)
            }
            return .granted
        }
    }

    /// Lets those in who are on this machine, without asking who they are. As with `DevelopmentAuthentication`, put no
    /// proxy in front.
    ///
    /// A page that another site shows in a browser here is not let in, whatever name that site gives this machine: the
    /// header Host must be `localhost` or a loopback address.
    @Sendable
    public static func development(
        of request: Request, in context: some RemoteAddressRequestContext
    ) -> InspectorAccess {
        guard context.remoteAddress?.isLoopback == true, !DevelopmentAuthentication.isForwarded(request),
            let authority = request.head.authority, isLocal(authority: authority)
        else { return .denied }
        return .granted
    }

    static func isLocal(authority: String) -> Bool {
        // A colon within brackets is the address's.
        let port = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = authority[..<(port ?? authority.endIndex)].lowercased()
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    static func basicPassword(_ header: String?) -> [UInt8]? {
        guard let header else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "basic", let data = Data(base64Encoded: String(words[1])),
            let colon = data.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return Array(data[data.index(after: colon)...])
    }

    /// Takes as long for every `given` of one length, so that nobody learns a password byte by byte.
    private static func isEqual(_ given: [UInt8], _ expected: [UInt8]) -> Bool {
        var difference: UInt8 = given.count == expected.count ? 0 : 1
        for (index, byte) in given.enumerated() { difference |= byte ^ expected[index % expected.count] }
        return difference == 0
    }
}

/// The inspector's password could be guessed.
public struct InspectorPasswordIsTooShort: Error, CustomStringConvertible {
    public var description: String {
        "The inspector's password has fewer than \(InspectorAuthorization.minimumPasswordBytes) bytes. "
            + "Let a machine make one up: openssl rand -base64 24"
    }
}
