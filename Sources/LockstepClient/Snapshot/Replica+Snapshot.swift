import Foundation
import GRDB
import Lockstep

extension Replica {
    static func snapshotDownload(_ database: Database) throws -> SnapshotDownload? {
        try database.statement(SnapshotDownload.sql).first { try SnapshotDownload($0) } ?? nil
    }

    func snapshotState() async throws -> SnapshotState {
        let now = environment.now()
        return try await read { database in
            let isKnown = try database.statement("SELECT EXISTS (SELECT 1 FROM lockstep_snapshot)").only {
                try $0.value(Bool.self, at: 0)
            }
            guard isKnown else { return .none }
            let state = try Self.state(database)
            guard let download = try Self.snapshotDownload(database) else { return .over }
            if download.isRefused(at: now) { return .refused }
            guard download.belongs(to: state), !download.isOver else { return .over }
            return .underWay(
                download, SnapshotStanding(hasUnpushed: state.lastNumber > download.pushedThrough))
        }
    }

    func beginSnapshot(
        _ answer: PullResponse, _ reference: SnapshotReference, for request: StepRequest, pushedThrough: Int64
    ) async throws -> SnapshotBeginning {
        let environment = environment
        let file = snapshotFile
        return try await write { writer in
            try writer.beginSnapshot(
                answer, reference, for: request, pushedThrough: pushedThrough, now: environment.now(), file: file,
                newClient: { Self.newClient(environment) })
        }
    }

    func noteSnapshot(etag: String?) async throws {
        try await write { try $0.noteSnapshot(etag: etag) }
    }

    func noteSnapshotOver() async throws {
        try await write { try $0.noteSnapshotOver() }
    }

    /// Takes note of what a push said while a snapshot is being downloaded.
    ///
    /// - Returns: False if the server knows another mutation by the number that it acknowledges: the replica goes on
    ///   under a new client id.
    func notePushed(_ answer: PushResponse, for request: StepRequest) async throws -> Bool {
        let environment = environment
        return try await write { writer in
            var state = try writer.state()
            guard state.client == request.client else { return true }
            guard try writer.knows(answer.acknowledged, as: answer.acknowledgedToken, state) else {
                try writer.fork(&state, as: Self.newClient(environment))
                return false
            }
            try writer.noteSnapshot(pushedThrough: answer.acknowledged)
            return true
        }
    }

    /// Counts a file that was of no use, and deletes it.
    ///
    /// - Returns: How many there were with this hash.
    func refuseSnapshot() async throws -> Int {
        let environment = environment
        let file = snapshotFile
        return try await write { writer in
            // Before the commit: what is left after a crash is a download that begins again.
            try file.remove()
            return try writer.noteSnapshotRefused(at: environment.now())
        }
    }

    /// Forgets a snapshot that nobody will ask for again, with its file.
    func forgetSnapshot() async throws {
        let file = snapshotFile
        try await write { writer in
            try file.remove()
            try writer.forgetSnapshot()
        }
    }

    /// Makes a snapshot that was downloaded and checked the base, all or nothing.
    ///
    /// - Parameter version: The version of the log that it holds.
    func apply(_ download: SnapshotDownload, version: Int64) async throws -> StepResult {
        let environment = environment
        let keepsAcknowledged = configuration.keepsAcknowledged
        do {
            let result = try await write(attaching: snapshotFile) { writer in
                let current = try writer.snapshotDownload()
                guard current?.reference == download.reference else { return StepResult.superseded }
                let result = try writer.apply(
                    download.answer, to: download.request, now: environment.now(),
                    keepsAcknowledged: keepsAcknowledged, newClient: { Self.newClient(environment) })
                try writer.forgetSnapshot()
                return result
            }
            guard case .applied(var step) = result else { return result }
            step.version = version
            // While it was downloaded, time has passed.
            step.more = true
            return .applied(step)
        } catch let divergence as Divergence {
            return .diverged(divergence.reason)
        }
    }
}
