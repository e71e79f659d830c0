#if JWT
/// An algorithm that tokens are signed with (RFC 7518, section 3.1; RFC 8037). `none` is not one.
public enum SigningAlgorithm: String, Hashable, Sendable, CaseIterable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    /// True if whoever can check a signature can also make one.
    public var isSymmetric: Bool { minimumSecretBytes != nil }

    /// A secret is at least as long as the hash (RFC 7518, section 3.2).
    var minimumSecretBytes: Int? {
        switch self {
        case .hs256: 32
        case .hs384: 48
        case .hs512: 64
        default: nil
        }
    }
}
#endif
