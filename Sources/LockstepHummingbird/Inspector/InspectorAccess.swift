/// Whether somebody may see the inspector.
public enum InspectorAccess: Hashable, Sendable {
    case granted

    /// The request says who it comes from, and they may not: 403.
    case denied

    /// The request does not say who it comes from: 401 with this header WWW-Authenticate, such as
    /// `Basic realm="Inspector"`, at which a browser asks for a name and a password.
    case unauthenticated(challenge: String)
}
