import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Whether the header Content-Type is `application/json`, with or without parameters.
    var hasJSONBody: Bool {
        guard let type = headers[.contentType] else { return false }
        let essence = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return essence.lowercased() == "application/json"
    }

    /// Whether the body is compressed or otherwise encoded. Nothing here decodes one, so that no small body becomes a
    /// large one behind the limit.
    var hasEncodedBody: Bool {
        guard let encoding = headers[.contentEncoding] else { return false }
        return encoding.lowercased() != "identity"
    }

    /// The body, or nil if it has more bytes than the limit; reading then stops at once.
    func body(upTo limit: Int) async throws -> [UInt8]? {
        let announced = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { return nil }
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { return nil }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }
}
