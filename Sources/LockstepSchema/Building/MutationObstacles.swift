import LockstepSQL

/// Why a mutation may do something else to a client's tables than it does on the server.
struct MutationObstacles {
    let analysis: DefinitionAnalysis
    let catalog: Catalog
    let permissions: ReadPermissions
    let handler: (handler: MutationHandler, place: SourcePlace)?

    /// What is bound in each statement.
    let statements: [BoundStatement]
    let arguments: [Argument]

    func all() -> [ReplayObstacle] {
        var obstacles: [ReplayObstacle] = []
        if let handler, let reason = Self.reason(handler.handler) {
            obstacles.append(ReplayObstacle(message: reason, place: handler.place))
        }
        for index in analysis.analyzers.indices {
            let place = analysis.definition.place(DefinitionSides.span(of: analysis.definition.statements[index]))
            let analyzer = analysis.analyzers[index]
            let tables = tables(of: analyzer)
            if analysis.sides[index] == .server, let table = tables.first(where: { $0.side == .server }) {
                let verb = analyzer.writes.tables.contains(table.folded) ? "writes" : "reads"
                obstacles.append(
                    ReplayObstacle(message: "it \(verb) `\(table.name)`, which clients do not have", place: place))
            }
            let restricted = permissions.restrictedTables
            if let table = tables.first(where: { restricted.contains($0.folded) }) {
                obstacles.append(
                    ReplayObstacle(
                        message: "a client has only those rows of `\(table.name)` that its user may read", place: place)
                )
            }
            obstacles += analyzer.obstacles
        }
        return obstacles + hiddenArguments
    }

    /// What only conditions and handlers look at is sent to nobody, and without it there is no call to replay.
    private var hiddenArguments: [ReplayObstacle] {
        let shown = Set(
            statements.flatMap(\.bindings).compactMap { binding in
                switch binding {
                case .argument(let name, _), .isSet(let name): name
                case .actor, .now, .committedAt: nil
                }
            })
        return arguments.filter { !shown.contains($0.name) }.map { argument in
            ReplayObstacle(
                message: "its argument `\(argument.name.name)` is for the server alone, and is not sent to others",
                place: analysis.definition.namePlace)
        }
    }

    private func tables(of analyzer: StatementAnalyzer) -> [CatalogTable] {
        analyzer.writes.tables.union(analyzer.reads.tables).sorted().compactMap { catalog[table: $0] }
    }

    /// What runs after the statements cannot change what they did: it does not change data.
    private static func reason(_ handler: MutationHandler) -> String? {
        switch handler {
        case .before: "a handler runs on the server before the statements"
        case .instead: "a handler runs on the server instead of the statements"
        case .after: nil
        }
    }
}
