/// Which part of the generated code a target gets.
public enum GeneratedHalf: Hashable, Sendable {
    /// All of it.
    case both

    /// What clients and servers share. What only servers need is in another target.
    case shared

    /// What only servers need. The module has the rest.
    case server(sharing: String)
}
