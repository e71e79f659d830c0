import Foundation
import IssueListSchema
import Lockstep
import LockstepClient

/// The code of `docs/client.md`, as an app would have it.
struct Guide {
    let path: String
    let user: String
    let transport: any SyncTransport

    func open() async throws -> SyncClient<IssueList> {
        let client = try await SyncClient(IssueList.self, at: path, actor: user, transport: transport)
        return client
    }

    func read(_ client: SyncClient<IssueList>) async throws -> [IssueList.Issue] {
        let issues = try await client.read(.issues)
        for try await issues in client.observe(.issuesByStatus(status: .todo)) {
            show(issues)
            break
        }
        return issues
    }

    func mutate(_ client: SyncClient<IssueList>) async throws -> UUID {
        let receipt = try await client.mutate(.createIssue(title: "Fix the door", description: ""))
        save(receipt.token)
        return receipt.token
    }

    func mutateTogether(_ client: SyncClient<IssueList>, id: UUID) async throws {
        try await client.mutate([
            .createIssue(id: id, title: "Fix the door", description: ""),
            .updateIssueStatus(id: id, status: .doing),
        ])
    }

    func constraint(_ client: SyncClient<IssueList>, _ title: String) async throws {
        do {
            try await client.mutate(.createIssue(title: title, description: ""))
        } catch let error as ClientError where error.code == .constraint {
            tell("A title has 1 to 200 characters.")
        }
    }

    func importIssues(_ client: SyncClient<IssueList>, _ titles: [String]) async throws {
        let mutations = titles.map { IssueList.Mutation.createIssue(title: $0, description: "") }
        try await client.importMutations(mutations, as: "issues-2026") { progress in
            tell("\(progress.done) of \(titles.count)")
        }
    }

    func outcome(_ client: SyncClient<IssueList>, _ token: UUID) async throws {
        switch try await client.state(of: token) {
        case .pending(let mutation): tell("waiting for \(mutation.age(at: Date()).components.seconds) s")
        case .applied: tell("done")
        case .rejected(let rejection): tell(rejection.message)
        case .unknown: tell("made long ago, or elsewhere")
        }
    }

    func rejections(_ client: SyncClient<IssueList>) async throws {
        for await rejection in client.rejections {
            switch IssueList.RejectionCode(rejection) {
            case .denied: tell("You may not do that.")
            default: tell(rejection.message)
            }
            try await client.dismiss(rejection)
        }
    }

    func edit(_ client: SyncClient<IssueList>, _ rejection: Rejection, _ title: String) async throws {
        if case .createIssue(let id, _, let description) = try IssueList.Mutation(rejection) {
            try await client.retry(rejection, as: .createIssue(id: id, title: title, description: description))
        } else {
            try await client.retry(rejection)
        }
    }

    func pending(_ client: SyncClient<IssueList>) async throws {
        var page = try await client.pendingMutations(limit: 100)
        while let last = page.last {
            for mutation in page { tell("\(mutation.name): \(mutation.pushFailure?.message ?? "waiting")") }
            page = try await client.pendingMutations(limit: 100, after: last)
        }
    }

    func status(_ client: SyncClient<IssueList>) async {
        for await status in client.statusUpdates {
            if let progress = status.snapshotProgress { tell("\(Int(progress * 100)) %") }
            if let oldest = status.oldestPending { tell("\(status.pendingCount) waiting since \(oldest)") }
            if status.connection == .needsAuthentication { tell("Sign in again; nothing is lost.") }
        }
    }

    func signOut(_ client: SyncClient<IssueList>) async throws {
        do {
            try await client.signOut()
        } catch let error as ClientError where error.code == .pendingMutations {
            let count = error.replica?.pendingCount ?? 0
            guard await confirm("\(count) changes are not saved. Discard them?") else { return }
            let discarded = try await client.signOut(.discard)
            save(discarded.jsonLines)
        }
    }

    func otherActor() async throws -> SyncClient<IssueList>? {
        do {
            return try await SyncClient(IssueList.self, at: path, actor: user, transport: transport)
        } catch let error as ClientError where error.code == .otherActor {
            tell("\(error.replica?.actor ?? "Somebody else") has \(error.replica?.pendingCount ?? 0) changes here.")
            return nil
        }
    }

    func guest() async throws -> SyncClient<IssueList> {
        let client = try await SyncClient(
            IssueList.self, at: path, actor: user, transport: transport, ifOtherActor: .handOver)
        return client
    }

    func rescue() async throws {
        if let replica = try await ReplicaFile.inspect(at: path), !replica.isSettled {
            save(try await ReplicaFile.export(at: path).jsonLines)
        }
        try await ReplicaFile.delete(at: path)
    }

    private func show(_ issues: [IssueList.Issue]) {}
    private func tell(_ text: String) {}
    private func save(_ token: UUID) {}
    private func save(_ lines: [UInt8]) {}
    private func confirm(_ question: String) async -> Bool { true }
}
