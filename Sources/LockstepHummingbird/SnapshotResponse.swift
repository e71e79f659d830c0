import Foundation
import HTTPTypes
import Hummingbird
import Lockstep
import LockstepServer
import NIOCore
import NIOPosix

/// The answer to `GET` and `HEAD /sync/snapshots/{id}`: the file or a part of it, read as the client takes it. A client that
/// reads slowly holds an open file and one chunk.
struct SnapshotResponse: Sendable {
    private static let chunkSize = 256 << 10

    let file: SnapshotFile
    let request: Request

    var response: Response {
        var headers: HTTPFields = [
            .contentType: "application/vnd.sqlite3",
            .eTag: file.etag,
            .acceptRanges: "bytes",
            // Of one actor, and a cache would not know when its grants change.
            .cacheControl: "private, no-store",
        ]
        switch range {
        case .whole:
            return Response(status: .ok, headers: headers, body: body(0..<file.bytes))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.bytes)"
            return Response(status: .partialContent, headers: headers, body: body(part))
        case .unsatisfiable:
            var response = Response(
                SyncResponse(
                    status: 416,
                    body: ErrorResponse(
                        code: .malformed,
                        message: "The header Range begins beyond the end of the file, which has \(file.bytes) bytes."
                    ).json))
            response.headers[.contentRange] = "bytes */\(file.bytes)"
            return response
        }
    }

    /// A range of another file than the client has a part of is of no use to it.
    private var range: ByteRange {
        if let condition = request.headers[.ifRange], condition != file.etag { return .whole }
        return ByteRange(request.headers[.range], of: file.bytes)
    }

    private func body(_ range: Range<Int64>) -> ResponseBody {
        ResponseBody(contentLength: range.count) { [file] writer in
            var position = range.lowerBound
            while position < range.upperBound {
                let start = position
                let size = Int(min(Int64(Self.chunkSize), range.upperBound - start))
                let chunk = try await NIOThreadPool.singleton.runIfActive { try file.chunk(of: size, at: start) }
                position += Int64(chunk.readableBytes)
                try await writer.write(chunk)
            }
            try await writer.finish(nil)
        }
    }
}

extension SnapshotFile {
    /// Reads bytes, up to a number of them. Waits for the disk.
    fileprivate func chunk(of size: Int, at position: Int64) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: size)
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { room in
            try read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<size]), at: position)
        }
        // Somebody cut the file: the connection breaks, since what was announced cannot be sent.
        guard buffer.readableBytes > 0 else { throw SnapshotWasCut() }
        return buffer
    }
}

/// A file of a snapshot is shorter than it was when it was made.
private struct SnapshotWasCut: Error {}
