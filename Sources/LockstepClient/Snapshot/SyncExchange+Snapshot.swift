import Foundation
import Lockstep

// MARK: - Beginning, and pushes meanwhile

extension SyncExchange {
    /// Takes an answer that names a snapshot.
    ///
    /// - Parameter pushedThrough: The number up to which the server has this client's mutations.
    func begin(
        _ answer: PullResponse, _ reference: SnapshotReference, _ request: StepRequest, pushedThrough: Int64
    ) async throws -> ExchangeResult {
        let limit = replica.configuration.maximumBytesPerSnapshot
        guard reference.bytes <= limit else {
            return .failed(
                ClientError(
                    .snapshotTooLarge,
                    """
                    The server's snapshot has \(reference.bytes) bytes, and \(limit) is the limit. Raise \
                    `maximumBytesPerSnapshot`.
                    """), retryAfter: nil, isLasting: true)
        }
        switch try await replica.beginSnapshot(answer, reference, for: request, pushedThrough: pushedThrough) {
        case .begun(let standing):
            progress(0)
            return .downloading(standing)
        case .refused: return .failed(Self.useless("it was of no use before"), retryAfter: nil, isLasting: true)
        case .superseded: return .superseded
        case .forked: return .forked(Self.forked)
        }
    }

    /// Pushes while a snapshot is being downloaded. Nothing is pulled, so what was pushed stays pending until a step
    /// contains it; the download's row says up to where the server has it.
    func push(pushLimit: Int?) async throws -> ExchangeResult {
        let request = try await request(.push, pushLimit: pushLimit)
        guard request.pushedCount > 0 else { return .downloading(SnapshotStanding(hasUnpushed: false)) }
        return await notingFailure(of: request) { try await push(request) }
    }

    private func push(_ request: StepRequest) async throws -> ExchangeResult {
        let response: TransportResponse
        do {
            response = try await transport.post(request.path, body: request.body)
        } catch {
            return Self.result(of: error)
        }
        guard response.status == 200 else {
            let result = try await refused(response, request)
            // The server is another than it was: the next pull says where it stands.
            if case .outOfOrder = result { try await replica.noteSnapshotOver() }
            return result
        }
        let answer = try PushResponse(json: response.body)
        guard try await replica.notePushed(answer, for: request) else { return .forked(Self.forked) }
        guard answer.acknowledged >= request.lastPushed else {
            return .failed(
                ClientError(.noProgress, "The server does not say that it has the mutations which it took."),
                retryAfter: nil, isLasting: false)
        }
        guard case .underWay(_, let standing) = try await replica.snapshotState() else { return .superseded }
        return .downloading(standing)
    }
}

// MARK: - Downloading

extension SyncExchange {
    /// How the request for a piece ended.
    private enum Piece {
        /// The file has this length.
        case stored(length: Int64)

        case ended(ExchangeResult)
    }

    /// Downloads the next piece; after the last one the snapshot becomes the base.
    func proceed(_ download: SnapshotDownload) async throws -> ExchangeResult {
        do {
            return try await next(download)
        } catch let refusal as SnapshotRefusal {
            return try await refuse(refusal.reason)
        }
    }

    private func next(_ download: SnapshotDownload) async throws -> ExchangeResult {
        let file = replica.snapshotFile
        let total = download.reference.bytes
        var length = try await disk { try file.length() }
        guard length <= total else { throw SnapshotRefusal("its file has more bytes than it should") }
        progress(Double(length) / Double(total))
        if length < total {
            switch try await fetch(download, from: length) {
            case .ended(let result): return result
            case .stored(let stored): length = stored
            }
            guard length == total else {
                guard case .underWay(_, let standing) = try await replica.snapshotState() else { return .superseded }
                return .downloading(standing)
            }
        }
        return try await finish(download)
    }

    private func fetch(_ download: SnapshotDownload, from length: Int64) async throws -> Piece {
        let total = download.reference.bytes
        let range = length..<min(length + pieces.withLock(\.size), total)
        let started = replica.environment.uptime()
        let answer: TransportDownload
        do {
            answer = try await transport.download(
                download.reference.path, range: range, ifRange: length > 0 ? download.etag : nil)
        } catch {
            return .ended(Self.result(of: error))
        }
        guard answer.status == 200 || answer.status == 206 else {
            return .ended(try await refused(answer, download))
        }
        guard answer.totalBytes ?? total == total else { return .ended(try await over("its size is another")) }
        guard let place = Self.place(of: answer, in: range, total: total) else {
            throw SnapshotRefusal("the server sent another part of it than was asked for")
        }
        let etag = answer.etag.flatMap { $0.hasPrefix("\"") ? $0 : nil }
        if place.lowerBound == 0 {
            let file = replica.snapshotFile
            if length > 0 {
                try await disk { try file.remove() }
                progress(0)
            }
            if etag != download.etag { try await replica.noteSnapshot(etag: etag) }
        } else if let known = download.etag, let etag, etag != known {
            return .ended(try await over("it is another than when its download began"))
        }
        return try await store(answer, at: place, of: total, started: started)
    }

    /// Where the bytes of an answer belong; nil if it is not one to a request for `range`.
    private static func place(of answer: TransportDownload, in range: Range<Int64>, total: Int64) -> Range<Int64>? {
        guard answer.status == 206 else { return 0..<total }
        guard let place = answer.range, place.lowerBound == range.lowerBound, !place.isEmpty,
            place.upperBound <= range.upperBound
        else { return nil }
        return place
    }

    /// Stores a body as it arrives: no more of it is in memory than what is written at once.
    private func store(
        _ answer: TransportDownload, at place: Range<Int64>, of total: Int64, started: Duration
    ) async throws -> Piece {
        let file = replica.snapshotFile
        var length = place.lowerBound
        var unwritten: [UInt8] = []
        func write() async throws {
            let (bytes, offset) = (unwritten, length)
            try await disk { try file.append(bytes, at: offset) }
            length += Int64(bytes.count)
            unwritten = []
            progress(Double(length) / Double(total))
        }
        var failure: (any Error)?
        do {
            for try await chunk in answer.chunks {
                guard length + Int64(unwritten.count + chunk.count) <= place.upperBound else {
                    throw SnapshotRefusal("the server sent more of it than it said")
                }
                unwritten += chunk
                if unwritten.count >= Self.bytesPerWrite { try await write() }
            }
        } catch  where !(error is ClientError || error is SnapshotRefusal) {
            failure = error
        }
        if !unwritten.isEmpty { try await write() }
        guard length == place.upperBound else {
            pieces.withLock { $0.wasCut() }
            return .ended(
                .interrupted(
                    ClientError(.unreachable, "The download of a snapshot was cut off.", underlying: failure),
                    gained: length - place.lowerBound))
        }
        let duration = replica.environment.uptime() - started
        pieces.withLock { $0.took(duration) }
        return .stored(length: length)
    }

    private static var bytesPerWrite: Int { 256 << 10 }

    /// What an answer that is no part of the file means.
    private func refused(_ answer: TransportDownload, _ download: SnapshotDownload) async throws -> ExchangeResult {
        switch answer.status {
        case 401, 403, 408, 426, 429, 300..<400, 502...504: break
        default: return try await over("the server answers with status \(answer.status)")
        }
        var body: [UInt8] = []
        do {
            for try await chunk in answer.chunks where body.count < 1 << 16 { body += chunk }
        } catch {
            // What is there of the server's words is enough.
        }
        return try await refused(
            TransportResponse(status: answer.status, retryAfter: answer.retryAfter, body: body), download.request)
    }
}

// MARK: - The end of a download

extension SyncExchange {
    private func finish(_ download: SnapshotDownload) async throws -> ExchangeResult {
        progress(1)
        let file = replica.snapshotFile
        let version = try await disk {
            guard try file.sha256() == download.reference.sha256 else {
                throw SnapshotRefusal("its bytes are not those that the server meant")
            }
            return try SnapshotCheck<Schema>.version(ofFileAt: file.path)
        }
        switch try await replica.apply(download, version: version) {
        case .applied(let step):
            progress(nil)
            try await disk { try file.remove() }
            return .applied(step)
        case .superseded: return .superseded
        case .diverged(let reason): throw SnapshotRefusal(reason)
        case .forked: return .forked(Self.forked)
        }
    }

    /// Drops a file that is of no use. It is fetched again, but not without end.
    private func refuse(_ reason: String) async throws -> ExchangeResult {
        progress(nil)
        let refusals = try await replica.refuseSnapshot()
        return .failed(
            Self.useless(reason), retryAfter: nil, isLasting: refusals >= SnapshotDownload.maximumRefusals)
    }

    /// Goes on with a pull: the server no longer has the file. What there is of it is kept in case the answer names it.
    private func over(_ reason: String) async throws -> ExchangeResult {
        progress(nil)
        try await replica.noteSnapshotOver()
        return .gone(
            ClientError(.unavailable, "The server's snapshot cannot be fetched any longer: \(reason)."))
    }

    private static func useless(_ reason: String) -> ClientError {
        ClientError(
            .malformedAnswer,
            """
            The server's snapshot was dropped: \(reason). It is fetched again. If this lasts, report it to whoever \
            runs the server.
            """)
    }

    private func disk<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await ClientError.wrapping { try await replica.environment.blocking.value(body) }
        } catch let error as POSIXError {
            throw ClientError.ofSystem(
                error.code.rawValue,
                "The server's snapshot cannot be stored beside the replica. The download goes on where it was.")
        }
    }
}
