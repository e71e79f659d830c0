public import LockstepSQL

/// A table that a statement finds rows in.
public struct QueriedTable: Sendable {
    /// As the schema spells it.
    public let table: String

    /// What the statement calls it, in lower case: its alias or its name.
    public let label: String

    /// Where it stands in the statement; of a table in a view, where the view does.
    public let span: SourceSpan

    /// Sets of indexes that might spare reading the whole table, the best first. Empty if no condition is such that an
    /// index could serve it.
    public let proposals: [[IndexProposal]]
}

/// Finds the tables of statements.
public struct QueriedTables: Sendable {
    private let tables: [String: Table]
    private let views: [String: Select]

    /// - Parameter views: By name in lower case.
    public init(schema: Schema, views: [String: Select]) {
        tables = Dictionary(schema.tables.map { (Identifier.fold($0.name), $0) }, uniquingKeysWith: { $1 })
        self.views = views
    }

    /// The tables in the order in which they stand in the statement, views taken apart.
    public func tables(in statement: Statement) -> [QueriedTable] {
        var blocks: [QueryBlock] = []
        switch statement.kind {
        case .update(let update):
            blocks.append(QueryBlock(update.table, from: update.from, condition: update.condition))
        case .delete(let delete):
            blocks.append(QueryBlock(delete.table, from: nil, condition: delete.condition))
        default: break
        }
        var visitor = ExpressionVisitor { _ in }
        visitor.onQuery = { blocks.append(QueryBlock($0, orderBy: $1)) }
        visitor.visit(statement)
        return blocks.flatMap { tables(of: $0, at: nil, depth: 0) }
    }

    /// - Parameter span: Where the view stands that the block is of.
    private func tables(of block: QueryBlock, at span: SourceSpan?, depth: Int) -> [QueriedTable] {
        let named = block.references.map { reference in
            IndexableConditions.Source(label: reference.label, table: tables[reference.name])
        }
        return zip(block.references, named).flatMap { reference, source -> [QueriedTable] in
            if let table = source.table {
                let conditions = IndexableConditions(block: block, source: source)
                return [
                    QueriedTable(
                        table: table.name, label: reference.label, span: span ?? reference.span,
                        proposals: conditions.proposals())
                ]
            }
            // A view of a view of a view: SQLite refuses circles when the view is used.
            guard let view = views[reference.name], depth < 16 else { return [] }
            var blocks: [QueryBlock] = []
            var visitor = ExpressionVisitor { _ in }
            visitor.onQuery = { blocks.append(QueryBlock($0, orderBy: $1)) }
            visitor.visit(view)
            return blocks.flatMap { tables(of: $0, at: span ?? reference.span, depth: depth + 1) }
        }
    }
}
