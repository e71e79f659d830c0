import Lockstep

/// What somebody makes of a request that another device has sent.
enum Attack: CaseIterable {
    /// The end is missing.
    case truncated

    /// It is no object.
    case garbled

    /// It is that of another schema.
    case otherSchema

    /// It asks as somebody else what its sender asked.
    case otherActor

    /// It asks for a file that the server did not offer.
    case otherFile

    /// True if the server must not do what it is asked.
    var isHopeless: Bool { self != .otherActor }

    /// - Returns: Nil if it cannot be made of this request.
    func request(from former: NetworkRequest, schema: String, actor: String) -> NetworkRequest? {
        var (path, body) = (former.path, former.body)
        switch self {
        case .truncated: body = Array(body.dropLast(1 + body.count / 3))
        case .garbled: body = [UInt8(ascii: "[")] + body.dropFirst()
        case .otherSchema:
            let text = String(decoding: body, as: UTF8.self)
            let other = text.replacing("\"\(schema)\"", with: "\"Other\"")
            guard other != text else { return nil }
            body = Array(other.utf8)
        case .otherActor:
            // A push under another's unknown client id would only take that id from a device that is to learn of it.
            guard actor != former.actor, path == SyncProtocol.pullPath else { return nil }
        case .otherFile:
            path = SyncProtocol.snapshotsPath + "../server.sqlite"
            body = []
        }
        // No device: nothing was ever sent there.
        return NetworkRequest(
            device: -1, actor: self == .otherActor ? actor : former.actor, path: path, body: body,
            tokenEnd: former.tokenEnd)
    }
}
