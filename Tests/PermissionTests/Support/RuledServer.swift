import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import TestSupport

/// A server of `RuledSchema`, and what each actor was ever allowed to see of its rows.
final class RuledServer {
    typealias Store = SQLiteStore<RuledSchema>
    typealias Server = SyncServer<RuledSchema, Store>

    let file: TemporaryFile
    let store: Store
    let server: Server
    private let visibleRows: [(table: String, sql: String)]
    private var sightings: [String: Set<String>]

    /// - Parameter visibleRows: By table, the statement that selects what the actor in `:actor` may read.
    init(
        _ definition: RuledSchema.Definition, actors: [String], visibleRows: [(table: String, sql: String)],
        configuration: ServerConfiguration = ServerConfiguration()
    ) throws {
        RuledSchema.definition = definition
        self.visibleRows = visibleRows
        sightings = Dictionary(uniqueKeysWithValues: actors.map { ($0, []) })
        file = try TemporaryFile()
        store = try SQLiteStore(RuledSchema.self, path: file.path, clock: { 1_000_000 })
        var configuration = configuration
        // A pull is to be answered with its snapshot, however long the making takes among other tests.
        configuration.snapshots.wait = .seconds(600)
        server = try SyncServer(
            RuledSchema.self, store: store, configuration: configuration, clock: { 1_000_000 })
    }

    /// Runs a change by a mutation, or as the `sqlite3` shell would. Whether it fails makes no difference.
    func change(_ sql: String, isForeign: Bool) async throws {
        do {
            if isForeign {
                try file.edit("BEGIN; \(sql); COMMIT")
            } else {
                try await server.mutate(.run(sql), as: "server")
            }
        } catch is MutationRejection {
            // A constraint.
        } catch let error as SQLiteError where error.isPermanent {
            // The same, from a connection that rolled back by closing.
        }
        try recordSightings()
    }

    func recordSightings() throws {
        for actor in sightings.keys {
            for rows in try visible(to: actor).values {
                for row in rows { sightings[actor]?.formUnion(Marker.all(in: row.utf8)) }
            }
        }
    }

    /// Answers a pull.
    func pull(_ request: PullRequest, as actor: String) async throws -> (PullResponse, unseen: Set<String>) {
        let response = await server.pull(request.json, actor: actor)
        guard response.status == 200 else {
            throw ContractViolation(description: String(decoding: response.body, as: UTF8.self))
        }
        return (try PullResponse(json: response.body), unseen(in: response.body, by: actor))
    }

    /// Downloads the step's file, if it is one: its rows by table and key, and the markers of rows that the actor could
    /// never see.
    func download(
        _ response: PullResponse, as actor: String
    ) async throws -> (rows: [String: [String: String]], unseen: Set<String>)? {
        guard case .snapshot(let reference) = response.changes else { return nil }
        let id = String(reference.path.dropFirst(SyncProtocol.snapshotsPath.count))
        guard case .file(let snapshot) = await server.snapshot(id: id, actor: actor) else {
            throw ContractViolation(description: "The file is not given to whom it was named.")
        }
        var bytes = [UInt8](repeating: 0, count: Int(snapshot.bytes))
        let count = try bytes.withUnsafeMutableBytes { try snapshot.read(into: $0, at: 0) }
        guard count == bytes.count else { throw ContractViolation(description: "The file is cut off.") }
        let path = file.path(of: "downloaded.sqlite")
        try Data(bytes).write(to: URL(filePath: path))
        return (try Self.rows(ofFileAt: path), Marker.all(inFile: bytes).subtracting(sightings[actor] ?? []))
    }

    private static func rows(ofFileAt path: String) throws -> [String: [String: String]] {
        let values = try TemporaryFile.values(ofFileAt: path)
        var rows: [String: [String: String]] = [:]
        for table in RuledSchema.tables {
            let columns = table.columns.map(\.name).joined(separator: ", ")
            let key = table.keyColumns.map { "json_quote(\(table.columns[$0].name))" }.joined(separator: " || ' ' || ")
            let keys = try values("SELECT \(key) FROM \(table.name) ORDER BY \(key)")
            let texts = try values("SELECT json_array(\(columns)) FROM \(table.name) ORDER BY \(key)")
            if !keys.isEmpty { rows[table.name] = Dictionary(uniqueKeysWithValues: zip(keys, texts)) }
        }
        return rows
    }

    /// The markers among bytes sent to an actor that are of rows that it could never see.
    func unseen(in bytes: [UInt8], by actor: String) -> Set<String> {
        Marker.all(in: bytes).subtracting(sightings[actor] ?? [])
    }

    /// By table, the rows that an actor may read, each as a JSON array.
    func visible(to actor: String) throws -> [String: Set<String>] {
        try file.withConnection { connection in
            var rows: [String: Set<String>] = [:]
            for (table, sql) in visibleRows {
                let statement = try connection.statement(sql)
                if statement.parameterCount > 0 { try statement.bind(actor, at: 1) }
                let found = try statement.all { String(decoding: $0.column(0).text, as: UTF8.self) }
                if !found.isEmpty { rows[table] = Set(found) }
            }
            return rows
        }
    }
}
