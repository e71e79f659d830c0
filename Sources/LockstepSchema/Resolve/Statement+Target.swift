import LockstepSQL

extension Statement {
    /// What an INSERT, UPDATE or DELETE writes to; nil for other statements.
    var targetTable: TargetTable? {
        switch kind {
        case .insert(let insert): insert.table
        case .update(let update): update.table
        case .delete(let delete): delete.table
        default: nil
        }
    }
}
