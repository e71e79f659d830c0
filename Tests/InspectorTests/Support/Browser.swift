import Foundation
import Glibc
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
        var ends: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    private let folder: URL
    private let child: pid_t

    // Chromium reads its messages from the one and writes them to the other.
    private let input: Int32
    private let output: Int32
    private let state = Mutex(State())

    // Written once, before the browser is used.
    private let session = Mutex("")

    /// Starts Chromium with an empty page, runs `body`, and ends it.
    static func run(_ path: String, _ body: (Browser) async throws -> Void) async throws {
        let browser = try Browser(path)
        Thread.detachNewThread { browser.follow() }
        do {
            try await browser.open()
            try await body(browser)
        } catch {
            await browser.end()
            throw error
        }
        await browser.end()
    }

    private init(_ path: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let messages = try Self.pipe()
        let answers = try Self.pipe()
        let arguments = [
            path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", "--user-data-dir=\(folder.appending(path: "profile").path)", "about:blank",
        ]
        child = try Self.spawn(arguments, input: messages.read, output: answers.write)
        close(messages.read)
        close(answers.write)
        input = messages.write
        output = answers.read
    }

    /// A pipe that no other child inherits, at descriptors beyond those that Chromium is given.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw Failure(description: "No pipe can be made.") }
        defer { for end in ends { close(end) } }
        let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        return (high[0], high[1])
    }

    /// By `posix_spawn`: Foundation's `Process` learns of an exit from a descriptor that other children may hold.
    private static func spawn(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for standard in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, input, 3)
        posix_spawn_file_actions_adddup2(&actions, output, 4)
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, arguments[0], &actions, nil, words + [nil], environ) == 0 else {
            throw Failure(description: "\(arguments[0]) cannot be started.")
        }
        return child
    }

    /// Reads what Chromium says until it has ended.
    private func follow() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var unread: [UInt8] = []
        while case let count = read(output, &buffer, buffer.count), count > 0 {
            unread += buffer[..<count]
            while let end = unread.firstIndex(of: 0) {
                receive(Array(unread[..<end]))
                unread.removeFirst(end + 1)
            }
        }
        close(output)
        waitpid(child, nil, 0)
        fail()
    }

    private func end() async {
        kill(child, SIGKILL)
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.ends.append(ended) }
                return state.hasEnded
            }
            if hasEnded { ended.resume() }
        }
        close(input)
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
                try send(Array(JSONSerialization.data(withJSONObject: message)) + [0])
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

    private func send(_ message: [UInt8]) throws {
        var rest = message[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(description: "Chromium does not read.") }
            rest = rest.dropFirst(count)
        }
    }

    private func receive(_ message: [UInt8]) {
        guard let incoming = try? JSONDecoder().decode(Incoming.self, from: Data(message)) else {
            // Not a message: whoever waits for one is told when Chromium has ended.
            return
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
        let last = state.withLock { state in
            defer { state = State(events: state.events, hasEnded: true) }
            return state
        }
        let failure = Failure(description: "Chromium has ended.")
        for answer in last.answers.values { answer.resume(throwing: failure) }
        for watcher in last.watchers { watcher.continuation.resume(throwing: failure) }
        for end in last.ends { end.resume() }
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
