import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Rejections")
struct RejectionTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func client(_ name: String = "ann") async throws -> IssueClient {
        try await .open(folder, TestTransport(to: server, as: name), file: name, actor: name)
    }

    /// A client whose mutations of some issues were refused, oldest first.
    private func refused(_ numbers: ClosedRange<Int>) async throws -> IssueClient {
        let client = try await client()
        await server.set(denied: ["createIssue"])
        for number in numbers {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        try await client.sync()
        await server.set(denied: [])
        return client
    }

    @Test("come one by one, those that are kept first, then each new one, and each once")
    func stream() async throws {
        let client = try await refused(1...2)
        var rejections = client.rejections.makeAsyncIterator()
        #expect(await rejections.next()?.title == "1")
        #expect(await rejections.next()?.title == "2")
        await server.set(denied: ["createIssue"])
        try await client.mutate(.createIssue(id: .id(3), title: "3", description: ""))
        async let next = rejections.next()
        try await client.sync()
        #expect(await next?.title == "3")
        var again = client.rejections.makeAsyncIterator()
        #expect(await again.next()?.title == "1")
    }

    @Test("can be read and dismissed though the constraint in them is damaged", arguments: ["", "{", #"{"kind":1}"#])
    func damagedConstraint(text: String) async throws {
        let client = try await refused(1...1)
        let file = try FileDatabase(folder.path("ann"))
        #expect(try file.strings("UPDATE lockstep_rejection SET violation = '\(text)' RETURNING code") == ["'denied'"])
        let rejection = try #require(try await client.rejections().first)
        #expect(rejection.title == "1")
        #expect(rejection.constraint == nil)
        try await client.dismiss(rejection)
        #expect(try await client.rejections().isEmpty)
    }

    @Test("come though the newest was dismissed before the next one was recorded")
    func numbersAreNotUsedAgain() async throws {
        let client = try await refused(1...1)
        var rejections = client.rejections.makeAsyncIterator()
        let first = try #require(await rejections.next())
        try await client.dismiss(first)
        await server.set(denied: ["createIssue"])
        try await client.mutate(.createIssue(id: .id(2), title: "2", description: ""))
        try await client.sync()
        #expect(await rejections.next()?.title == "2")
    }

    @Test("that are dismissed before their turn are left out")
    func dismissedMeanwhile() async throws {
        let client = try await refused(1...3)
        var rejections = client.rejections.makeAsyncIterator()
        #expect(await rejections.next()?.title == "1")
        try await client.dismiss(try await client.rejections()[1])
        #expect(await rejections.next()?.title == "3")
    }

    @Test("end with the client")
    func streamEnds() async throws {
        let client = try await refused(1...1)
        let titles = Task {
            var titles: [String?] = []
            for await rejection in client.rejections { titles.append(rejection.title) }
            return titles
        }
        _ = await client.status { $0.pendingCount == 0 }
        try await client.close()
        #expect([[], ["1"]].contains(await titles.value))
    }

    @Test("are told in every process that has the file, also by one that only observes")
    func otherProcess() async throws {
        let clock = VirtualClock()
        let observing = try await IssueClient.open(folder, .none, clock, file: "ann")
        let first = Task { await observing.rejections.first { _ in true } }
        let isTold = Guarded(false)
        let told = Task {
            let rejection = await first.value
            isTold.withLock { $0 = true }
            return rejection
        }
        _ = try await refused(1...1)
        while !isTold.withLock({ $0 }) {
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        #expect(await told.value?.title == "1")
    }

    @Test("can be read as the mutation that was made, and their code as the schema's")
    func typed() async throws {
        let client = try await refused(1...1)
        let rejection = try #require(try await client.rejections().first)
        #expect(try IssueList.Mutation(rejection) == .createIssue(id: .id(1), title: "1", description: ""))
        #expect(IssueList.RejectionCode(rejection) == .denied)
        #expect(rejection.madeAt == Date(millisecondsSince1970: VirtualClock.origin))
    }

    @Test("are dismissed one by one or together")
    func dismissing() async throws {
        let client = try await refused(1...3)
        let rejections = try await client.rejections()
        try await client.dismiss(rejections[1])
        #expect(try await client.rejections().map(\.title) == ["1", "3"])
        try await client.dismiss(rejections)
        #expect(try await client.rejections().isEmpty)
        try await client.close()
        #expect(try await self.client().rejections().isEmpty)
    }

    @Test("are made again as new mutations, and forgotten with that")
    func retry() async throws {
        let client = try await refused(1...1)
        let rejection = try #require(try await client.rejections().first)
        let receipt = try await client.retry(rejection)
        #expect(receipt.token != rejection.token)
        #expect(try await client.rejections().isEmpty)
        #expect(try await client.list == ["1 todo"])
        try await client.sync()
        #expect(try await receipt.outcome == .applied)
        #expect(try await client.outcome(of: rejection.token) == .rejected(rejection))
        #expect(await server.applied == ["createIssue 2"])
    }

    @Test("are made again in another form")
    func edit() async throws {
        let client = try await refused(1...1)
        let rejection = try #require(try await client.rejections().first)
        guard case .createIssue(let id, _, let description) = try IssueList.Mutation(rejection) else { return }
        try await client.retry(rejection, as: .createIssue(id: id, title: "edited", description: description))
        try await client.sync()
        #expect(try await client.list == ["edited todo"])
        #expect(try await client.rejections().isEmpty)
    }

    @Test("stay if the local rows do not allow the mutation now")
    func retryFails() async throws {
        let client = try await refused(1...1)
        try await client.mutate(.createIssue(id: .id(1), title: "taken", description: ""))
        let rejection = try #require(try await client.rejections().first)
        let error = await #expect(throws: ClientError.self) { try await client.retry(rejection) }
        #expect(error?.code == .constraint)
        #expect(try await client.rejections() == [rejection])
        #expect(try await client.pendingMutations().count == 1)
    }

    @Test("are made again once, though two ask for it")
    func retryTwice() async throws {
        let client = try await refused(1...1)
        let other = try await self.client()
        let rejection = try #require(try await client.rejections().first)
        try await client.retry(rejection)
        let error = await #expect(throws: ClientError.self) { try await other.retry(rejection) }
        #expect(error?.code == .unknownToken)
        #expect(try await client.pendingMutations().count == 1)
    }

    @Test("of another build of the app stay, readable as text, and cannot be made again")
    func unreadable() async throws {
        let client = try await refused(1...1)
        try await client.replica.write { try $0.connection.execute("UPDATE lockstep_rejection SET name = 'former'") }
        let rejection = try #require(try await client.rejections().first)
        #expect(throws: UnknownMutation.self) { try IssueList.Mutation(rejection) }
        let error = await #expect(throws: ClientError.self) { try await client.retry(rejection) }
        #expect(error?.code == .unknownMutation)
        #expect(try await client.rejections() == [rejection])
    }
}

extension Rejection {
    /// The title of the issue that it was to create.
    fileprivate var title: String? {
        guard case .createIssue(_, let title, _)? = try? IssueList.Mutation(self) else { return nil }
        return title
    }
}
