import Foundation
import HTTPTestSupport
import IssueListSchema
import Lockstep
import LockstepClient
import Testing

@Suite("A network that breaks", .timeLimit(.minutes(10)))
struct FaultTests {
    @Test(
        "A connection that breaks between the commit and the answer leaves the mutation applied once",
        arguments: [FaultyProxy.Fault.dropAnswers, .cutAnswers])
    func lostAnswer(fault: FaultyProxy.Fault) async throws {
        try await Scene.run { scene in
            let proxy = try FaultyProxy(to: await scene.backend.port)
            let ann = try await scene.device("ann", actor: "ann", url: proxy.url)
            try await ann.sync()
            let receipt = try await ann.mutate(.createIssue(title: "Once", description: ""))
            proxy.fault = fault
            let error = await #expect(throws: ClientError.self) { try await ann.sync() }
            #expect(error?.code == .unreachable)
            #expect(try await scene.backend.applied() == [receipt.token])
            #expect(try await ann.pendingMutations().map(\.token) == [receipt.token])
            proxy.fault = .none
            try await ann.sync()
            #expect(try await receipt.outcome == .applied)
            #expect(try await scene.backend.applied() == [receipt.token])
            let bob = try await scene.device("bob", actor: "bob")
            #expect(try await scene.expectConvergence(ann, bob).map(\.title) == ["Once"])
        }
    }

    @Test("A request that does not arrive is sent again")
    func lostRequest() async throws {
        try await Scene.run { scene in
            let proxy = try FaultyProxy(to: await scene.backend.port)
            let ann = try await scene.device("ann", actor: "ann", url: proxy.url)
            let receipt = try await ann.mutate(.createIssue(title: "Late", description: ""))
            proxy.fault = .dropRequests
            await #expect(throws: ClientError.self) { try await ann.sync() }
            #expect(try await scene.backend.applied().isEmpty)
            proxy.fault = .none
            try await ann.sync()
            #expect(try await scene.backend.applied() == [receipt.token])
        }
    }

    @Test("A client that is closed while its answer is on the way knows the outcome when it is opened again")
    func closedMeanwhile() async throws {
        try await Scene.run { scene in
            let proxy = try FaultyProxy(to: await scene.backend.port)
            let ann = try await scene.device("ann", actor: "ann", url: proxy.url)
            let receipt = try await ann.mutate(.createIssue(title: "Once", description: ""))
            proxy.fault = .holdAnswers
            let sync = Task { try await ann.sync() }
            let observer = try await scene.device("observer", actor: "bob")
            try await running(observer) {
                _ = try await first(of: observer.observe(.issues)) { $0.count == 1 }
            }
            sync.cancel()
            _ = await sync.result
            try await ann.close()
            proxy.fault = .none
            let again = try await scene.device("ann", actor: "ann")
            try await again.sync()
            #expect(try await again.outcome(of: receipt.token) == .applied)
            #expect(try await scene.backend.applied() == [receipt.token])
        }
    }

    @Test("Whatever breaks, each mutation is applied once, and in the order of its client")
    func manyFaults() async throws {
        try await Scene.run { scene in
            let proxy = try FaultyProxy(to: await scene.backend.port)
            let ann = try await scene.device("ann", actor: "ann", url: proxy.url)
            let bob = try await scene.device("bob", actor: "bob", url: proxy.url)
            let id = UUID()
            var ofAnn = [try await ann.mutate(.createIssue(id: id, title: "Shared", description: "0"))]
            var ofBob: [MutationReceipt] = []
            try await scene.expectConvergence(ann, bob)
            let faults: [FaultyProxy.Fault] = [
                .dropAnswers, .none, .dropRequests, .cutAnswers, .dropAnswers, .dropAnswers, .none,
            ]
            for round in 1...35 {
                proxy.fault = faults[round % faults.count]
                let mutations: [IssueList.Mutation] = [
                    .createIssue(title: "Round \(round)", description: ""),
                    .updateIssue(id: id, description: .set("\(round)")),
                ]
                let isAnnsTurn = round.isMultiple(of: 2)
                if isAnnsTurn {
                    ofAnn += try await ann.mutate(mutations)
                } else {
                    ofBob += try await bob.mutate(mutations)
                }
                do {
                    try await (isAnnsTurn ? ann : bob).sync()
                } catch let error as ClientError {
                    #expect(error.code == .unreachable)
                }
            }
            proxy.fault = .none
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.count == 36)
            let applied = try await scene.backend.applied()
            #expect(applied.count == 71)
            let tokensOfAnn = Set(ofAnn.map(\.token))
            #expect(applied.filter { tokensOfAnn.contains($0) } == ofAnn.map(\.token))
            #expect(applied.filter { !tokensOfAnn.contains($0) } == ofBob.map(\.token))
            let last = try #require(issues.first { $0.id == id }?.description)
            #expect(["34", "35"].contains(last))
            for client in [ann, bob] { #expect(try await client.rejections().isEmpty) }
        }
    }

    @Test("Clients that run come through faults by themselves")
    func runningThroughFaults() async throws {
        try await Scene.run { scene in
            let proxy = try FaultyProxy(to: await scene.backend.port)
            let ann = try await scene.device("ann", actor: "ann", url: proxy.url)
            let bob = try await scene.device("bob", actor: "bob", url: proxy.url)
            try await running(ann, bob) {
                for (round, fault) in [FaultyProxy.Fault.none, .dropAnswers, .cutAnswers, .dropRequests].enumerated() {
                    proxy.fault = fault
                    try await ann.mutate(.createIssue(title: "By Ann \(round)", description: ""))
                    try await bob.mutate(.createIssue(title: "By Bob \(round)", description: ""))
                    if fault != .none {
                        _ = try await first(of: ann.statusUpdates) { $0.connection == .backingOff }
                    }
                    proxy.fault = .none
                    let count = 2 * (round + 1)
                    _ = try await first(of: ann.observe(.issues)) { $0.count == count }
                    _ = try await first(of: bob.observe(.issues)) { $0.count == count }
                    _ = try await first(of: ann.statusUpdates) { $0.pendingCount == 0 }
                    _ = try await first(of: bob.statusUpdates) { $0.pendingCount == 0 }
                }
            }
            let issues = try await scene.expectConvergence(ann, bob)
            #expect(issues.count == 8)
        }
    }
}
