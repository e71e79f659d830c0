import HTTPTypes
import Hummingbird
import Lockstep
import LockstepServer

extension Response {
    /// What the page may do: load its own style and script, and ask its own server. With `require-trusted-types-for` the
    /// browser refuses to make markup of a text, wherever the text comes from.
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")

    /// The headers of every answer of the inspector.
    static var inspectorHeaders: HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        headers[.contentSecurityPolicy] = contentSecurityPolicy
        headers[.referrerPolicy] = "no-referrer"
        headers[.frameOptions] = "DENY"
        headers[.crossOriginResourcePolicy] = "same-origin"
        headers[.crossOriginOpenerPolicy] = "same-origin"
        return headers
    }

    /// A file of the page.
    static func inspector(_ contentType: String, _ text: String) -> Response {
        var headers = inspectorHeaders
        headers[.contentType] = contentType
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// JSON for the page.
    static func inspector(_ answer: SyncResponse) -> Response {
        var response = Response(answer)
        for field in inspectorHeaders { response.headers[field.name] = field.value }
        return response
    }

    private static func inspector(
        _ status: Int, _ code: ErrorResponse.Code, _ message: String, retryAfter: Int? = nil
    ) -> Response {
        inspector(
            SyncResponse(
                status: status, retryAfter: retryAfter, body: ErrorResponse(code: code, message: message).json))
    }

    static var inspectorMoved: Response {
        var response = inspector("text/plain", "")
        response.status = .permanentRedirect
        response.headers[.location] = "../inspector"
        return response
    }

    static var inspectorDenied: Response {
        inspector(403, .forbidden, "The inspector is not shown to you.")
    }

    static func inspectorUnauthenticated(challenge: String) -> Response {
        var response = inspector(401, .unauthenticated, "Sign in to see the inspector.")
        response.headers[.wwwAuthenticate] = challenge
        return response
    }

    static var authorizationFailed: Response {
        inspector(503, .unavailable, "The server cannot tell at the moment who may see the inspector.", retryAfter: 1)
    }

    static var inspectorNeedsVersion: Response {
        inspector(400, .malformed, "The query needs `before`, a version of the log.")
    }

    static var tooManyInspectors: Response {
        inspector(429, .tooManyRequests, "Too many people look at once. The page asks again by itself.", retryAfter: 5)
    }
}

extension HTTPField.Name {
    // Valid names: letters and hyphens.
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    fileprivate static let frameOptions = HTTPField.Name("X-Frame-Options")!
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    fileprivate static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
}
