import LockstepSQL

/// What foreign keys and triggers read and write when rows of a table change.
struct ChangeEffects {
    /// References and triggers go in circles: what has been followed once needs no second look.
    struct Followed {
        fileprivate var deletions: Set<Change> = []
        fileprivate var updates: [Change: Set<Int>] = [:]
        fileprivate var triggers: Set<String> = []
        fileprivate var pairs: Set<[String]> = []

        init() {}

        fileprivate init(triggers: Set<String>, pairs: Set<[String]>) {
            self.triggers = triggers
            self.pairs = pairs
        }

        fileprivate struct Change: Hashable {
            let table: String
            let isOneRow: Bool
        }
    }

    let catalog: Catalog

    /// True if the statement is about one row at most, so that there is no order of rows.
    var isOneRow = false

    func addInsertion(into table: CatalogTable, to analyzer: StatementAnalyzer) {
        fire(.insert, of: table, to: analyzer)
    }

    func addDeletion(from table: CatalogTable, to analyzer: StatementAnalyzer) {
        guard analyzer.followed.deletions.insert(change(of: table)).inserted else { return }
        analyzer.writes.insert(table.folded, table.columns.indices)
        fire(.delete, of: table, to: analyzer)
        for (child, reference, _) in children(of: table) {
            act(reference.target.onDelete, on: child, reference, isDeletion: true, to: analyzer)
        }
    }

    func addUpdate(of table: CatalogTable, columns: Set<Int>, to analyzer: StatementAnalyzer) {
        let generated = table.columns.indices.filter { table.columns[$0].isGenerated }
        let written = columns.union(columns.isEmpty ? [] : generated)
        let change = change(of: table)
        guard analyzer.followed.updates[change]?.isSuperset(of: written) != true else { return }
        analyzer.followed.updates[change, default: []].formUnion(written)
        analyzer.writes.insert(table.folded, written)
        fire(.update(columns), of: table, to: analyzer)
        for (child, reference, parentColumns) in children(of: table) where !columns.isDisjoint(with: parentColumns) {
            act(reference.target.onUpdate, on: child, reference, isDeletion: false, to: analyzer)
        }
    }

    private func change(of table: CatalogTable) -> Followed.Change {
        Followed.Change(table: table.folded, isOneRow: isOneRow)
    }

    private func act(
        _ action: ForeignKeyTarget.Action?, on child: CatalogTable, _ reference: CatalogTable.Reference,
        isDeletion: Bool, to analyzer: StatementAnalyzer
    ) {
        analyzer.reads.insert(child.folded, reference.columns)
        let effects = ChangeEffects(catalog: catalog)
        switch action {
        case .cascade where isDeletion: effects.addDeletion(from: child, to: analyzer)
        case .cascade, .setNull, .setDefault:
            effects.addUpdate(of: child, columns: Set(reference.columns), to: analyzer)
        case .restrict, .noAction, nil: break
        }
    }

    private func children(of parent: CatalogTable) -> [(CatalogTable, CatalogTable.Reference, Set<Int>)] {
        let references = catalog.childReferences ?? ChildReferences(catalog)
        return references[parent].map { ($0.table, $0.reference, $0.parentColumns) }
    }

    // MARK: - Triggers

    private func fire(_ event: TriggerEvent, of table: CatalogTable, to analyzer: StatementAnalyzer) {
        let fired = catalog.triggers(of: table).filter { $0.isFired(by: event, of: table) }
        for trigger in fired where trigger.side != .both { addEffectOfOneSide(of: trigger, on: table, to: analyzer) }
        let shared = fired.filter { $0.side == .both }
        for trigger in shared {
            if !isOneRow, !TriggerOrder(trigger: trigger, table: table, catalog: catalog).isIrrelevant {
                analyzer.adopt(
                    ReplayObstacle(
                        message: "several rows may fire the trigger `\(trigger.name)`, and their order may matter",
                        place: trigger.place))
            }
            guard analyzer.followed.triggers.insert(trigger.name).inserted else { continue }
            let effect = effect(of: trigger, on: table, followed: analyzer.followed)
            analyzer.followed = effect.followed
            analyzer.reads.formUnion(effect.reads)
            analyzer.writes.formUnion(effect.writes)
            analyzer.writesOfOneSide.formUnion(effect.writesOfOneSide)
            for obstacle in effect.obstacles {
                analyzer.adopt(
                    ReplayObstacle(
                        message: "in the trigger `\(trigger.name)`: \(obstacle.message)", place: trigger.place,
                        advice: obstacle.advice))
            }
        }
        reportOrder(among: shared, on: table, to: analyzer)
    }

    /// What it does has no part in what the mutation is to the other side.
    private func addEffectOfOneSide(
        of trigger: CatalogTrigger, on table: CatalogTable, to analyzer: StatementAnalyzer
    ) {
        var followed = analyzer.followed
        guard followed.triggers.insert(trigger.name).inserted else { return }
        let effect = effect(of: trigger, on: table, followed: followed)
        analyzer.writesOfOneSide.formUnion(effect.writes)
        analyzer.writesOfOneSide.formUnion(effect.writesOfOneSide)
    }

    private func effect(
        of trigger: CatalogTrigger, on table: CatalogTable, followed: Followed
    ) -> StatementAnalyzer {
        let effect = StatementAnalyzer(
            catalog: catalog, source: trigger.source, role: .trigger, oldestSQLite: SQLiteVersion(minor: .max),
            reporter: Reporter())
        effect.mustBeDeterministic = trigger.side == .both
        effect.followed = followed
        effect.inferTrigger(trigger.tree, on: table)
        return effect
    }

    /// SQLite leaves open which of two triggers comes first.
    private func reportOrder(among fired: [CatalogTrigger], on table: CatalogTable, to analyzer: StatementAnalyzer) {
        for (index, first) in fired.enumerated() {
            for second in fired.dropFirst(index + 1)
            where (first.tree.time ?? .before) == (second.tree.time ?? .before) {
                guard analyzer.followed.pairs.insert([first.name, second.name]).inserted else { continue }
                let alone = Followed(triggers: analyzer.followed.triggers, pairs: analyzer.followed.pairs)
                let one = effect(of: first, on: table, followed: alone)
                let other = effect(of: second, on: table, followed: alone)
                let areIndependent =
                    !one.writes.intersects(other.reads) && !one.writes.intersects(other.writes)
                    && !other.writes.intersects(one.reads)
                guard !areIndependent else { continue }
                analyzer.adopt(
                    ReplayObstacle(
                        message: "which of the triggers `\(first.name)` and `\(second.name)` comes first is open",
                        place: second.place))
            }
        }
    }
}
