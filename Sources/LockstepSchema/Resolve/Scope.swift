import LockstepSQL

/// The column of a table.
struct ColumnOrigin: Hashable {
    /// The table's name in lower case.
    let table: String
    let index: Int
}

/// A column that names can refer to.
struct ScopeColumn {
    let name: String

    /// As in the table or the select that it comes from, whatever an outer join does to it.
    var type: ExpressionType

    /// Nil for a column of a subquery, a view or a table-valued function.
    var origin: ColumnOrigin?

    /// For `value` of `json_each(:ids)`: the parameter whose elements it is.
    var listParameter: String?

    /// For `value` of `json_each(:cards)` under `-- rows`: the parameter whose elements it is.
    var bulkParameter: String?

    /// True for a column that `*` leaves out: `rank` of FTS5.
    let isHidden: Bool

    let folded: String

    init(
        name: String, type: ExpressionType, origin: ColumnOrigin? = nil, listParameter: String? = nil,
        bulkParameter: String? = nil, isHidden: Bool = false
    ) {
        self.name = name
        self.type = type
        self.origin = origin
        self.listParameter = listParameter
        self.bulkParameter = bulkParameter
        self.isHidden = isHidden
        folded = Identifier.fold(name)
    }
}

/// A term of a FROM clause.
struct ScopeSource {
    /// The alias, else the table's name; empty for a subquery without alias.
    let name: String
    var columns: [ScopeColumn]

    /// Nil for a subquery, a view or a table-valued function.
    let table: CatalogTable?

    /// True if an outer join may fill it with NULLs.
    var isNullSide = false

    /// Indexes of columns that the conditions show not to be NULL.
    var proven: Set<Int> = []

    /// Names in lower case of columns that USING or NATURAL joins with a source on the left: without a qualifier they
    /// mean that one, and `*` has them once.
    var joined: Set<String> = []

    /// Names in lower case of columns that a RIGHT or FULL JOIN joins by USING: without a qualifier they mean the first
    /// of the columns joined that is not NULL.
    var coalesced: Set<String> = []

    /// True for `new`, `old` and `excluded`, which only a qualified name can mean.
    var needsQualifier = false

    /// False for the `new` of an INSERT: its columns are what is written.
    var isRead = true

    /// True if the name is an alias, which stays when the table is renamed.
    var hasAlias = false

    var folded: String { Identifier.fold(name) }

    /// What `*` stands for.
    var visibleColumns: [ScopeColumn] { columns.filter { !$0.isHidden } }

    func index(of folded: String) -> Int? {
        columns.firstIndex { $0.folded == folded }
    }

    func type(at index: Int) -> ExpressionType {
        let isFilled = isNullSide && proven.isEmpty
        let type = columns[index].type.nullable(isFilled, because: .outerJoin(name))
        return proven.contains(index) ? type.notNull() : type
    }
}

/// The names that an expression can use: the sources of its select, then those of the selects around it.
final class Scope {
    enum Grouping: Equatable {
        case none
        /// Aggregates without GROUP BY: one row, of no rows perhaps.
        case single
        case grouped
    }

    var sources: [ScopeSource] { didSet { epoch = latestEpoch + 1 } }
    let parent: Scope?

    /// Changes with what expressions may mean; see `StatementAnalyzer.infer`.
    private(set) var epoch = 0 { didSet { latestEpoch = max(latestEpoch, epoch) } }
    private var latestEpoch = 0

    /// The epochs within branches, so that what was found in one is found again.
    private var branchEpochs: [Branch: Int] = [:]

    private struct Branch: Hashable {
        let epoch: Int
        let proven: Set<Place>
    }

    /// Expressions of the result by alias in lower case: what WHERE and the clauses after it may name as well.
    var aliases: [String: Expression] = [:]
    var allowsAliases = false

    var grouping = Grouping.none { didSet { epoch = latestEpoch + 1 } }
    var allowsAggregates = false { didSet { epoch = latestEpoch + 1 } }
    var allowsWindows = false { didSet { epoch = latestEpoch + 1 } }

    /// How many aggregates stand around the expression that is being looked at.
    var aggregateDepth = 0

    /// True while the expressions are about groups: in the result, HAVING and ORDER BY.
    var isAfterGrouping = false { didSet { epoch = latestEpoch + 1 } }

    /// Columns of GROUP BY.
    var groupedColumns: Set<Place> = [] { didSet { epoch = latestEpoch + 1 } }

    var windows: [String: Window] = [:] { didSet { epoch = latestEpoch + 1 } }

    /// True if a source could not be found, which has been reported: any name may be one of its columns.
    var hasUnknownSource = false

    var hasUnknownSourceAround: Bool {
        hasUnknownSource || parent?.hasUnknownSourceAround ?? false
    }

    /// A column by the indexes of its source and of itself there.
    struct Place: Hashable {
        let source: Int
        let column: Int
    }

    /// Runs something that only rows reach in which the columns are not NULL.
    func proving<Value>(_ places: Set<Place>, _ body: () -> Value) -> Value {
        let open = places.filter { !sources[$0.source].proven.contains($0.column) }
        guard !open.isEmpty else { return body() }
        let outside = (epoch, sources)
        let branch = Branch(epoch: epoch, proven: open)
        for place in open { sources[place.source].proven.insert(place.column) }
        let inside = branchEpochs[branch] ?? latestEpoch + 1
        branchEpochs[branch] = inside
        epoch = inside
        let value = body()
        sources = outside.1
        epoch = outside.0
        return value
    }

    init(sources: [ScopeSource] = [], parent: Scope? = nil) {
        self.sources = sources
        self.parent = parent
    }

    /// The type of the first of several columns that is not NULL.
    func coalescedType(of places: [Place]) -> ExpressionType {
        let types = places.map { sources[$0.source].type(at: $0.column) }
        return types.allSatisfy(\.isNullable) ? .merging(types) : .merging(types).notNull()
    }

    enum Lookup {
        case column(Scope, Place)
        /// What a RIGHT or FULL JOIN makes of columns by USING: the first that is not NULL.
        case coalesced(Scope, [Place])
        case rowid(Scope, source: Int)
        case alias(Scope, Expression)
        case ambiguous([String])
        case missing
    }

    /// Finds what a name means, in the order of SQLite's own lookup: the sources, the rowid, the aliases, and then the
    /// same in the scope around.
    func lookup(_ reference: ColumnReference) -> Lookup {
        let found = matches(reference)
        if found.count > 1, let first = found.first {
            guard isJoined(found) else { return .ambiguous(found.map { sources[$0.source].name }) }
            let name = reference.name.folded
            let isCoalesced = found.contains { sources[$0.source].coalesced.contains(name) }
            return isCoalesced ? .coalesced(self, found) : .column(self, first)
        }
        if let place = found.first { return .column(self, place) }
        if let source = rowidSource(reference) { return .rowid(self, source: source) }
        if allowsAliases, reference.table == nil, let expression = aliases[reference.name.folded] {
            return .alias(self, expression)
        }
        return parent?.lookup(reference) ?? .missing
    }

    private func matches(_ reference: ColumnReference) -> [Place] {
        let name = reference.name.folded
        let table = reference.table?.folded
        var places: [Place] = []
        for source in sources.indices {
            if let table {
                guard sources[source].folded == table else { continue }
            } else if sources[source].needsQualifier {
                continue
            }
            if let column = sources[source].index(of: name) { places.append(Place(source: source, column: column)) }
        }
        return places
    }

    /// True if all but the first are joined with it by USING.
    private func isJoined(_ places: [Place]) -> Bool {
        places.dropFirst().allSatisfy {
            sources[$0.source].joined.contains(sources[$0.source].columns[$0.column].folded)
        }
    }

    private func rowidSource(_ reference: ColumnReference) -> Int? {
        guard ["rowid", "_rowid_", "oid"].contains(reference.name.folded) else { return nil }
        let found = sources.indices.filter { index in
            let source = sources[index]
            guard let table = source.table, !table.isWithoutRowid else { return false }
            return reference.table.map { $0.folded == source.folded } ?? !source.needsQualifier
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The names that a column reference could have meant, for suggestions.
    func columnNames(of table: Identifier?) -> [String] {
        let own = sources.filter { source in
            table.map { $0.folded == source.folded } ?? !source.needsQualifier
        }.flatMap { $0.columns.map(\.name) }
        return own + (parent?.columnNames(of: table) ?? [])
    }

    var sourceNames: [String] {
        sources.map(\.name) + (parent?.sourceNames ?? [])
    }
}
