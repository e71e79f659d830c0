import CSQLite
import Foundation

/// Sees every change of a replicated row on one connection, those of cascades and triggers included.
///
/// From it come the base images of a rebase, the net change of a transaction and the effect of a mutation
/// (https://www.sqlite.org/c3ref/preupdate_blobwrite.html). Install it before the connection's statements are prepared:
/// a `DELETE FROM t` prepared without the hook drops its rows unseen. A connection has one preupdate hook, so a
/// SQLite session cannot run beside it.
///
/// Not `Sendable`: it belongs to the connection's thread.
public final class Recorder {
    /// A row as the base has it.
    public struct Image {
        public let table: Int
        public let key: [UInt8]

        /// The stored columns as a record, or nil if the base has no such row.
        public let row: [UInt8]?
    }

    private struct Table {
        struct Column {
            let index: PreupdateIndex
            let affinity: ColumnAffinity
            let bit: UInt64
        }

        let stored: [Column]
        let key: [Column]
        let seed: UInt64

        init(_ description: TableDescription, _ layout: PreupdateLayout) {
            func column(_ index: Int) -> Column {
                Column(
                    index: layout.index(ofColumn: index, in: description),
                    affinity: description.columns[index].affinity,
                    bit: ColumnSet.bit(index))
            }
            stored = description.storedColumns.map(column)
            key = description.keyColumns.map(column)
            seed = StableHash(Array(description.name.utf8)).value
        }
    }

    /// Rows that a transaction may touch before its net change is kept by table only; bounds the memory of a large step.
    static let maximumTouches = 100_000

    /// Whether changes are recorded at all.
    public var isRecording = false

    /// Whether the first change of a row since the last `forgetImages` leaves the row's image.
    public var takesImages = false

    /// The rows that were deleted since this was set to an empty array, each with its table's index and its key; nil
    /// gathers none.
    package var deletions: [(table: Int, key: [UInt8])]?

    private let connection: SQLiteConnection
    private let tables: [Table]
    private let tableIndexes: [String: Int]
    private var knownNames: [(pointer: UnsafePointer<CChar>, name: ContiguousArray<CChar>, table: NamedTable)] = []

    /// What the name of a changed table stands for.
    private enum NamedTable {
        case replicated(Int)

        /// One of the server's own, whose changes are counted and not recorded.
        case other

        /// Lockstep's, which triggers write beside a table of the schema.
        case bookkeeping
    }

    /// Changes of rows in the schema's tables since the mutation began, those undone again included.
    public private(set) var changeCount = 0

    private var touched = TouchedRows()
    private var images: [Image] = []
    private var imageEpoch = 1
    private var mutation = 0
    private var isInMutation = false
    private var touchesOfMutation: [Int] = []
    private var batch = 0
    private var isInBatch = false
    private var touchesBeforeBatch: [(index: Int, touch: TouchedRows.Touch)] = []
    private var uncountedTables: [Int: ColumnSet] = [:]
    private var key = RecordWriter()
    private var oldKey = RecordWriter()
    private var row = RecordWriter()
    private var oldRow = RecordWriter()

    /// - Parameters:
    ///   - connection: The connection, which must outlive the recorder's use: call `remove()` before it closes.
    ///   - tables: The replicated tables.
    public init(on connection: SQLiteConnection, tables: [TableDescription]) {
        self.connection = connection
        let layout = PreupdateLayout.ofLinkedSQLite
        self.tables = tables.map { Table($0, layout) }
        // SQLite compares table names without regard to ASCII case, and gives the name of CREATE TABLE.
        tableIndexes = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.name, $0) })
        install()
    }

    private func install() {
        sqlite3_preupdate_hook(
            connection.handle,
            { context, database, operation, schema, table, _, _ in
                guard let context, let database, let schema, let table else { return }
                let recorder = Unmanaged<Recorder>.fromOpaque(context).takeUnretainedValue()
                guard recorder.isRecording, strcmp(schema, "main") == 0 else { return }
                recorder.record(operation, in: table, of: database)
            },
            Unmanaged.passUnretained(self).toOpaque())
    }

    public func remove() {
        sqlite3_preupdate_hook(connection.handle, nil, nil)
    }

    /// Deletes every row of a table without looking at them, where enforcement is off and no trigger on the table:
    /// SQLite's shortcut, which needs that no hook is set while the statement is prepared
    /// (https://www.sqlite.org/lang_delete.html#the_truncate_optimization). No statement that is kept is prepared then.
    public func clearUnseen(_ table: String) throws {
        remove()
        defer { install() }
        try connection.execute("DELETE FROM main.\(SQLIdentifier.quoted(table))")
    }
}

// MARK: - Transactions and mutations

extension Recorder {
    /// Forgets what was touched: a transaction begins.
    public func beginTransaction() {
        touched.removeAll()
        images.removeAll()
        uncountedTables.removeAll()
        imageEpoch += 1
        isInMutation = false
        isInBatch = false
    }

    /// The rows whose values differ from those when the transaction began.
    public func netChange() -> NetChange {
        var change = NetChange()
        for touch in touched.touches where touch.before != touch.current {
            // A row that came or went changed in every column.
            let columns = touch.before == 0 || touch.current == 0 ? ColumnSet.all.bits : touch.columns
            change.columns[touch.table, default: ColumnSet(bits: 0)].bits |= columns
            change.rows[touch.table, default: []].insert(touched.key(of: touch))
        }
        for (table, columns) in uncountedTables {
            change.columns[table, default: ColumnSet(bits: 0)].bits |= columns.bits
            change.rows[table] = nil
        }
        return change
    }

    /// Begins to count a mutation's effect.
    public func beginMutation() {
        mutation += 1
        isInMutation = true
        changeCount = 0
        touchesOfMutation.removeAll(keepingCapacity: true)
    }

    /// The effect of the mutation that ends.
    public func endMutation() -> EffectHash {
        isInMutation = false
        var effect = EffectHash()
        for index in touchesOfMutation {
            let touch = touched.touches[index]
            if touch.beforeMutation != touch.current { effect.add(key: touch.keyHash, row: touch.current) }
        }
        return effect
    }

    /// Forgets the changes of a mutation that was rolled back, and the images that it alone took.
    public func cancelMutation() {
        isInMutation = false
        for index in touchesOfMutation {
            touched.touches[index].current = touched.touches[index].beforeMutation
            if touched.touches[index].imageMutation == mutation { touched.touches[index].imageEpoch = 0 }
        }
        images.removeAll()
    }

    /// How many rows the mutation that began last has touched.
    public var touchCount: Int { touchesOfMutation.count }

    /// Lends the rows that the mutation that began last has touched: the table's index, the key as a record, and whether
    /// the row's values changed.
    public func forEachTouch(
        _ body: (_ table: Int, _ key: UnsafeRawBufferPointer, _ hasChanged: Bool) throws -> Void
    ) rethrows {
        for index in touchesOfMutation {
            let touch = touched.touches[index]
            try touched.withKey(of: touch) { try body(touch.table, $0, touch.beforeMutation != touch.current) }
        }
    }

    /// Begins a batch of mutations that are perhaps rolled back together.
    public func beginBatch() {
        batch += 1
        isInBatch = true
        touchesBeforeBatch.removeAll(keepingCapacity: true)
    }

    public func endBatch() {
        isInBatch = false
    }

    /// Forgets the changes of a batch that was rolled back, and the images taken in it.
    public func cancelBatch() {
        isInBatch = false
        isInMutation = false
        for (index, touch) in touchesBeforeBatch {
            touched.touches[index].current = touch.current
            touched.touches[index].imageEpoch = touch.imageEpoch
        }
        images.removeAll()
    }

    /// As `cancelBatch()`, for a batch within a mutation that goes on.
    public func cancelBatchOfMutation() {
        isInBatch = false
        for (index, touch) in touchesBeforeBatch {
            touched.touches[index].current = touch.current
            touched.touches[index].imageEpoch = touch.imageEpoch
        }
    }

    /// The images taken since the last call.
    public func takeImages() -> [Image] {
        defer { images.removeAll(keepingCapacity: true) }
        return images
    }

    /// From here on every row's first change leaves an image again: the base moves.
    public func forgetImages() {
        images.removeAll()
        imageEpoch += 1
    }
}

// MARK: - The hook

extension Recorder {
    private func record(_ operation: Int32, in name: UnsafePointer<CChar>, of database: OpaquePointer) {
        let index: Int
        switch table(named: name) {
        case .bookkeeping: return
        case .other:
            changeCount += 1
            return
        case .replicated(let table):
            changeCount += 1
            index = table
        }
        let table = tables[index]
        let hasOld = operation != SQLITE_INSERT
        let hasNew = operation != SQLITE_DELETE
        if hasOld { read(table, from: database, .old, into: &oldRow, key: &oldKey) }
        if hasNew {
            read(table, from: database, hasOld ? .updated : .inserted, into: &row, key: &key)
        }
        if hasOld, hasNew, oldKey.bytes == key.bytes {
            touch(index, key.bytes, old: oldRow.bytes, new: row.bytes)
        } else {
            if hasOld {
                deletions?.append((index, oldKey.bytes))
                touch(index, oldKey.bytes, old: oldRow.bytes, new: nil)
            }
            if hasNew { touch(index, key.bytes, old: nil, new: row.bytes) }
        }
    }

    private func table(named name: UnsafePointer<CChar>) -> NamedTable {
        // SQLite passes the name that its schema holds; the pointer may come to hold another name when that is reloaded.
        for known in knownNames where known.pointer == name && isName(known.name, name) { return known.table }
        let text = String(cString: name)
        let table =
            tableIndexes[text].map(NamedTable.replicated) ?? (text.hasPrefix("lockstep_") ? .bookkeeping : .other)
        if knownNames.count == 64 { knownNames.removeAll() }
        knownNames.append((name, ContiguousArray(text.utf8CString), table))
        return table
    }

    private func isName(_ known: ContiguousArray<CChar>, _ name: UnsafePointer<CChar>) -> Bool {
        known.withUnsafeBufferPointer { strcmp($0.baseAddress.unsafelyUnwrapped, name) == 0 }
    }

    private func read(
        _ table: Table, from database: OpaquePointer, _ call: PreupdateCall, into row: inout RecordWriter,
        key: inout RecordWriter
    ) {
        row.removeAll()
        key.removeAll()
        for column in table.stored {
            row.append(call.value(of: column.index, from: database), column.affinity)
        }
        for column in table.key {
            key.append(key: call.value(of: column.index, from: database), column.affinity)
        }
    }

    private func touch(_ table: Int, _ key: [UInt8], old: [UInt8]?, new: [UInt8]?) {
        let keyHash = StableHash(key, seed: tables[table].seed).value
        if !isInMutation, !takesImages, touched.touches.count >= Self.maximumTouches,
            !touched.contains(table: table, key: key, keyHash: keyHash)
        {
            uncountedTables[table] = .all
            return
        }
        let index = touched.index(table: table, key: key, keyHash: keyHash) { range in
            let before = old.map(Self.hash) ?? 0
            return TouchedRows.Touch(
                table: table, key: range, keyHash: keyHash, before: before, beforeMutation: before, current: before)
        }
        if isInBatch, touched.touches[index].batch != batch {
            touchesBeforeBatch.append((index, touched.touches[index]))
            touched.touches[index].batch = batch
        }
        if isInMutation, touched.touches[index].mutation != mutation {
            touched.touches[index].mutation = mutation
            touched.touches[index].beforeMutation = touched.touches[index].current
            touchesOfMutation.append(index)
        }
        if takesImages, touched.touches[index].imageEpoch != imageEpoch {
            touched.touches[index].imageEpoch = imageEpoch
            touched.touches[index].imageMutation = mutation
            images.append(Image(table: table, key: key, row: old))
        }
        if let old, let new {
            touched.touches[index].columns |= changedColumns(of: tables[table], old, new)
        } else {
            touched.touches[index].columns = ColumnSet.all.bits
        }
        touched.touches[index].current = new.map(Self.hash) ?? 0
    }

    private static func hash(_ row: [UInt8]) -> UInt64 {
        // 0 says that there is no row.
        max(StableHash(row).value, 1)
    }

    private func changedColumns(of table: Table, _ old: [UInt8], _ new: [UInt8]) -> UInt64 {
        old.withUnsafeBytes { old in
            new.withUnsafeBytes { new in
                var bits: UInt64 = 0
                var oldPosition = 0
                var newPosition = 0
                for column in table.stored {
                    let oldEnd = oldPosition + RecordReader.width(of: old, at: oldPosition)
                    let newEnd = newPosition + RecordReader.width(of: new, at: newPosition)
                    let width = oldEnd - oldPosition
                    if width != newEnd - newPosition
                        || memcmp(old.baseAddress! + oldPosition, new.baseAddress! + newPosition, width) != 0
                    {
                        bits |= column.bit
                    }
                    oldPosition = oldEnd
                    newPosition = newEnd
                }
                return bits
            }
        }
    }
}
