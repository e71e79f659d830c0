import LockstepSchema

/// Which generated files mention types of the app's, and so import the app's modules.
struct CustomTypes {
    enum Use {
        case none, inBodies, inSignatures
    }

    let inRows: Bool
    let inMutations: Bool
    let inQueries: Bool

    init(in part: SchemaPart, mutations: [Mutation]) {
        let columns = part.tables.flatMap(\.columns).map(\.type)
        let fields = part.rowStructs.flatMap(\.fields).compactMap(\.valueType)
        let members = part.bulkRows.flatMap(\.fields).map(\.type)
        let scalars = part.queries.compactMap { query in
            if case .scalar(let type) = query.result { type } else { nil }
        }
        inRows = (columns + fields + members).contains(where: Self.isCustom)
        inMutations = mutations.flatMap(\.arguments).map(\.type).contains(where: Self.isCustom)
        inQueries = (part.queries.flatMap(\.arguments).map(\.type) + scalars).contains(where: Self.isCustom)
    }

    private static func isCustom(_ type: ValueType) -> Bool {
        if case .custom = type.swift { true } else { false }
    }

    /// The imports of a file.
    ///
    /// They must hold in a module where imports are internal by default and in one where they are public. Swift warns of
    /// a `public import` that no signature needs; since nothing says which of several modules declares a type, several
    /// are imported without a level.
    /// - Parameter module: The module of the other half, if that is another.
    static func imports(of schema: Schema, _ use: Use, sharing module: String? = nil) -> [SwiftCode] {
        let level = schema.access == .internal ? "import" : "\(schema.access.rawValue) import"
        let modules = use == .none ? [] : schema.imports
        let others = modules.map { module in
            (module, use == .inSignatures && schema.imports.count == 1 ? level : "import")
        }
        let shared = module.map { [($0, level)] } ?? []
        return (others + shared + [("Lockstep", level)])
            .sorted { $0.0 < $1.0 }
            .map { module, keyword in "\(raw: keyword) \(raw: module)" }
    }
}
