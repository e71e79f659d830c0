import DecoderFuzz
import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import TestSupport
import VaultSchema

/// A server that is sent spoiled bodies by two actors, of whom each knows the ids that the other uses.
struct FuzzedVault {
    /// An answer that no body may lead to, or a change that no mutation explains.
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    let vault: VaultServer
    private var generator: SeededGenerator
    private let projects: [UUID]
    private let notes: [UUID]
    private let clients: [(id: UUID, actor: String)]
    private var mutator: InputMutator<SeededGenerator>
    private var numbers: [UUID: Int64] = [:]
    private var cursor: String?
    private(set) var statuses: [Int: Int] = [:]

    init(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        vault = try VaultServer()
        projects = (0..<4).map { _ in .v7(at: 0, using: &generator) }
        notes = (0..<12).map { _ in .v7(at: 0, using: &generator) }
        clients = ["ann", "ann", "eve", "eve"].map { (.v7(at: 0, using: &generator), $0) }
        let ids = (projects + notes + clients.map(\.id)).map { Array("\"\($0.lowercaseString)\"".utf8) }
        mutator = InputMutator(generator: SeededGenerator(seed: seed &+ 1), grammar: .json, values: ids)
        self.generator = generator
        try await vault.server.mutate(.createProject(id: projects[0], name: "Ann's"), as: "ann")
    }

    /// Sends a body. It is answered as the sender's fault or a success, and what is refused leaves nothing.
    mutating func send() async throws {
        let client = clients[Int.random(in: 0..<clients.count, using: &generator)]
        let isPush = Int.random(in: 0..<3, using: &generator) > 0
        let body = mutator.spoiled(isPush ? push(client.id) : pull(client.id))
        // Somebody else's client now and then.
        let actor = Int.random(in: 0..<10, using: &generator) == 0 ? "eve" : client.actor
        let answer = await isPush ? vault.server.push(body, actor: actor) : vault.server.pull(body, actor: actor)
        statuses[answer.status, default: 0] += 1
        let isTold = [200, 400, 403, 409, 413, 426].contains(answer.status) || answer.errorCode == "serverBehind"
        guard isTold else {
            throw Violation(description: "\(answer.text) to \(String(decoding: body, as: UTF8.self)) of \(actor)")
        }
        try await learn(isPush, answer, of: client.id)
    }

    /// The rows are those that the log's applied mutations make, and their conditions held.
    func check() async throws {
        let replayed = try VaultServer()
        let applied = try await vault.store.read { transaction in
            var entries: [LogEntry] = []
            try transaction.entries(after: 0) {
                entries.append($0)
                return true
            }
            return entries
        }
        try replayed.file.withConnection { connection in
            try connection.execute("BEGIN")
            for entry in applied {
                guard case .applied(let submitted, _, _) = entry.content else { continue }
                let mutation = try JSONReader.read(submitted.arguments) {
                    try Vault.Mutation(name: submitted.name, arguments: &$0)
                }
                let context = MutationContext(
                    actor: submitted.actor, now: submitted.at, committedAt: entry.committedAt)
                try Vault.checkConditions(of: mutation, on: connection, in: context)
                try Vault.apply(mutation, to: connection, in: context)
            }
            try connection.execute("COMMIT")
        }
        guard try replayed.rows() == vault.rows() else {
            throw Violation(description: "The rows are not those of the log's mutations.")
        }
        guard try vault.file.values("PRAGMA integrity_check") == ["ok"] else {
            throw Violation(description: "The file is damaged.")
        }
    }

    // MARK: Valid bodies

    /// So that bodies get as far as they can, the next number is what the server said last.
    private mutating func learn(_ isPush: Bool, _ answer: SyncResponse, of client: UUID) async throws {
        if answer.status == 200, isPush, let response = try? PushResponse(json: answer.body) {
            // A body whose client was spoiled says nothing of this one.
            numbers[client] = max(numbers[client] ?? 0, response.acknowledged)
        } else if answer.status == 409 {
            // Whatever it was, the server knows.
            let receipt = await vault.push(client, as: clients.first { $0.id == client }?.actor ?? "", [])
            if receipt.status == 200 { numbers[client] = try PushResponse(json: receipt.body).acknowledged }
        } else if answer.status == 200, let response = try? PullResponse(json: answer.body) {
            cursor = response.cursor
        }
    }

    private mutating func push(_ client: UUID) -> [UInt8] {
        let first = (numbers[client] ?? 0) + 1
        let mutations = (0..<Int64.random(in: 1...3, using: &generator)).map { offset in
            PushedMutation(first + offset, mutation(), token: .v7(at: 0, using: &generator))
        }
        let pull: PushRequest.Pull? = Bool.random(using: &generator) ? .init(cursor: cursor) : nil
        return PushRequest(
            client: client, schema: SchemaIdentity(of: Vault.self), mutations: mutations, pull: pull
        ).json
    }

    private mutating func pull(_ client: UUID) -> [UInt8] {
        let checksums =
            Int.random(in: 0..<3, using: &generator) == 0
            ? try? ChecksumRequest(json: Array(#"{"note":{"buckets":4},"member":{"buckets":2,"rows":[0,1]}}"#.utf8))
            : nil
        return PullRequest(
            client: client, schema: SchemaIdentity(of: Vault.self), cursor: cursor,
            rowsOnly: Bool.random(using: &generator), checksums: checksums
        ).json
    }

    private mutating func mutation() -> Vault.Mutation {
        let project = projects[Int.random(in: 0..<projects.count, using: &generator)]
        let note = notes[Int.random(in: 0..<notes.count, using: &generator)]
        let text = ["a", "b", "é", "e\u{301}", "\u{0}", "'"][Int.random(in: 0..<6, using: &generator)]
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return .createProject(id: project, name: text)
        case 1: return .addMember(projectId: project, userId: Bool.random(using: &generator) ? "eve" : text)
        case 2: return .removeMember(projectId: project, userId: Bool.random(using: &generator) ? "ann" : text)
        case 3: return .edit(id: note, body: .set(text))
        case 4: return .record(id: note, secret: text)
        default:
            return .write(
                id: note, projectId: project, body: text, stars: Int.random(in: -1...5, using: &generator),
                weight: Double.random(in: -1...1, using: &generator), cover: Data([0, 255]),
                isDone: Bool.random(using: &generator), due: Date(timeIntervalSince1970: 0))
        }
    }
}
