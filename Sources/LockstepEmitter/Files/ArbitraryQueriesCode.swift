import LockstepSchema

/// `arbitraryQueries` of the root type: each query once, with arbitrary arguments.
struct ArbitraryQueriesCode {
    private let root: Root
    private let part: SchemaPart

    /// The type of a query's result as code outside of the root type has it.
    private let valueType: (Query) -> SwiftCode

    init(_ root: Root, _ part: SchemaPart, valueType: @escaping (Query) -> SwiftCode) {
        self.root = root
        self.part = part
        self.valueType = valueType
    }

    var code: SwiftCode {
        let list: SwiftCode = "[any \(root.runtime("SchemaQuery"))<\(root.name)>]"
        let generator: SwiftCode = "using generator: inout some RandomNumberGenerator"
        let head: SwiftCode = "\(root.access)static func arbitraryQueries("
        return """
            extension \(root.name) {
                /// Every query, sorted by name, with arguments as tests need them; see `Mutation.arbitrary(using:)`.
                \(.list(head, [generator], ") -> \(list) {", .likeParameters))
                    \(lines: body(list))
                }
            }
            """
    }

    /// A statement for each query, and the type spelled out: a literal of all of them is slow to compile.
    private func body(_ list: SwiftCode) -> [SwiftCode] {
        let queries = part.queries
        guard !queries.isEmpty else { return ["[]"] }
        return ["var queries: \(list) = []"] + queries.map(statement) + ["return queries"]
    }

    private func statement(_ query: Query) -> SwiftCode {
        let arguments: [SwiftCode] = query.arguments.map { "\(callLabel: $0.name): .arbitrary(using: &generator)" }
        let member: SwiftCode = "Query<\(root.name), \(valueType(query))>.\(query.name)"
        guard !arguments.isEmpty else { return .list("queries.append(", [member], ")", .eachElement) }
        let call: SwiftCode = .list("\(member)(", arguments, ")", .likeParameters)
        return .list("queries.append(", [call], ")", .eachElement)
    }
}
