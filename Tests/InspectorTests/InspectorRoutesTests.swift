import Foundation
import HTTPTestSupport
import Hummingbird
import LockstepHummingbird
import LockstepServer
import ServerTestSupport
import Testing

@Suite("The routes of the inspector", .timeLimit(.minutes(10)))
struct InspectorRoutesTests {
    static let files: [String] = ["/sync/inspector", "/sync/inspector/style.css", "/sync/inspector/script.js"]
    static let paths: [String] =
        files + ["/sync/inspector/state", "/sync/inspector/log?before=9", "/sync/inspector/events"]

    // MARK: Who may look

    @Test("A host that does not add the inspector has none of its routes", arguments: paths)
    func off(path: String) async throws {
        try await InspectorApplication.run(InspectedServer(), authorize: nil) { application in
            let answer = try await application.answer(path)
            #expect(answer.status == 404)
        }
    }

    @Test("Who is not known is asked to sign in, wherever they look", arguments: paths)
    func unauthenticated(path: String) async throws {
        let challenge = #"Basic realm="inspector""#
        try await InspectorApplication.run(
            InspectedServer(), authorize: { _, _ in .unauthenticated(challenge: challenge) }
        ) { application in
            let answer = try await application.answer(path)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == challenge)
            #expect(answer.headers["cache-control"] == "no-store")
        }
    }

    @Test("Who may not look sees nothing, wherever they look", arguments: paths)
    func denied(path: String) async throws {
        let test = try InspectedServer()
        try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron")
        try await InspectorApplication.run(test, authorize: { _, _ in .denied }) { application in
            let answer = try await application.answer(path)
            #expect(answer.status == 403)
            #expect(!answer.text.contains("cron"))
            #expect(!answer.text.contains("<html"))
        }
    }

    @Test("A host that cannot tell who may look is asked again, and its own refusal is the answer")
    func failing() async throws {
        struct Unreachable: Error {}
        try await InspectorApplication.run(InspectedServer(), authorize: { _, _ in throw Unreachable() }) {
            let answer = try await $0.answer("/sync/inspector/state")
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
            #expect(!answer.text.contains("Unreachable"))
        }
        try await InspectorApplication.run(InspectedServer(), authorize: { _, _ in throw HTTPError(.gone) }) {
            let answer = try await $0.answer("/sync/inspector/state")
            #expect(answer.status == 410)
        }
    }

    @Test("The password opens it, with any name; nothing else does")
    func password() async throws {
        let secret = "correct horse: battery staple"
        func header(_ text: String) -> [String] {
            ["Authorization: Basic \(Data(text.utf8).base64EncodedString())"]
        }
        try await InspectorApplication.run(
            InspectedServer(), authorize: try InspectorAuthorization.password(secret)
        ) { application in
            for name in ["", "ann"] {
                let answer = try await application.answer("/sync/inspector", headers: header("\(name):\(secret)"))
                #expect(answer.status == 200)
            }
            let wrong = ["ann:", "ann:correct", "ann:\(secret)\(secret)", "ann:\(secret) ", secret, ""].map(header)
            for headers in wrong + [[], ["Authorization: Bearer \(secret)"], ["Authorization: Basic ///"]] {
                let answer = try await application.answer("/sync/inspector", headers: headers)
                #expect(answer.status == 401, "\(headers)")
                #expect(answer.headers["www-authenticate"]?.hasPrefix("Basic ") == true)
            }
        }
    }

    @Test("A password that can be guessed is none")
    func shortPassword() {
        #expect(throws: InspectorPasswordIsTooShort.self) {
            let _: InspectorApplication.Authorization = try InspectorAuthorization.password("hunter2")
        }
    }

    @Test("In development, this machine by its own names only: another site may have given it one of its")
    func development() async throws {
        try await InspectorApplication.run(
            InspectedServer(), authorize: InspectorAuthorization.development
        ) { application in
            for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]", "[::1]:80"] {
                let answer = try await application.answer("/sync/inspector", host: host)
                #expect(answer.status == 200, "\(host)")
            }
            for host in ["evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1", "::1"] {
                let answer = try await application.answer("/sync/inspector", host: host)
                #expect(answer.status == 403, "\(host)")
            }
        }
    }

    @Test("What the page loads is not given to another site's page", arguments: paths.dropFirst(3))
    func crossSite(path: String) async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            for site in ["cross-site", "same-site"] {
                let answer = try await application.answer(path, headers: ["Sec-Fetch-Site: \(site)"])
                #expect(answer.status == 403)
            }
        }
    }

    // MARK: What is answered

    @Test("Nothing may be kept, framed, or taken for something else", arguments: paths.dropLast())
    func headers(path: String) async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let answer = try await application.answer(path, headers: ["Sec-Fetch-Site: same-origin"])
            #expect(answer.status == 200)
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["x-frame-options"] == "DENY")
            #expect(answer.headers["referrer-policy"] == "no-referrer")
            #expect(answer.headers["cross-origin-resource-policy"] == "same-origin")
            #expect(answer.headers["access-control-allow-origin"] == nil)
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; "))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("require-trusted-types-for 'script'"))
            #expect(!policy.contains("unsafe"))
            #expect(!policy.contains("*"))
        }
    }

    @Test("No route changes anything: there is none but to read", arguments: paths, ["POST", "PUT", "DELETE", "PATCH"])
    func methods(path: String, method: String) async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let answer = try await application.answer(path, method: method)
            #expect(answer.status == 404)
        }
    }

    @Test("The page is one of its own files, all from this server")
    func files() async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let types = ["text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8"]
            for (path, type) in zip(Self.files, types) {
                let answer = try await application.answer(path)
                #expect(answer.headers["content-type"] == type)
                #expect(!answer.text.contains("://") && !answer.text.contains("url("))
            }
            let page = try await application.answer("/sync/inspector").text
            // The policy would refuse them.
            #expect(!page.contains("<style") && !page.contains(" style=") && page.firstMatch(of: /\son[a-z]+=/) == nil)
            #expect(page.matches(of: /<script/).count == 1)
        }
    }

    @Test("With a slash at its end the page is elsewhere, below whatever path")
    func slash() async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let answer = try await application.answer("/sync/inspector/")
            #expect(answer.status == 308)
            #expect(answer.headers["location"] == "../inspector")
        }
    }

    @Test("The state is JSON, with arguments only where the host shows them", arguments: [false, true])
    func state(showsArguments: Bool) async throws {
        let test = try InspectedServer()
        _ = try await test.push(client: 1, .createBoard(id: "a", name: "A secret"), actor: "<script>")
        try await InspectorApplication.run(test, showsArguments: showsArguments) { application in
            for path in ["/sync/inspector/state", "/sync/inspector/log?before=3"] {
                let answer = try await application.answer(path)
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "application/json")
                #expect(answer.text.contains("createBoard"))
                #expect(answer.text.contains("A secret") == showsArguments)
            }
        }
    }

    @Test("A page of the log needs a version", arguments: ["", "?before=", "?before=x", "?before=1e3", "?after=3"])
    func malformed(query: String) async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let answer = try await application.answer("/sync/inspector/log\(query)")
            #expect(answer.status == 400)
        }
    }

    @Test("Versions that the log does not have are an empty page", arguments: [Int64.min, -1, 0, 1])
    func beyond(version: Int64) async throws {
        try await InspectorApplication.run(InspectedServer()) { application in
            let answer = try await application.answer("/sync/inspector/log?before=\(version)")
            #expect(answer.text == #"{"log":[]}"#)
        }
    }
}
