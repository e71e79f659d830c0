import Lockstep

/// What somebody makes of a request that another device has sent.
enum Attack: CaseIterable {
    /// The end is missing.
    case truncated

    /// It is no object.
    case garbled

    /// It is that of an app whose schema is newer than the server's.
    case newerSchema

    /// It is that of an app that the server has left behind.
    case olderSchema

    /// Its client is the server itself.
    case asServer

    /// It asks as somebody else what its sender asked.
    case otherActor

    /// It asks for a file that the server did not offer.
    case otherFile

    /// True if the server must not do what it is asked.
    var isHopeless: Bool { self != .otherActor }

    /// - Returns: Nil if it cannot be made of this request.
    func request(from former: NetworkRequest, version: Int, actor: String) -> NetworkRequest? {
        var (path, body) = (former.path, former.body)
        switch self {
        case .truncated: body = Array(body.dropLast(1 + body.count / 3))
        case .garbled: body = [UInt8(ascii: "[")] + body.dropFirst()
        case .newerSchema: body = Self.replacing(#/"version":\d+/#, in: body, with: "\"version\":\(version + 1)")
        case .olderSchema: body = Self.replacing(#/"version":\d+/#, in: body, with: "\"version\":\(version - 1)")
        case .asServer:
            body = Self.replacing(
                #/"client":"[^"]*"/#, in: body, with: #""client":"00000000-0000-0000-0000-000000000000""#)
        case .otherActor:
            // A push under another's unknown client id would only take that id from a device that is to learn of it.
            guard actor != former.actor, path == SyncProtocol.pullPath else { return nil }
        case .otherFile:
            path = SyncProtocol.snapshotsPath + "../server.sqlite"
            body = []
        }
        guard body != former.body || path != former.path || self == .otherActor else { return nil }
        // No device: nothing was ever sent there.
        return NetworkRequest(
            device: -1, actor: self == .otherActor ? actor : former.actor, path: path, body: body,
            tokenEnd: former.tokenEnd)
    }

    private static func replacing(_ part: Regex<Substring>, in body: [UInt8], with other: String) -> [UInt8] {
        Array(String(decoding: body, as: UTF8.self).replacing(part, with: other).utf8)
    }
}
