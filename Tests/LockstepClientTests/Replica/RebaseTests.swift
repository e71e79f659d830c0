import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Rebase")
struct RebaseTests {
    /// Statements whose effect does not depend on the order in which a table's rows lie.
    private static let orderless = Workshop.Mutation.statements.indices.filter { ![6, 11, 20].contains($0) }

    @Test("equals the server's state with the pending mutations run on it from scratch", arguments: 0..<10)
    func equalsRebuild(part: Int) async throws {
        var compared = 0
        for seed in 0..<12 {
            var generator = SeededGenerator(seed: UInt64(part * 100 + seed))
            let server = try ReferenceServer(Workshop.self)
            let replica = try MemoryReplica(Workshop.self)
            for _ in 0..<20 {
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    await server.run(Self.mutation(using: &generator))
                }
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    replica.tryMutate(Self.mutation(using: &generator), using: &generator)
                }
                await server.set(
                    encoding: Bool.random(using: &generator) ? .mutations : .rows,
                    maximumEntries: Int.random(in: 1...6, using: &generator))
                let version = try await replica.exchange(
                    with: server, pushing: Int.random(in: 0...3, using: &generator))
                let expected = try Self.rebuilt(await server.log, upTo: version, pending: replica.pending())
                #expect(try replica.dump() == expected, "seed \(part * 100 + seed)")
                compared += expected.count
            }
            #expect(replica.divergenceCount == 0)
            await server.set(encoding: .rows)
            while try await replica.exchange(with: server) < server.head || replica.state().pendingCount > 0 {}
            #expect(try await replica.dump() == server.dump())
            #expect(try replica.imageCount() == 0)
        }
        #expect(compared > 1000)
    }

    @Test("ends as the server even if replays have another effect here", arguments: 0..<4)
    func endsEqualAfterDivergence(part: Int) async throws {
        var divergences = 0
        for seed in 0..<15 {
            var generator = SeededGenerator(seed: UInt64(9000 + part * 100 + seed))
            let server = try ReferenceServer(Workshop.self)
            let replica = try MemoryReplica(Workshop.self)
            for _ in 0..<20 {
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    await server.run(.arbitrary(using: &generator))
                }
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    replica.tryMutate(.arbitrary(using: &generator), using: &generator)
                }
                // Rows come back in another order than they were written in.
                await server.set(encoding: Int.random(in: 0...3, using: &generator) > 0 ? .mutations : .rows)
                try await replica.exchange(with: server, pushing: Int.random(in: 0...3, using: &generator))
            }
            while try await replica.exchange(with: server) < server.head || replica.state().pendingCount > 0 {}
            #expect(try await replica.dump() == server.dump(), "seed \(seed)")
            divergences += replica.divergenceCount
        }
        #expect(divergences > 0)
    }

    @Test("forgets an image that only a mutation that was taken back had made")
    func imagesOfFailures() async throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        try replica.mutate(Workshop.Mutation(statement: 0, a: 1, b: 1, c: 1), using: &generator)
        let images = try replica.imageCount()
        #expect(throws: ClientError.self) {
            try replica.mutate(Workshop.Mutation(statement: 0, a: 1, b: 2, c: 1), using: &generator)
        }
        #expect(try replica.imageCount() == images)
        #expect(try replica.pending().count == 1)
    }

    @Test("an open deferred foreign key fails the mutation, not the commit")
    func deferredKey() async throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        try replica.mutate(Workshop.Mutation(statement: 0, a: 1, b: 1, c: 1), using: &generator)
        let error = #expect(throws: ClientError.self) {
            try replica.mutate(Workshop.Mutation(statement: 7, a: 1, b: 5, c: 1), using: &generator)
        }
        #expect(error?.code == .constraint)
        #expect(try replica.pending().count == 1)
    }

    private static func mutation(using generator: inout SeededGenerator) -> Workshop.Mutation {
        var mutation = Workshop.Mutation.arbitrary(using: &generator)
        mutation.statement = orderless.randomElement(using: &generator) ?? 0
        return mutation
    }

    /// The log up to a version, then what is pending, on new tables.
    private static func rebuilt(
        _ log: [ReferenceServer<Workshop>.Entry], upTo version: Int64, pending: [PendingRow]
    ) throws -> [String] {
        let database = try MemoryDatabase(Workshop.self)
        for entry in log.prefix(Int(version)) where entry.rejection == nil {
            try mutation(entry.arguments).apply(
                to: database.connection, in: MutationContext(actor: "", now: 0, committedAt: 0))
        }
        for row in pending {
            try database.connection.execute("BEGIN")
            do {
                try mutation(row.arguments).apply(
                    to: database.connection, in: MutationContext(actor: "", now: 0, committedAt: 0))
                try database.connection.execute("COMMIT")
            } catch {
                try database.connection.execute("ROLLBACK")
            }
        }
        return try database.dump(Workshop.self)
    }

    private static func mutation(_ arguments: [UInt8]) throws -> Workshop.Mutation {
        try JSONReader.read(arguments) { try Workshop.Mutation(name: "step", arguments: &$0) }
    }
}
