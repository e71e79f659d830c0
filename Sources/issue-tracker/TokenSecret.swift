#if JWT
import ArgumentParser
import Foundation
import LockstepJWT

/// The secret that tokens are signed with.
struct TokenSecret: ParsableArguments {
    /// Where others on the machine cannot read it, as they can the arguments of a process.
    static let variable = "ISSUE_TRACKER_JWT_SECRET"

    @Option(
        name: .customLong("jwt-secret"),
        help: ArgumentHelp(
            "Users have tokens, signed with this secret of at least 32 bytes; also in \(TokenSecret.variable).",
            valueName: "secret"))
    var text: String?

    /// The secret, or nil if none is given.
    func checked() throws -> String? {
        guard let secret = text ?? ProcessInfo.processInfo.environment[Self.variable] else { return nil }
        do {
            _ = try JWTKeys.secret(secret)
        } catch let error as JWTConfigurationError {
            throw ValidationError(error.description)
        }
        return secret
    }
}
#endif
