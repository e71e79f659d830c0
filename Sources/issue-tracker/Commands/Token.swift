#if JWT
import ArgumentParser
import Foundation
import JWTKit
import LockstepJWT

struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs a token for a user, which `serve` with the same secret takes.")

    @Argument(help: ArgumentHelp("Whom the token is for.", valueName: "name"))
    var user: String

    @OptionGroup var secret: TokenSecret

    @Option(help: ArgumentHelp("How long it is valid.", valueName: "minutes"))
    var minutes = 60

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let iss: IssuerClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    func validate() throws {
        guard minutes > 0 else { throw ValidationError("--minutes must be above 0.") }
    }

    func run() async throws {
        guard let secret = try secret.checked() else {
            throw ValidationError("Give the secret by --jwt-secret or in \(TokenSecret.variable).")
        }
        let claims = Claims(
            sub: SubjectClaim(value: user), iss: IssuerClaim(value: ServerAuthentication.tokenIssuer),
            aud: AudienceClaim(value: [ServerAuthentication.tokenAudience]),
            exp: ExpirationClaim(value: Date().addingTimeInterval(Double(minutes) * 60)))
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        Terminal.print(try await keys.sign(claims))
    }
}
#endif
