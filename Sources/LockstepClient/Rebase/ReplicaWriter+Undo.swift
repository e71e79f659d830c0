import Foundation
import Lockstep

extension ReplicaWriter {
    /// True if pending mutations touched rows: the tables differ from the base.
    func differsFromBase() throws -> Bool {
        let statement = try connection.statement("SELECT EXISTS (SELECT 1 FROM lockstep_base)" as StaticString)
        return try statement.first { try $0.value(at: 0) } ?? false
    }

    /// Runs an undo of rows of some tables, for a step of the server's, without enforcement.
    ///
    /// To switch it off makes every statement prepare again. Where there are neither triggers nor foreign keys only a
    /// CHECK may fail, for a row from a later schema; then the undo is run again.
    /// - Throws: `Divergence` if rows that something else than mutations put there stand in the way of the base's: the base
    ///   is then to be replaced, or the replica would be stuck.
    func undoing(on tables: Set<Int>, _ undo: () throws -> Void) throws {
        if tables.isSubset(of: relations.isolated), tables.allSatisfy({ relations.neighbours[$0] == nil }) {
            do {
                return try undo()
            } catch let error as SQLiteError where error.isPermanent && !connection.isAutocommit {
                // What the undo has done is what the next begins with.
            }
        }
        do {
            try connection.withoutEnforcement(undo)
        } catch let error as SQLiteError where error.isPermanent {
            throw Divergence(reason: "what is pending cannot be undone: \(error.message)")
        }
    }

    /// Makes the tables equal to the base. Runs without enforcement: a row may be deleted before another that refers to
    /// it, and an action of a foreign key would take rows of the base along.
    func undo() throws {
        let keys = try connection.statement(
            "SELECT key FROM lockstep_base WHERE table_name = ?1 AND (row IS NULL OR ?2)" as StaticString)
        let rows = try connection.statement(
            "SELECT row FROM lockstep_base WHERE table_name = ?1 AND row IS NOT NULL" as StaticString)
        for table in tables {
            try keys.bind(table.description.name, at: 1)
            try keys.bind(table.deletesFirst, at: 2)
            try keys.forEach { try table.delete(key: $0.column(0).blob) }
            try rows.bind(table.description.name, at: 1)
            try rows.forEach { try table.insert(row: $0.column(0).blob) }
        }
        try forgetBase()
        work.rowsUndone += Int(connection.changes)
    }

    func tablesWithImages() throws -> Set<Int> {
        let statement = try connection.statement(
            "SELECT EXISTS (SELECT 1 FROM lockstep_base WHERE table_name = ?1)" as StaticString)
        return Set(
            try tables.indices.filter { table in
                try statement.bind(tables[table].description.name, at: 1)
                return try statement.only { try $0.value(at: 0) }
            })
    }

    func forgetBase() throws {
        try recorder.clearUnseen("lockstep_base")
    }

    /// Gives rows the base's values, as far as pending mutations touched them.
    ///
    /// All that can be in the way of a row must be among them. Runs without enforcement.
    func undo(_ rows: [TableRow]) throws {
        guard !rows.isEmpty else { return }
        let image = try connection.statement(
            "SELECT row FROM lockstep_base WHERE table_name = ?1 AND key = ?2" as StaticString)
        for row in rows {
            let table = tables[row.table]
            try bind(row, to: image)
            let isToGo = try image.first { $0.column(0).isNull || table.deletesFirst } ?? false
            if isToGo { try row.key.withUnsafeBytes { try table.delete(key: $0) } }
        }
        for row in rows {
            try bind(row, to: image)
            try image.forEach { if !$0.column(0).isNull { try tables[row.table].insert(row: $0.column(0).blob) } }
            if try forgetImage(of: row) { work.rowsUndone += 1 }
        }
    }

    /// - Returns: True if there was one.
    func forgetImage(of row: TableRow) throws -> Bool {
        let statement = try connection.statement(
            "DELETE FROM lockstep_base WHERE table_name = ?1 AND key = ?2" as StaticString)
        try bind(row, to: statement)
        try statement.run()
        return connection.changes > 0
    }

    func bind(_ row: TableRow, to statement: SQLiteStatement) throws {
        try statement.bind(tables[row.table].description.name, at: 1)
        try row.key.withUnsafeBytes { try statement.bind(blob: $0, at: 2) }
    }
}

extension SQLiteStatement {
    /// Runs the statement and lends every row to `body`.
    func forEach(_ body: (SQLiteStatement) throws -> Void) throws {
        defer { reset() }
        while try step() { try body(self) }
    }
}
