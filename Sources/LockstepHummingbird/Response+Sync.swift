import HTTPTypes
import Hummingbird
import Lockstep
import LockstepServer

extension Response {
    init(_ answer: SyncResponse) {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if let seconds = answer.retryAfter { headers[.retryAfter] = String(seconds) }
        self.init(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private init(status: Int, _ error: ErrorResponse, retryAfter: Int? = nil) {
        self.init(SyncResponse(status: status, retryAfter: retryAfter, body: error.json))
    }

    static var unauthenticated: Response {
        var response = Response(
            status: 401,
            ErrorResponse(
                code: .unauthenticated,
                message: "The request does not say who it comes from, or its token is not valid: sign in again."))
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    static var authenticationFailed: Response {
        Response(
            status: 503,
            ErrorResponse(
                code: .unavailable,
                message: "The server cannot tell at the moment who the request comes from. Send it again."),
            retryAfter: 1)
    }

    /// The connection is to be closed: the rest of the body is still on its way.
    static func tooLarge(limit: Int) -> Response {
        var response = Response(
            status: 413,
            ErrorResponse(code: .tooLarge, message: "The body has more bytes than the \(limit) that the server takes."))
        response.headers[.connection] = "close"
        return response
    }

    static var unsupportedContentEncoding: Response {
        Response(
            status: 415,
            ErrorResponse(
                code: .malformed, message: "The header Content-Encoding must be absent: send the body as it is."))
    }

    static var unsupportedMediaType: Response {
        Response(
            status: 415,
            ErrorResponse(code: .malformed, message: "The header Content-Type must be application/json."))
    }
}

extension Response {
    /// The answer with the connection's end after it, where a body is on its way that nobody will read.
    func closing(_ request: Request) -> Response {
        guard request.headers[.contentLength] != "0" else { return self }
        var response = self
        response.headers[.connection] = "close"
        return response
    }
}
