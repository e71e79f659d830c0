import LockstepSchema

/// Which generated files mention types of the app's, and so import the app's modules.
struct CustomTypes {
    enum Use {
        case none, inBodies, inSignatures
    }

    let inRows: Bool
    let inMutations: Bool
    let inQueries: Bool

    init(in schema: Schema) {
        let columns = schema.tables.flatMap(\.columns).map(\.type)
        let fields = schema.rowStructs.flatMap(\.fields).compactMap { field in
            if case .value(let type) = field.content { type } else { nil }
        }
        let scalars = schema.queries.compactMap { query in
            if case .scalar(let type) = query.result { type } else { nil }
        }
        inRows = (columns + fields).contains(where: Self.isCustom)
        inMutations = schema.mutations.flatMap(\.arguments).map(\.type).contains(where: Self.isCustom)
        inQueries = (schema.queries.flatMap(\.arguments).map(\.type) + scalars).contains(where: Self.isCustom)
    }

    private static func isCustom(_ type: ValueType) -> Bool {
        if case .custom = type.swift { true } else { false }
    }

    /// The imports of a file.
    ///
    /// They must hold in a module where imports are internal by default and in one where they are public. Swift warns of
    /// a `public import` that no signature needs; since nothing says which of several modules declares a type, several
    /// are imported without a level.
    static func imports(of schema: Schema, _ use: Use) -> [SwiftCode] {
        let isPublic = schema.access == .public
        let modules = use == .none ? [] : schema.imports
        let others = modules.map { module in
            (module, isPublic && use == .inSignatures && schema.imports.count == 1 ? "public import" : "import")
        }
        return (others + [("Lockstep", isPublic ? "public import" : "import")])
            .sorted { $0.0 < $1.0 }
            .map { module, keyword in "\(raw: keyword) \(raw: module)" }
    }
}
