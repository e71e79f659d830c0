import LockstepSQL

/// A table as the migrations leave it.
struct CatalogTable {
    struct Unique {
        /// Indexes of columns; empty if the index is over expressions.
        var columns: [Int]
        let isPartial: Bool

        /// True if one of the columns is compared by another collation than BINARY.
        let hasOtherCollation: Bool

        /// The index's name in lower case; nil for a constraint.
        let indexName: String?
    }

    struct Reference {
        /// Indexes of columns.
        var columns: [Int]
        var target: Target
        let place: SourcePlace
    }

    /// What a foreign key refers to, by the names that it has after the migrations so far.
    struct Target {
        struct Name {
            var name: String
            let span: SourceSpan

            var folded: String { Identifier.fold(name) }

            init(_ name: Identifier) {
                self.name = name.name
                span = name.span
            }
        }

        var table: Name

        /// Nil for the parent's primary key.
        var columns: [Name]?
        let onDelete: ForeignKeyTarget.Action?
        let onUpdate: ForeignKeyTarget.Action?
        let deferral: Deferral?

        init(_ target: ForeignKeyTarget) {
            table = Name(target.table)
            columns = target.columns?.map(Name.init)
            onDelete = target.onDelete
            onUpdate = target.onUpdate
            deferral = target.deferral
        }
    }

    /// A constraint or a generated column that names columns, which therefore cannot be dropped.
    struct ColumnUse {
        /// `a CHECK`
        let what: String

        /// The column that it is declared with, and goes with; nil for a constraint of the table.
        var owner: Int?
        var columns: Set<Int>
        let place: SourcePlace
    }

    var name: String

    /// The name, where it is declared.
    let place: SourcePlace

    var columns: [CatalogColumn]

    /// Indexes of the primary key's columns, in the key's order.
    var key: [Int]

    /// The column that is another name of the rowid: `INTEGER PRIMARY KEY`.
    var rowidAlias: Int?

    let autoincrement: SourcePlace?
    let isStrict: Bool
    let isWithoutRowid: Bool
    var references: [Reference]

    /// UNIQUE constraints and unique indexes other than the primary key.
    var uniques: [Unique]

    /// How its constraints handle conflicts where a statement does not say: those with an ON CONFLICT.
    var conflictActions: Set<ConflictAction> = []

    var uses: [ColumnUse] = []

    /// Nil for a table of SQLite's own storage.
    var module: VirtualModule?

    /// True for an FTS5 table that does not store the values of its rows: `content=`. It is emptied by a command of its
    /// own (https://www.sqlite.org/fts5.html#the_delete_all_command).
    var hasContentElsewhere = false

    /// Columns that only their names reach: `rank` of FTS5.
    var hiddenColumns: [HiddenColumn] = []

    struct HiddenColumn {
        var name: String
        let type: ExpressionType
    }

    var comments: CommentBlock

    /// The statement that makes it.
    let statementPlace: SourcePlace

    var folded: String { Identifier.fold(name) }

    func index(ofColumn name: String) -> Int? {
        let folded = Identifier.fold(name)
        return columns.firstIndex { $0.folded == folded }
    }

    var keyNames: [String] { key.map { columns[$0].name } }

    /// Who has the table: `-- side:`, which `TableRules` checks.
    var side: TableSide {
        comments.directives(.side).first.flatMap { TableSide(rawValue: $0.value) } ?? .replicated
    }

    /// `-- read: everyone`, which `TableRules` checks.
    var isReadByEveryone: Bool { !comments.directives(.read).isEmpty }

    /// The row struct's name.
    var structName: String {
        comments.directives(.struct).first?.value ?? SwiftNaming.upperCamelCase(name)
    }

    /// Takes a column away that nothing else in the table uses.
    mutating func removeColumn(at index: Int) {
        func moved(_ column: Int) -> Int { column > index ? column - 1 : column }
        columns.remove(at: index)
        key = key.map(moved)
        rowidAlias = rowidAlias.map(moved)
        references = references.filter { !$0.columns.contains(index) }
        for position in references.indices { references[position].columns = references[position].columns.map(moved) }
        for position in uniques.indices { uniques[position].columns = uniques[position].columns.map(moved) }
        uses = uses.filter { $0.owner != index }
        for position in uses.indices {
            uses[position].owner = uses[position].owner.map(moved)
            uses[position].columns = Set(uses[position].columns.map(moved))
        }
        for position in columns.indices {
            guard var generated = columns[position].generated else { continue }
            generated.names.removeAll { $0.column == index }
            generated.names = generated.names.map { .init(name: $0.name, column: moved($0.column)) }
            columns[position].generated = generated
        }
    }
}

extension TableSide {
    /// Where a statement about the table can run.
    var execution: ExecutionSide {
        switch self {
        case .replicated: .both
        case .server: .server
        case .client, .derived: .client
        }
    }
}
