import LockstepSQL

/// The FROM clause and the conditions of one SELECT, UPDATE or DELETE.
struct QueryBlock {
    struct Reference {
        /// The table's or view's name in lower case.
        let name: String

        /// The alias, else the name, in lower case.
        let label: String

        let span: SourceSpan
    }

    private(set) var references: [Reference] = []

    /// What AND joins in WHERE and ON.
    private(set) var conditions: [Expression] = []

    /// Columns in lower case that USING compares.
    private(set) var sharedColumns: [String] = []

    let orderBy: [OrderingTerm]

    init(_ query: SelectQuery, orderBy: [OrderingTerm]) {
        self.orderBy = query.groupBy.isEmpty ? orderBy : []
        query.from.map { add($0) }
        conditions += query.condition?.conjuncts ?? []
    }

    init(_ target: TargetTable, from: FromClause?, condition: Expression?) {
        orderBy = []
        let label = (target.alias ?? target.name.name).folded
        references.append(Reference(name: target.name.name.folded, label: label, span: target.span))
        from.map { add($0) }
        conditions += condition?.conjuncts ?? []
    }

    private mutating func add(_ from: FromClause) {
        for table in from.tables {
            switch table.kind {
            case .table(let name, _):
                let label = (table.alias ?? name.name).folded
                references.append(Reference(name: name.name.folded, label: label, span: table.span))
            case .nested(let nested): add(nested)
            case .function, .subquery: break
            }
        }
        for join in from.joins {
            switch join.constraint {
            case .on(let condition): conditions += condition.conjuncts
            case .using(let names): sharedColumns += names.map(\.folded)
            case nil: break
            }
        }
    }
}
