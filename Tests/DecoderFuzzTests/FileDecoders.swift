import CSQLite
import DecoderFuzz
import Foundation
import IssueListSchema
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport

@testable import Lockstep
@testable import LockstepClient

/// Files that are databases, or said to be: a client's, a server's, a backup, a snapshot. Beside bytes that are spoiled
/// anywhere there are single values of Lockstep's own tables: SQLite has no checksums, so a changed bit may be one of them.
enum FileDecoders {
    static func all() async throws -> [FuzzedDecoder] {
        let files = try await SampleFiles.make()
        let replicaValues = try values(in: files.replica)
        let serverValues = try values(in: files.server)
        return [
            FuzzedDecoder("Snapshot", .bytes, samples: [files.snapshot], cost: 5) { input in
                let folder = try TemporaryFile()
                try Data(input).write(to: URL(filePath: folder.path))
                _ = try SnapshotCheck<IssueList>.version(ofFileAt: folder.path)
            },
            FuzzedDecoder("ReplicaFile", .bytes, samples: [files.replica], cost: 5) { input in
                let folder = try TemporaryFile()
                try Data(input).write(to: URL(filePath: folder.path))
                try await inspect(folder.path)
            },
            FuzzedDecoder("Replica", .bytes, samples: [files.replica], cost: 20) { input in
                try await use(input, beside: files.server)
            },
            FuzzedDecoder(
                "Values in a replica", .bytes, samples: replicaValues, probes: probes(replicaValues), cost: 10
            ) { input in
                try await use(try changed(files.replica, by: input), beside: files.server)
            },
            FuzzedDecoder("Server", .bytes, samples: [files.server], cost: 20) { input in try await serve(input) },
            FuzzedDecoder(
                "Values in a server's file", .bytes, samples: serverValues, probes: probes(serverValues), cost: 10
            ) { input in
                try await serve(try changed(files.server, by: input))
            },
            FuzzedDecoder("Backup", .bytes, samples: [files.server], cost: 20) { input in
                let folder = try TemporaryFile()
                try Data(input).write(to: URL(filePath: folder.path))
                try SQLiteBackup.restore(folder.path, to: folder.path(of: "restored"), now: 1_767_225_600_000)
            },
        ]
    }

    // MARK: Use

    /// Every line of an export is a JSON object, and there are as many as it says.
    private static func inspect(_ path: String) async throws {
        let exported = try await ReplicaFile.export(at: path)
        let lines = exported.jsonLines.split(separator: UInt8(ascii: "\n"))
        guard lines.count == exported.pendingCount + exported.rejectionCount else {
            throw BrokenPromise("is exported as \(lines.count) lines")
        }
        for line in lines {
            do {
                try JSONReader.read(Array(line)) { json in
                    guard try json.kind() == .object else { throw Refused() }
                    _ = try json.raw()
                }
            } catch {
                throw BrokenPromise("is exported as what is no JSON: \(String(decoding: line, as: UTF8.self))")
            }
        }
        _ = try await ReplicaFile.inspect(at: path)
    }

    /// Does with a replica what an app does. Where it fails, it fails as a client says that it does.
    private static func use(_ replica: [UInt8], beside server: [UInt8]) async throws {
        let folder = try TemporaryFile()
        let path = folder.path(of: "replica")
        try Data(server).write(to: URL(filePath: folder.path))
        try Data(replica).write(to: URL(filePath: path))
        let store = try SQLiteStore(IssueList.self, path: folder.path)
        let transport = ServerTransport(server: try SyncServer(IssueList.self, store: store), actor: "ann")
        do {
            try await inspect(path)
            let client = try await SyncClient(IssueList.self, at: path, actor: "ann", transport: transport)
            try await client.mutate(.createIssue(id: SampleFiles.id(9), title: "Nine", description: ""))
            _ = try await client.pendingMutations()
            _ = try await client.rejections()
            _ = try await client.read(.issues)
            try await client.sync()
            try await client.mutate(.updateIssue(id: SampleFiles.id(9), title: .set("Changed")))
            _ = try await client.verify()
            try await client.close()
        } catch let error as ClientError {
            throw error
        } catch let promise as BrokenPromise {
            throw promise
        } catch {
            throw BrokenPromise("fails with another error than a ClientError: \(error)")
        }
        try store.close()
    }

    /// Does with a server's file what requests do.
    private static func serve(_ file: [UInt8]) async throws {
        let folder = try TemporaryFile()
        try Data(file).write(to: URL(filePath: folder.path))
        let store = try SQLiteStore(IssueList.self, path: folder.path)
        let server = try SyncServer(IssueList.self, store: store)
        let schema = SchemaIdentity(of: IssueList.self)
        let mutation = IssueList.Mutation.createIssue(id: SampleFiles.id(9), title: "Nine", description: "")
        let push = PushRequest(
            client: SampleFiles.id(100), schema: schema,
            mutations: [
                PushedMutation(
                    id: 1, token: SampleFiles.id(101), name: mutation.name, arguments: mutation.encodedArguments, at: 0)
            ], pull: PushRequest.Pull(cursor: nil))
        let answers = [
            await server.push(push.json, actor: "ann"),
            await server.pull(PullRequest(client: push.client, schema: schema, cursor: nil).json, actor: "ann"),
        ]
        for (answer, read) in zip(answers, [{ _ = try PushResponse(json: $0) }, { _ = try PullResponse(json: $0) }]) {
            guard answer.status == 200 else { continue }
            do {
                try read(answer.body)
            } catch {
                throw BrokenPromise("is answered by what is no answer: \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
        try store.close()
        guard answers.allSatisfy({ $0.status == 200 }) else { throw Refused() }
    }

    // MARK: Values

    /// For each value of Lockstep's own tables: the numbers of table, row and column, and a record of the value.
    private static func values(in file: [UInt8]) throws -> [[UInt8]] {
        let folder = try TemporaryFile()
        try Data(file).write(to: URL(filePath: folder.path))
        return try SampleFiles.withDatabase(folder.path) { connection in
            var values: [[UInt8]] = []
            for (number, table) in try tables(connection).enumerated() {
                var index: UInt8 = 0
                try connection.statement("SELECT * FROM \(table) ORDER BY \(key(of: table, connection))").forEach {
                    row in
                    for column in 0..<row.columnCount {
                        var writer = RecordWriter()
                        writer.append(row.column(column), .blob)
                        values.append([UInt8(number), index, UInt8(column)] + writer.bytes)
                    }
                    index += 1
                }
            }
            return values
        }
    }

    /// Other values in the places of these.
    private static func probes(_ values: [[UInt8]]) -> [[UInt8]] {
        let records = [Int64.min, -1, 0, 1 << 53, .max].map { integer in
            var writer = RecordWriter()
            writer.append(integer: integer)
            return writer.bytes
        }
        let texts = ["", "{}", "é\u{0}", "01950000-0000-7000-8000-00000000000a"].flatMap { text in
            ([3, 4] as [UInt8]).map { tag in
                var writer = RecordWriter()
                Array(text.utf8).withUnsafeBytes { writer.append(tag: tag, $0) }
                return writer.bytes
            }
        }
        return values.flatMap { value in (records + texts + [[0]]).map { value.prefix(3) + $0 } }
    }

    private static func tables(_ connection: SQLiteConnection) throws -> [String] {
        try connection.statement(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'lockstep\\_%' ESCAPE '\\' ORDER BY name"
        ).all { try $0.value(at: 0) }
    }

    private static func key(of table: String, _ connection: SQLiteConnection) throws -> String {
        try connection.statement("SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0 ORDER BY pk")
            .all { try $0.value(String.self, at: 0) }.joined(separator: ", ")
    }

    /// The file with a value in the place of another.
    private static func changed(_ file: [UInt8], by input: [UInt8]) throws -> [UInt8] {
        guard input.count > 3 else { throw Refused() }
        let folder = try TemporaryFile()
        try Data(file).write(to: URL(filePath: folder.path))
        try SampleFiles.withDatabase(folder.path) { connection in
            let tables = try tables(connection)
            let table = tables[Int(input[0]) % tables.count]
            let columns = try connection.statement("SELECT name FROM pragma_table_info('\(table)')").all {
                try $0.value(String.self, at: 0)
            }
            let column = columns[Int(input[2]) % columns.count]
            let key = try key(of: table, connection)
            let statement = try connection.statement(
                """
                UPDATE OR REPLACE \(table) SET \(column) = ?1 WHERE (\(key)) = \
                (SELECT \(key) FROM \(table) ORDER BY \(key) LIMIT 1 OFFSET \(input[1] % 8))
                """)
            try input[3...].withUnsafeBytes { bytes in
                var reader = RecordReader(bytes)
                try reader.bindNext(to: statement, at: 1)
            }
            try statement.run()
        }
        return Array(try Data(contentsOf: URL(filePath: folder.path)))
    }
}
