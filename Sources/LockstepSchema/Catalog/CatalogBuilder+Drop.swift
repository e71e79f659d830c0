import LockstepSQL

extension CatalogBuilder {
    /// With IF EXISTS, what is not there is no mistake: nothing happens on any replica.
    mutating func drop(_ drop: Drop, source: SourceText) -> ExecutionSide? {
        guard isInMain(drop.name, source: source) else { return .both }
        let place = SourcePlace(source, drop.name.span)
        let name = drop.name.name
        switch drop.subject {
        case .table: return dropTable(name, ifExists: drop.ifExists, at: place)
        case .index:
            guard let index = catalog.indexes[name.folded] else {
                reportMissing("index", name, among: catalog.indexes.values.map(\.name), drop, at: place)
                return .both
            }
            let side = catalog[table: index.table]?.side.execution ?? .both
            catalog.removeIndex(name.name)
            return side
        case .view:
            guard let view = catalog.view(name.name) else {
                if catalog[table: name.name] != nil {
                    reporter.error("`\(name.name)` is a table", at: place, suggestion: "write DROP TABLE")
                } else {
                    reportMissing("view", name, among: catalog.views.values.map(\.name), drop, at: place)
                }
                return .both
            }
            catalog.removeView(name.name)
            lastDrop = place
            return view.side
        case .trigger:
            guard let trigger = catalog.triggers[name.folded] else {
                reportMissing("trigger", name, among: catalog.triggers.values.map(\.name), drop, at: place)
                return .both
            }
            catalog.removeTrigger(name.name)
            return trigger.keepsDerived ? nil : trigger.side
        }
    }

    private mutating func dropTable(_ name: Identifier, ifExists: Bool, at place: SourcePlace) -> ExecutionSide {
        if let table = catalog[table: name.name] {
            catalog.removeTable(name.name)
            dropped[name.folded] = DroppedTable(table: table, place: place)
            lastDrop = place
            return table.side.execution
        }
        if let view = catalog.view(name.name) {
            reporter.error(
                "`\(name.name)` is a view", at: place, notes: [.init("the view", at: view.place)],
                suggestion: "write DROP VIEW")
        } else if !ifExists {
            catalog.reportMissingTable(name.name, at: place, reporter: reporter)
        }
        return .both
    }

    private func reportMissing(
        _ what: String, _ name: Identifier, among names: [String], _ drop: Drop, at place: SourcePlace
    ) {
        guard !drop.ifExists else { return }
        reporter.error(
            "there is no \(what) `\(name.name)`", at: place, suggestion: suggestion(for: name.name, among: names))
    }
}
