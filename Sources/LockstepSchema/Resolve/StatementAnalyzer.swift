import LockstepSQL

/// Resolves the names of a statement, types its expressions, and notes what it reads, writes and needs.
///
/// Its extensions follow the grammar: expressions, operators, functions, FROM, SELECT, INSERT, UPDATE, DELETE.
final class StatementAnalyzer {
    /// Where the statement stands, which decides what it may do.
    enum Role {
        case query, mutation, migration, view
        /// The statements of a trigger.
        case trigger
        /// A CHECK, a generated column, the terms of an index.
        case constraint
        /// The grant or the scope of a read rule.
        case permission
        /// A statement that belongs to no definition; see `ResultInference`.
        case freeStanding

        /// How messages call it.
        var text: String {
            switch self {
            case .query: "query"
            case .mutation: "mutation"
            case .migration, .constraint: "migration"
            case .view: "view"
            case .trigger: "trigger"
            case .permission: "read rule"
            case .freeStanding: "statement"
            }
        }
    }

    let catalog: Catalog
    let source: SourceText
    let role: Role
    let oldestSQLite: SQLiteVersion
    let reporter: Reporter

    /// Statements of mutations and migrations, and the views in them, must do the same on every device.
    var mustBeDeterministic: Bool

    /// What is known of the parameters so far, by name in lowerCamelCase.
    let parameters: [String: ValueType]

    /// Parameters under `-- rows`, by name in lowerCamelCase.
    let bulkRows: [String: BulkRow]

    /// By the offset where the parameter stands.
    private(set) var uses: [Int: ParameterUse] = [:]

    /// `new` and `old` in a trigger, around the scope of each of its statements.
    var outer: Scope?

    /// What triggers that exist on one side only write on top of `writes`: no part of the statement's own effect.
    var writesOfOneSide = AccessSet()

    /// Where it names tables and columns, if that is asked for.
    var sites: NameSites?

    var reads = AccessSet()
    var writes = AccessSet()

    /// Changes that have been followed along foreign keys; see `ChangeEffects`.
    var followed = ChangeEffects.Followed()
    private(set) var obstacles: [ReplayObstacle] = []

    /// Why the first operand of the expression that is being looked at may be NULL.
    var operandReason: NullReason?

    /// What has been found of expressions; see `infer`.
    var memo: [InferenceKey: (type: ExpressionType, scope: Scope)] = [:]

    /// Whether columns of tables that are not STRICT hold what their declaration says. Lockstep sees to it that
    /// statements store nothing else.
    let trustsDeclarations: Bool

    /// What takes the place of `*` in the final text.
    var expansions: [SourceSpan: String] = [:]

    /// Common table expressions, inner ones last.
    var commonTables: [[String: CommonTableShape]] = []

    init(
        catalog: Catalog, source: SourceText, role: Role, oldestSQLite: SQLiteVersion, reporter: Reporter,
        parameters: [String: ValueType] = [:], bulkRows: [String: BulkRow] = [:], trustsDeclarations: Bool = true
    ) {
        self.trustsDeclarations = trustsDeclarations
        self.catalog = catalog
        self.source = source
        self.role = role
        self.oldestSQLite = oldestSQLite
        self.reporter = reporter
        self.parameters = parameters
        self.bulkRows = bulkRows
        mustBeDeterministic = [.mutation, .migration, .trigger, .constraint, .permission].contains(role)
    }

    func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(source, span) }

    func error(_ message: String, at span: SourceSpan, suggestion: String? = nil) {
        reporter.error(message, at: place(span), suggestion: suggestion)
    }

    /// Notes why a replay might have another effect; of a view, for the mutation that uses it.
    func obstacle(_ message: String, at span: SourceSpan, advice: String? = nil) {
        let obstacle = ReplayObstacle(message: message, place: place(span), advice: advice)
        if [.mutation, .view, .trigger].contains(role), !obstacles.contains(obstacle) { obstacles.append(obstacle) }
    }

    /// Notes what another statement, of a trigger for example, has in the way of a replay.
    func adopt(_ obstacle: ReplayObstacle) {
        if !obstacles.contains(obstacle) { obstacles.append(obstacle) }
    }

    /// Keeps, of several looks at one place, the one that says most.
    func note(_ use: ParameterUse) {
        let offset = use.place.span.start
        if let other = uses[offset], other.hint.swift != nil, use.hint.swift == nil { return }
        uses[offset] = use
    }

    /// Names of tables, views and common tables that are visible.
    var relationNames: [String] {
        catalog.relationNames + commonTables.flatMap { $0.values.map(\.name) }
    }
}
