/// The body of every answer that is not a success: `{"error": {"code": "…", "message": "…"}}`.
///
/// Members that this version does not know are passed over: what went wrong must be understood from a later server too.
package struct ErrorResponse: ProtocolMessage {
    package let code: Code
    package let message: String

    /// With `outOfOrder`: the number that the server takes next from this client.
    package let expected: Int64?

    /// A code of the protocol. One that this version does not know is kept as it is.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// 400: the request is not what `docs/protocol.md` says; the message names the field.
        package static let malformed = Code(rawValue: "malformed")
        /// 401: no actor could be told from the request.
        package static let unauthenticated = Code(rawValue: "unauthenticated")
        /// 403: the client id belongs to another actor.
        package static let forbidden = Code(rawValue: "forbidden")
        /// 404: no such route, or no such file for this actor.
        package static let notFound = Code(rawValue: "notFound")
        /// 410: there was such a file, and it is not kept any longer.
        package static let gone = Code(rawValue: "gone")
        /// 409: the push starts beyond the next number.
        package static let outOfOrder = Code(rawValue: "outOfOrder")
        /// 409: another mutation has this number: the replica was copied or restored.
        package static let forked = Code(rawValue: "forked")
        /// 408: the request took too long to arrive.
        package static let requestTimeout = Code(rawValue: "requestTimeout")
        /// 413: the body is over the limit.
        package static let tooLarge = Code(rawValue: "tooLarge")
        /// 413: the push has more mutations than the server takes at a time.
        package static let tooManyMutations = Code(rawValue: "tooManyMutations")
        /// 426: the client's schema is older than the server serves.
        package static let upgradeRequired = Code(rawValue: "upgradeRequired")
        /// 429: the actor asks more often than the server allows; with Retry-After.
        package static let tooManyRequests = Code(rawValue: "tooManyRequests")
        /// 429: the actor has as many requests under way as it may; with Retry-After.
        package static let tooManyConcurrentRequests = Code(rawValue: "tooManyConcurrentRequests")
        /// 429: the actor has as many event streams as it may; with Retry-After.
        package static let tooManyStreams = Code(rawValue: "tooManyStreams")
        /// 503: the client's schema is newer than the server's.
        package static let serverBehind = Code(rawValue: "serverBehind")
        /// 503: as many requests or streams as the server takes wait already; with Retry-After.
        package static let overloaded = Code(rawValue: "overloaded")
        /// 503: nothing was recorded; the same request can be sent again; with Retry-After.
        package static let unavailable = Code(rawValue: "unavailable")
    }

    package init(code: Code, message: String, expected: Int64? = nil) {
        self.code = code
        self.message = message
        self.expected = expected
    }

    package init(from json: inout JSONReader) throws {
        var error: ErrorResponse?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "error": error = try ErrorResponse(members: &json)
            default: _ = try json.raw()
            }
        }
        self = try error.required("error")
    }

    private init(members json: inout JSONReader) throws {
        var code: String?
        var message: String?
        var expected: Int64?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "code": code = try json.string()
            case "message": message = try json.string()
            case "expected": expected = try json.int64()
            default: _ = try json.raw()
            }
        }
        self.code = Code(rawValue: try code.required("code"))
        self.message = try message.required("message")
        self.expected = expected
    }

    package func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("error")
            $0.object {
                $0.key("code")
                $0.string(code.rawValue)
                $0.key("message")
                $0.string(message)
                if let expected {
                    $0.key("expected")
                    $0.int64(expected)
                }
            }
        }
    }
}
