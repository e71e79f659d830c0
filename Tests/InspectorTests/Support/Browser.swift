import Foundation
import Synchronization

/// A page of a Chromium without a window, driven over its debugging pipe
/// (https://chromedevtools.github.io/devtools-protocol): messages of JSON, each ended by a zero byte.
final class Browser: Sendable {
    /// Where Chromium is: `LOCKSTEP_CHROMIUM`, or one of the usual places. Nil if it is not installed.
    static let path: String? = {
        let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        let named = ProcessInfo.processInfo.environment["LOCKSTEP_CHROMIUM"].map { [$0] }
        return (named ?? places).first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var lastId = 0
        var answers: [Int: CheckedContinuation<[UInt8], any Error>] = [:]
        var events: [(method: String, message: [UInt8])] = []
        var watchers: [(method: String, after: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var hasEnded = false
    }

    private let folder: URL
    private let process: Process
    private let input: FileHandle
    private let state = Mutex(State())

    // Written once, before the browser is used.
    private let session = Mutex("")

    /// Starts Chromium with an empty page, runs `body`, and ends it.
    static func run(_ path: String, _ body: (Browser) async throws -> Void) async throws {
        let browser = try Browser(path)
        defer { browser.end() }
        try await browser.open()
        try await body(browser)
    }

    private init(_ path: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pipes = ["in", "out"].map { folder.appending(path: $0).path }
        for pipe in pipes where mkfifo(pipe, 0o600) != 0 { throw Failure(description: "No pipe can be made.") }
        // For reading too, or opening would wait until somebody reads.
        guard let input = FileHandle(forUpdatingAtPath: pipes[0]) else {
            throw Failure(description: "The pipe cannot be opened.")
        }
        self.folder = folder
        self.input = input
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", #"exec 3<"$0" 4>"$1"; shift; exec "$@""#, pipes[0], pipes[1], path, "--headless=new", "--no-sandbox",
            "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe",
            "--user-data-dir=\(folder.appending(path: "profile").path)", "about:blank",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.detachNewThread { [weak self] in
            // Returns once the shell has opened the other end.
            guard let output = FileHandle(forReadingAtPath: pipes[1]) else { return }
            var unread: [UInt8] = []
            while case let bytes = output.availableData, !bytes.isEmpty {
                unread += bytes
                while let end = unread.firstIndex(of: 0) {
                    self?.receive(Array(unread[..<end]))
                    unread.removeFirst(end + 1)
                }
            }
            self?.fail()
        }
    }

    private func end() {
        process.terminate()
        process.waitUntilExit()
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    private func open() async throws {
        struct Target: Decodable { let targetId: String }
        struct Session: Decodable { let sessionId: String }
        let target = try await call("Target.createTarget", ["url": "about:blank"], as: Target.self)
        let session = try await call(
            "Target.attachToTarget", ["targetId": target.targetId, "flatten": true], as: Session.self)
        self.session.withLock { $0 = session.sessionId }
        for domain in ["Page", "Runtime", "Log"] { try await call("\(domain).enable") }
    }

    // MARK: Messages

    private struct Incoming: Decodable {
        let id: Int?
        let method: String?
    }

    private struct Answer<Result: Decodable>: Decodable {
        struct Problem: Decodable { let message: String }

        let result: Result?
        let error: Problem?
    }

    private struct Nothing: Decodable {}

    private struct Evaluation<Value: Decodable>: Decodable {
        struct Object: Decodable {
            let value: Value?
        }

        struct Problem: Decodable {
            struct Exception: Decodable { let description: String? }

            let text: String
            let exception: Exception?
        }

        let result: Object
        let exceptionDetails: Problem?
    }

    func call(_ method: String, _ parameters: [String: any Sendable] = [:]) async throws {
        _ = try await call(method, parameters, as: Nothing.self)
    }

    private func call<Result: Decodable>(
        _ method: String, _ parameters: [String: any Sendable], as type: Result.Type
    ) async throws -> Result {
        let bytes = try await withCheckedThrowingContinuation { (answer: CheckedContinuation<[UInt8], any Error>) in
            let id = state.withLock { state -> Int? in
                guard !state.hasEnded else { return nil }
                state.lastId += 1
                state.answers[state.lastId] = answer
                return state.lastId
            }
            guard let id else { return answer.resume(throwing: Failure(description: "Chromium has ended.")) }
            var message: [String: any Sendable] = ["id": id, "method": method, "params": parameters]
            let session = session.withLock { $0 }
            if !session.isEmpty { message["sessionId"] = session }
            do {
                try input.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
            } catch {
                let waiting = state.withLock { $0.answers.removeValue(forKey: id) }
                waiting?.resume(throwing: error)
            }
        }
        let answer = try JSONDecoder().decode(Answer<Result>.self, from: Data(bytes))
        if let error = answer.error { throw Failure(description: "\(method): \(error.message)") }
        guard let result = answer.result else { throw Failure(description: "\(method): no result") }
        return result
    }

    private func receive(_ message: [UInt8]) {
        guard let incoming = try? JSONDecoder().decode(Incoming.self, from: Data(message)) else {
            // Not a message: Chromium is no longer to be understood.
            return fail()
        }
        if let id = incoming.id {
            let answer = state.withLock { $0.answers.removeValue(forKey: id) }
            answer?.resume(returning: message)
        } else if let method = incoming.method {
            let watchers = state.withLock { state in
                state.events.append((method, message))
                let count = state.events.count
                let met = state.watchers.filter { $0.method == method && $0.after < count }
                state.watchers.removeAll { $0.method == method && $0.after < count }
                return met
            }
            for watcher in watchers { watcher.continuation.resume() }
        }
    }

    private func fail() {
        let (answers, watchers) = state.withLock { state in
            defer {
                state.answers = [:]
                state.watchers = []
            }
            state.hasEnded = true
            return (state.answers, state.watchers)
        }
        for answer in answers.values { answer.resume(throwing: Failure(description: "Chromium has ended.")) }
        for watcher in watchers { watcher.continuation.resume(throwing: Failure(description: "Chromium has ended.")) }
    }
}

// MARK: - The page

extension Browser {
    /// Goes to an address, and returns when the page has loaded.
    func load(_ address: String) async throws {
        let before = state.withLock { $0.events.count }
        try await call("Page.navigate", ["url": address])
        try await withCheckedThrowingContinuation { (loaded: CheckedContinuation<Void, any Error>) in
            let isOver = state.withLock { state in
                if state.events[before...].contains(where: { $0.method == "Page.loadEventFired" }) { return true }
                state.watchers.append(("Page.loadEventFired", before, loaded))
                return false
            }
            if isOver { loaded.resume() }
        }
    }

    /// What a JavaScript expression, or the promise that it is, comes to.
    func evaluate<Value: Decodable>(_ expression: String, as type: Value.Type = Value.self) async throws -> Value {
        let evaluation = try await call(
            "Runtime.evaluate",
            ["expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true],
            as: Evaluation<Value>.self)
        if let problem = evaluation.exceptionDetails {
            throw Failure(description: "\(problem.exception?.description ?? problem.text) in: \(expression)")
        }
        guard let value = evaluation.result.value else { throw Failure(description: "No value: \(expression)") }
        return value
    }

    /// Returns once an expression is true, which is looked at whenever the document changes.
    func wait(until condition: String) async throws {
        let _: Bool = try await evaluate(
            """
            new Promise((resolve) => {
              const check = () => {
                if (!(\(condition))) return;
                observer.disconnect();
                resolve(true);
              };
              const observer = new MutationObserver(check);
              observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
              check();
            })
            """)
    }

    func setSize(width: Int, height: Int) async throws {
        try await call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    }

    func setColorScheme(_ scheme: String) async throws {
        let feature = ["name": "prefers-color-scheme", "value": scheme]
        try await call("Emulation.setEmulatedMedia", ["features": [feature]])
    }

    /// The whole page, as a PNG.
    func screenshot() async throws -> Data {
        struct Screenshot: Decodable { let data: Data }
        return try await call(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true], as: Screenshot.self
        ).data
    }

    /// What the browser complained of: exceptions, refused content, failed requests.
    var complaints: [String] {
        state.withLock { state in
            state.events
                .filter {
                    ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"].contains($0.method)
                }
                .map { String(decoding: $0.message, as: UTF8.self) }
        }
    }
}
