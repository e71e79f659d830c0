#if JWT
/// What the claims of a token must say.
struct TokenRules: Sendable {
    let issuer: String
    let audience: String
    let requiredClaims: Set<String>
    let leeway: Duration

    /// A token is not taken to be valid for longer: what is beyond it no clock can wait for.
    private static var maximumValidity: Double { 365 * 86_400 }

    /// For how long the token is still valid, the leeway included; nil if it is not.
    ///
    /// - Parameter now: Milliseconds since 1970.
    func remainingValidity(of claims: JWTClaims, at now: Int64) -> Duration? {
        guard let tokenIssuer = claims["iss"]?.text, Self.isEqual(tokenIssuer, issuer), hasAudience(claims),
            requiredClaims.allSatisfy({ claims[$0].map { $0 != .null } ?? false })
        else { return nil }
        let now = Double(now) / 1000
        let leeway = leeway / .seconds(1)
        guard let expiry = claims["exp"]?.number, expiry + leeway > now else { return nil }
        if let start = claims["nbf"] {
            guard let start = start.number, start - leeway <= now else { return nil }
        }
        return .seconds(min(expiry + leeway - now, Self.maximumValidity))
    }

    private func hasAudience(_ claims: JWTClaims) -> Bool {
        switch claims["aud"] {
        case .text(let name): Self.isEqual(name, audience)
        case .list(let names): names.contains { $0.text.map { Self.isEqual($0, audience) } ?? false }
        default: false
        }
    }

    /// Strings are equal in Swift that are written with other code points.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}
#endif
