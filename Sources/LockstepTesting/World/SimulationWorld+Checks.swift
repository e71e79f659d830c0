import CSQLite
import Foundation
import Lockstep
import LockstepServer

// What is looked at while it goes on.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    /// Learns what an answer of the server tells, before it leaves.
    func observe(_ response: SyncResponse, to request: NetworkRequest) throws {
        guard response.status == 200 else { return }
        try followLog()
        ledger.told(reference.version)
        if request.path == SyncProtocol.pushPath {
            try ledger.check(PushResponse(json: response.body), to: PushRequest(json: request.body).client)
        }
        try leaks.check(response, to: request, reference)
    }

    /// Compares the server's tables with what its log leads to.
    func compareServer() throws {
        guard server.isRunning, !server.disk.isDead else { return }
        try followLog()
        try withServerFile { file in try file.with { try reference.compare($0) } }
    }

    func checkSomeDevice() throws {
        guard let device = checkChance.element(of: devices), !device.isDown, !device.disk.isDead else { return }
        try followLog()
        try checkOptimisticTruth(of: device)
    }

    // MARK: Replicas

    private func withFile<Result>(of device: Device, _ body: (SQLiteConnection) throws -> Result) throws -> Result {
        try device.disk.observe {
            let file = try SimulationDatabase(device.path)
            return try file.with { connection in
                try connection.execute("BEGIN")
                defer { sqlite3_exec(connection.handle, "ROLLBACK", nil, nil, nil) }
                return try body(connection)
            }
        }
    }

    func state(of device: Device) throws -> ReplicaFileState<Schema> {
        try withFile(of: device) { try ReplicaFileState($0, withRows: false) }
    }

    private func hasReplica(_ device: Device) throws -> Bool {
        guard FileManager.default.fileExists(atPath: device.path) else { return false }
        return try device.disk.observe {
            try !SimulationDatabase(device.path).texts("SELECT 1 FROM sqlite_schema WHERE name = 'lockstep_replica'")
                .isEmpty
        }
    }

    /// A client shows its base, and on it what is pending.
    func checkOptimisticTruth(of device: Device) throws {
        guard try hasReplica(device) else { return }
        try withFile(of: device) { try checkOptimisticTruth(of: device, on: $0) }
    }

    private func checkOptimisticTruth(of device: Device, on connection: SQLiteConnection) throws {
        guard !device.isTampered else { return }
        let state = try ReplicaFileState<Schema>(connection, withRows: true)
        if let last = device.lastCursor, reference.knows(last), state.cursor?.version ?? 0 < last.version {
            throw Violation(
                .cursor, "the base of device \(device.index) went back from \(last) to \(state.cursor?.version ?? 0)")
        }
        device.lastCursor = state.cursor
        try checkAcknowledgement(state, of: device)
        // What is held may be in the base or not.
        guard state.heldCount == 0 else { return }
        let expected = try reference.expectedRows(at: state.cursor, actor: device.actor, pending: state.pending)
        guard let expected else { return }
        guard expected != state.rows, try !isExplained(state, of: device) else { return }
        for (table, (expected, found)) in zip(Schema.tables, zip(expected, state.rows)) {
            guard let difference = RowDifferenceText(expected: expected, found: found) else { continue }
            throw Violation(
                .optimisticTruth,
                """
                device \(device.index), at version \(state.cursor?.version ?? 0) with \(state.pending.count) pending, \
                shows in \(table.name) \(difference.text)
                """)
        }
    }

    /// True if a replica shows what it may show otherwise than the server would.
    private func isExplained(_ state: ReplicaFileState<Schema>, of device: Device) throws -> Bool {
        guard let cursor = state.cursor else {
            // Before its first pull a replica that was handed over has nothing.
            return try reference.expectedRows(ofNothing: state.pending, actor: device.actor) == state.rows
        }
        if !Schema.readRules.isEmpty, cursor.version < reference.version {
            for version in (cursor.version + 1...reference.version).reversed() {
                let rows = try reference.expectedRows(
                    at: cursor, actor: device.actor, pending: state.pending, grantedAt: version)
                if rows == state.rows { return true }
            }
        }
        // Rows of a table stand in the order in which they came, which some mutations' effects depend on.
        guard !state.pending.isEmpty else { return false }
        let reversed = "rowid DESC"
        let arbitrary = (0..<300).map { "abs(rowid * \(2 * $0 + 7919)) % 101" }
        return try ([reversed] + arbitrary).contains { order in
            try reference.expectedRows(
                at: cursor, actor: device.actor, pending: state.pending, inOrder: order) == state.rows
        }
    }

    /// A mutation leaves the queue together with the base that has its outcome.
    private func checkAcknowledgement(_ state: ReplicaFileState<Schema>, of device: Device) throws {
        // What the log said before it was restored is no longer known.
        guard let cursor = state.cursor, reference.knows(cursor) else { return }
        guard let client = state.client, let version = ledger.version(of: client, number: state.acknowledged),
            version > cursor.version
        else { return }
        throw Violation(
            .optimisticTruth,
            """
            device \(device.index) takes its number \(state.acknowledged) for decided, at version \
            \(cursor.version), which version \(version) decided
            """)
    }

    /// A live query is about to give a result that it has read on this connection.
    func look(at device: Device, by statement: SQLiteStatement) throws {
        guard checkChance.once(in: 40), let handle = sqlite3_db_handle(statement.handle) else { return }
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        attempt {
            try device.disk.observe { try checkOptimisticTruth(of: device, on: connection) }
        }
    }

    /// At rest: a replica equals what the server shows its actor.
    func checkConvergence(of device: Device) throws {
        let state = try withFile(of: device) { try ReplicaFileState<Schema>($0, withRows: true) }
        let expected = try reference.expectedRows(at: state.cursor, actor: device.actor, pending: [])
        guard let expected else { throw Violation(.convergence, "device \(device.index) has an unknown cursor") }
        for (table, (expected, found)) in zip(Schema.tables, zip(expected, state.rows)) {
            guard let difference = RowDifferenceText(expected: expected, found: found) else { continue }
            throw Violation(.convergence, "device \(device.index) holds in \(table.name) \(difference.text)")
        }
    }

    func checkIntegrity(of device: Device) throws {
        guard FileManager.default.fileExists(atPath: device.path) else { return }
        try device.disk.observe {
            try IntegrityCheck.run(
                try SimulationDatabase(device.path), "the file of device \(device.index)",
                checksReferences: !device.isTampered)
        }
    }
}
