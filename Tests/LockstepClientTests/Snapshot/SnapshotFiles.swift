import Foundation
import Lockstep

@testable import LockstepClient

/// Files that a server gives away, over a network that does what networks do.
final class SnapshotFiles: Sendable {
    struct File: Sendable {
        var bytes: [UInt8]
        var etag: String
    }

    struct Request: Hashable, Sendable {
        let path: String
        let range: Range<Int64>
        let etag: String?
    }

    /// How answers are made.
    struct Network: Sendable {
        var bytesPerChunk = 16_384

        /// The connection of each answer breaks after so many chunks.
        var chunksPerAnswer = Int.max

        var ignoresRanges = false

        /// Answers with this instead.
        var status: Int?

        /// Changes an answer's bytes on their way.
        var corrupt: @Sendable (_ request: Int, _ bytes: inout [UInt8]) -> Void = { _, _ in }

        /// Happens before an answer.
        var before: @Sendable (Request) async throws -> Void = { _ in }
    }

    private struct State: Sendable {
        var files: [String: File] = [:]
        var network = Network()
        var requests: [Request] = []
        var sentBytes = 0
    }

    private let state = Guarded(State())

    var requests: [Request] { state.withLock(\.requests) }

    /// The bytes of all answers, as far as they came.
    var sentBytes: Int { state.withLock(\.sentBytes) }

    var paths: [String] { state.withLock { $0.files.keys.sorted() } }

    func file(_ path: String) -> File? { state.withLock { $0.files[path] } }

    func put(_ bytes: [UInt8], at path: String, etag: String) {
        state.withLock { $0.files[path] = File(bytes: bytes, etag: etag) }
    }

    func remove(_ path: String) {
        state.withLock { $0.files[path] = nil }
    }

    func set(_ change: (inout Network) -> Void) {
        state.withLock { change(&$0.network) }
    }

    @Sendable
    func serve(_ path: String, _ range: Range<Int64>, _ etag: String?) async throws -> TransportDownload {
        let request = Request(path: path, range: range, etag: etag)
        let (network, file, number) = state.withLock { state in
            state.requests.append(request)
            return (state.network, state.files[path], state.requests.count)
        }
        try await network.before(request)
        if let status = network.status { return Self.refusal(status) }
        guard let file else { return Self.refusal(404) }
        let isPart = !network.ignoresRanges && (etag == nil || etag == file.etag)
        guard !isPart || range.lowerBound < file.bytes.count else { return Self.refusal(416) }
        let part = isPart ? range.clamped(to: 0..<Int64(file.bytes.count)) : 0..<Int64(file.bytes.count)
        var bytes = Array(file.bytes[Int(part.lowerBound)..<Int(part.upperBound)])
        network.corrupt(number, &bytes)
        return TransportDownload(
            status: isPart ? 206 : 200, range: isPart ? part : nil, totalBytes: Int64(file.bytes.count),
            etag: file.etag, chunks: chunks(of: bytes, network))
    }

    private static func refusal(_ status: Int) -> TransportDownload {
        TransportDownload(status: status, chunks: AsyncThrowingStream { nil })
    }

    private func chunks(of bytes: [UInt8], _ network: Network) -> AsyncThrowingStream<[UInt8], any Error> {
        let place = Guarded((offset: 0, chunks: 0))
        return AsyncThrowingStream { [state] in
            let chunk = place.withLock { place -> [UInt8]? in
                guard place.offset < bytes.count else { return [] }
                guard place.chunks < network.chunksPerAnswer else { return nil }
                let end = min(place.offset + network.bytesPerChunk, bytes.count)
                defer { place = (end, place.chunks + 1) }
                return Array(bytes[place.offset..<end])
            }
            guard let chunk else { throw TransportError.cut }
            state.withLock { $0.sentBytes += chunk.count }
            return chunk.isEmpty ? nil : chunk
        }
    }
}
