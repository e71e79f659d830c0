import LockstepSQL

/// Makes the model of the tables.
struct TableBuilder {
    let catalog: Catalog
    let permissions: ReadPermissions

    /// Parents before children; tables that refer to each other in order of creation.
    func tables() -> [Table] {
        var sorted: [CatalogTable] = []
        var remaining = catalog.orderedTables
        var names = Set(remaining.map(\.folded))
        while !remaining.isEmpty {
            let index = remaining.firstIndex { table in
                table.references.allSatisfy { reference in
                    let parent = reference.target.table.folded
                    return parent == table.folded || !names.contains(parent)
                }
            }
            let next = remaining.remove(at: index ?? 0)
            names.remove(next.folded)
            sorted.append(next)
        }
        return sorted.map(table)
    }

    private func table(_ table: CatalogTable) -> Table {
        Table(
            name: table.name, structName: SwiftIdentifier(table.structName),
            documentation: table.comments.documentation,
            columns: table.columns.enumerated().map { column($1, isInKey: table.key.contains($0)) },
            key: table.keyNames, isStrict: table.isStrict, isWithoutRowID: table.isWithoutRowid,
            foreignKeys: table.references.compactMap { foreignKey($0, of: table) },
            uniqueConstraints: table.uniques.map { unique in
                UniqueConstraint(columns: unique.columns.map { table.columns[$0].name }, isPartial: unique.isPartial)
            }, side: table.side, readAccess: permissions.access(of: table))
    }

    private func column(_ column: CatalogColumn, isInKey: Bool) -> Column {
        var hasDefault = true
        if case .none = column.defaultValue { hasDefault = false }
        return Column(
            name: column.name, property: SwiftIdentifier(column.property),
            documentation: column.comments.documentation, declaredType: column.declaredType,
            affinity: column.affinity, type: column.type ?? ValueType(.string, .any), isGenerated: column.isGenerated,
            isStored: column.isStored,
            isInKey: isInKey, hasDefault: hasDefault)
    }

    private func foreignKey(_ reference: CatalogTable.Reference, of table: CatalogTable) -> ForeignKey? {
        guard let parent = catalog.parent(of: reference) else { return nil }
        let target = reference.target
        return ForeignKey(
            columns: reference.columns.map { table.columns[$0].name }, parentTable: parent.table.name,
            parentColumns: parent.columns.map { parent.table.columns[$0].name }, onDelete: Self.action(target.onDelete),
            onUpdate: Self.action(target.onUpdate),
            isDeferred: target.deferral.map { $0.isDeferrable && $0.isInitiallyDeferred } ?? false)
    }

    private static func action(_ action: ForeignKeyTarget.Action?) -> ForeignKey.Action {
        switch action {
        case .setNull: .setNull
        case .setDefault: .setDefault
        case .cascade: .cascade
        case .restrict: .restrict
        case .noAction, nil: .noAction
        }
    }
}
