import LockstepSchema

extension Mutation {
    /// The arguments in the order that they have in Swift: those that say which row it is about, then the others as they
    /// appear in the SQL, then those that may be left out.
    ///
    /// SQL has the key of an UPDATE at its end, where nobody would look for it in a call.
    var labels: [Argument] {
        let key = Set(addressedRow?.key.compactMap(\.argument) ?? [])
        guard !key.isEmpty || arguments.contains(where: \.isChange) else { return arguments }
        let addressing = arguments.filter { key.contains($0.name) }
        let others = arguments.filter { !key.contains($0.name) }
        return addressing + others.filter { !$0.isChange } + others.filter(\.isChange)
    }
}

extension Binding {
    /// The argument that is bound, if it is one.
    fileprivate var argument: SwiftIdentifier? {
        switch self {
        case .argument(let name, _), .isSet(let name): name
        case .actor, .now, .committedAt: nil
        }
    }
}
