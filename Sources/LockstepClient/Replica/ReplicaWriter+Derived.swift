import CSQLite
import GRDB
import Lockstep

extension ReplicaWriter {
    /// Installs the triggers that keep the derived tables when the replica is opened, if these are as the triggers make
    /// them.
    ///
    /// - Returns: False if they must be filled: in a file that has just been made, that another build kept with other
    ///   triggers, or where these had failed.
    func findDerivedTables() throws -> Bool {
        guard !derived.isEmpty else { return true }
        let statement = try connection.statement(
            "SELECT derivation = ?1 AND derivation_failure IS NULL FROM lockstep_replica WHERE id = 1" as StaticString)
        try statement.bind(derived.fingerprint, at: 1)
        guard try statement.first({ try $0.value(Bool.self, at: 0) }) ?? false else { return false }
        try derived.install(on: connection)
        return true
    }

    /// Does as the last transaction did, which may be another process's: where it found that the triggers fail, nobody runs
    /// them; where it filled the tables again, everybody does.
    func followDerivedTables() throws {
        guard !derived.isEmpty else { return }
        let hasFailed = try derivationFailure() != nil
        keepsDerivedTables = !hasFailed
        guard try derived.areInstalled(on: connection) == hasFailed else { return }
        if hasFailed { try derived.remove(from: connection) } else { try derived.install(on: connection) }
    }

    /// Runs `body` without the triggers, then fills the derived tables. For what replaces most rows, and for a step that the
    /// triggers would stop.
    func fillingDerivedTables<Result>(after body: () throws -> Result) throws -> Result {
        guard !derived.isEmpty else { return try body() }
        try derived.remove(from: connection)
        let result = try body()
        try fillDerivedTables()
        return result
    }

    /// Empties the derived tables, and lets every row pass the triggers.
    ///
    /// If that fails they stay empty and without triggers, and the replica says why: the rows that they follow from are of
    /// more worth.
    func fillDerivedTables() throws {
        change.rows = .everything
        try derived.remove(from: connection)
        try connection.statement("SAVEPOINT lockstep_derived" as StaticString).run()
        var failure: String?
        do {
            try derived.clear(on: connection)
            try derived.install(on: connection)
            try derived.fill(on: connection)
        } catch let error as SQLiteError where error.mayBeOfDerivedTables && !connection.isAutocommit {
            failure = error.message
            try connection.statement("ROLLBACK TO lockstep_derived" as StaticString).run()
        }
        try connection.statement("RELEASE lockstep_derived" as StaticString).run()
        keepsDerivedTables = failure == nil
        if !keepsDerivedTables { try clearDerivedTables() }
        let statement = try connection.statement(
            "UPDATE lockstep_replica SET derivation = ?1, derivation_failure = ?2 WHERE id = 1" as StaticString)
        try statement.bind(derived.fingerprint, at: 1)
        try statement.bind(failure, at: 2)
        try statement.run()
    }

    /// What is left from before a failure would be wrong. What cannot be emptied is damaged, and stays: nothing keeps it.
    private func clearDerivedTables() throws {
        try connection.statement("SAVEPOINT lockstep_derived" as StaticString).run()
        do {
            try derived.clear(on: connection)
        } catch let error as SQLiteError where error.mayBeOfDerivedTables && !connection.isAutocommit {
            try connection.statement("ROLLBACK TO lockstep_derived" as StaticString).run()
        }
        try connection.statement("RELEASE lockstep_derived" as StaticString).run()
    }

    /// Why the derived tables are empty, or nil if they are kept.
    func derivationFailure() throws -> String? {
        let statement = try connection.statement(Replica<Schema>.derivationFailureSQL)
        return try statement.first { try $0.value(String?.self, at: 0) } ?? nil
    }
}

extension Replica {
    static var derivationFailureSQL: StaticString { "SELECT derivation_failure FROM lockstep_replica WHERE id = 1" }

    /// - Returns: Why that failed, or nil.
    func fillDerivedTables() async throws -> String? {
        guard !Schema.derivedTables.isEmpty else { return nil }
        return try await write { writer in
            try writer.fillDerivedTables()
            return try writer.derivationFailure()
        }
    }

    func derivationFailure() async throws -> String? {
        try await read {
            try $0.statement(Self.derivationFailureSQL).first { try $0.value(String?.self, at: 0) } ?? nil
        }
    }
}

extension SyncSchema {
    /// What a query depends on, with the sources of derived tables in their place: of those the recorder sees every
    /// change.
    static func sources(of reads: [TableAccess]) -> [TableAccess] {
        guard !derivedTables.isEmpty else { return reads }
        return reads.flatMap { access in
            derivedTables.first { $0.name == access.table }?.sources ?? [access]
        }
    }
}

extension Replica {
    /// True if what a virtual table keeps in the file is damaged. Filling it heals it.
    static func isDamagedDerivedTable(_ error: any Error) -> Bool {
        guard !Schema.derivedTables.isEmpty else { return false }
        switch (error as? ClientError)?.underlying ?? error {
        case let error as SQLiteError: return error.isOfVirtualTable
        // Indexes are written at the commit, which is GRDB's.
        case let error as DatabaseError: return error.extendedResultCode.rawValue == SQLiteError.damagedVirtualTable
        default: return false
        }
    }
}

extension SQLiteError {
    /// `SQLITE_CORRUPT_VTAB`, a macro that Swift does not see: the file is sound, what a virtual table keeps in it is not.
    fileprivate static let damagedVirtualTable = SQLITE_CORRUPT | 1 << 8

    fileprivate var isOfVirtualTable: Bool { extendedCode == Self.damagedVirtualTable }

    /// True for what a trigger of a derived table may bring about.
    fileprivate var mayBeOfDerivedTables: Bool { isPermanent || isOfVirtualTable }
}
