import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("The short paths of a rebase")
struct RebasePathTests {
    /// A replica that takes short paths and one that takes everything back at each step, each with a server of its own,
    /// of which all see the same.
    private struct Pair {
        let replicas: [MemoryReplica<RandomSchema>]
        let servers: [ReferenceServer<RandomSchema>]

        init() throws {
            replicas = try (0..<2).map { _ in try MemoryReplica(RandomSchema.self) }
            servers = try (0..<2).map { _ in try ReferenceServer(RandomSchema.self) }
            replicas[1].writer.rebasesFully = true
        }

        func serve(_ mutations: [RandomSchema.Mutation]) async {
            for server in servers { for mutation in mutations { await server.run(mutation) } }
        }

        func mutate(_ mutations: [RandomSchema.Mutation], using generator: inout SeededGenerator) {
            for mutation in mutations {
                var copy = generator
                replicas[0].tryMutate(mutation, using: &copy)
                replicas[1].tryMutate(mutation, using: &generator)
            }
        }

        func exchange(
            _ encoding: ReferenceServer<RandomSchema>.Encoding, entries: Int, denied: Set<String>, pushing count: Int
        ) async throws {
            for (replica, server) in zip(replicas, servers) {
                await server.set(encoding: encoding, maximumEntries: entries, denied: denied)
                try await replica.exchange(with: server, pushing: count)
            }
        }

        func isEqual(_ part: (MemoryReplica<RandomSchema>) throws -> [String]) throws -> Bool {
            try part(replicas[0]) == part(replicas[1])
        }
    }

    @Test("leave what the long one leaves, whatever the schema and whoever writes when", arguments: 0..<8)
    func equalTheFullPath(part: Int) async throws {
        var paths: [RebasePath: Int] = [:]
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(part * 1000 + seed))
            let plan = RandomSchema.Plan(using: &generator)
            try await RandomSchema.$plan.withValue(plan) {
                for path in try await compare(&generator, "seed \(part * 1000 + seed)") { paths[path, default: 0] += 1 }
            }
        }
        for path in RebasePath.allCases { #expect(paths[path, default: 0] > 10, "\(path)") }
    }

    private func compare(_ generator: inout SeededGenerator, _ label: Comment) async throws -> [RebasePath] {
        let pair = try Pair()
        // Some worlds are such that most mutations are about one row.
        let addressed = RandomSchema.plan.statements.filter { $0.addressedTable != nil }.map(\.name)
        let keepsToRows = Bool.random(using: &generator)
        func mutations(_ range: ClosedRange<Int>) -> [RandomSchema.Mutation] {
            (0..<Int.random(in: range, using: &generator)).map { _ in
                let mutation = RandomSchema.Mutation.arbitrary(using: &generator)
                guard keepsToRows, let name = addressed.randomElement(using: &generator) else { return mutation }
                return RandomSchema.Mutation(name: name, a: mutation.a, b: mutation.b, c: mutation.c)
            }
        }
        await pair.serve(mutations(10...30))
        for _ in 0..<14 {
            if Int.random(in: 0...2, using: &generator) > 0 { await pair.serve(mutations(0...3)) }
            pair.mutate(mutations(0...4), using: &generator)
            let encoding: ReferenceServer<RandomSchema>.Encoding =
                Int.random(in: 0...2, using: &generator) > 0 ? .mutations : .rows
            let denied = Int.random(in: 0...3, using: &generator) == 0 ? Set(addressed.prefix(3)) : []
            try await pair.exchange(
                encoding, entries: Int.random(in: 1...8, using: &generator), denied: denied,
                pushing: Int.random(in: 0...5, using: &generator))
            #expect(try pair.isEqual { try $0.dump() }, label)
            #expect(try pair.isEqual { try $0.dumpBase() }, label)
            #expect(try pair.isEqual { try $0.outcomes() }, label)
            #expect(!pair.replicas[0].connection.hasDeferredViolations)
        }
        #expect(pair.replicas[1].steps.allSatisfy { $0.path != .keyed && $0.path != .acknowledged })
        return pair.replicas[0].steps.compactMap(\.path)
    }
}

extension MemoryReplica {
    /// What is known of this replica's mutations.
    fileprivate func outcomes() throws -> [String] {
        let pending = try pending().map { row in
            "\(row.number) \(row.token) \(row.name) \(row.failure ?? "") \(row.effect?.description ?? "")"
        }
        let decided = try connection.statement(
            "SELECT token, rejection_code FROM lockstep_acknowledged ORDER BY sequence"
        ).all { "\($0.column(0).literal) \($0.column(1).literal)" }
        return pending + decided
    }
}
