import Foundation
import ServerTestSupport
import Testing

@testable import LockstepServer

/// The page in a real browser. With `LOCKSTEP_SCREENSHOTS` set to a folder the screenshots are kept there.
@Suite(
    "The inspector's page", .timeLimit(.minutes(10)), .serialized,
    .enabled(if: Browser.path != nil, "Chromium is not installed (apt-get install chromium)"))
struct InspectorPageTests {
    static let script = "<script>document.title = 'owned'</script>"
    static let image = "<img src=x onerror=\"document.title = 'owned'\">"

    /// Runs a server whose clients are hostile, and a browser that looks at it.
    func look(
        showsArguments: Bool = true, _ body: (InspectedServer, Browser) async throws -> Void
    ) async throws {
        let test = try InspectedServer(now: Int64(Date().timeIntervalSince1970 * 1_000))
        let cursor = try await test.pull(client: 1)
        test.time.pass(40_000)
        try await test.pull(client: 2, actor: Self.image)
        _ = try await test.push(client: 1, .createBoard(id: "a", name: "Plans for \(Self.script)"))
        _ = try await test.push(client: 1, number: 2, .createBoard(id: "a", name: "Once more"))
        _ = try await test.push(
            client: 2, name: Self.script, arguments: #"{"x": "</pre>\#(Self.script)"}"#, actor: Self.image)
        try await test.server.mutate(.stampBoard(id: "first"), as: "cron")
        try test.file.edit("UPDATE board SET name = 'By hand' WHERE id = 'first'")
        await test.server.refreshHead()
        try await test.pull(client: 1, cursor: cursor)
        for number in 3...110 {
            _ = try await test.push(client: 1, number: Int64(number), .createBoard(id: "b\(number)", name: "x"))
        }
        try await test.pull(client: 1)
        test.time.pass(8_000)
        try await InspectorApplication.run(
            test, showsArguments: showsArguments, clock: ContinuousClock()
        ) { application in
            try await Browser.run(try #require(Browser.path)) { browser in
                try await browser.setSize(width: 1280, height: 900)
                try await browser.load("http://127.0.0.1:\(application.port)/sync/inspector")
                try await browser.wait(until: "document.body.dataset.version === '\(test.version())'")
                try await body(test, browser)
                #expect(browser.complaints == [])
            }
        }
    }

    @Test("It shows what goes on, and whatever it is called is text")
    func content() async throws {
        try await look { _, browser in
            let figures: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#figures dd:not(.note)')].map((node) => node.textContent)")
            #expect(figures.prefix(4) == ["114", "114", "2", "1"])
            let _: Bool = try await browser.evaluate("document.getElementById('older').click() ?? true")
            try await browser.wait(until: "document.getElementById('older').hidden")
            let names: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#log summary')].map((node) => node.textContent)")
            #expect(names.count == 112)
            #expect(names.contains(Self.script))
            let arguments: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#log pre')].map((node) => node.textContent)")
            #expect(arguments.contains(#"{"x": "</pre>\#(Self.script)"}"#))
            let actors: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#clients tbody tr')].map((row) => row.cells[1].textContent)")
            #expect(actors == ["ann", Self.image])
            let markup: Int = try await browser.evaluate("document.querySelectorAll('body script, body img').length")
            #expect(markup == 0)
            let title: String = try await browser.evaluate("document.title")
            #expect(title == "Board · Lockstep inspector")
            let outcomes: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#log tbody tr')].slice(-6).map((row) => row.cells[2].textContent)")
            #expect(
                outcomes == [
                    "external change", "applied", "rejected unknownMutation", "rejected constraint", "applied",
                    "migration",
                ])
        }
    }

    @Test("Arguments that the host does not show are not there to be found")
    func hiddenArguments() async throws {
        try await look(showsArguments: false) { _, browser in
            let text: String = try await browser.evaluate("document.documentElement.outerHTML")
            #expect(text.contains("createBoard"))
            #expect(!text.contains("Plans for"))
            #expect(!text.contains("UNIQUE constraint"))
        }
    }

    @Test("It follows what happens, and what is opened stays open")
    func live() async throws {
        try await look { test, browser in
            try await browser.wait(until: "document.getElementById('connection').dataset.state === 'live'")
            let _: Bool = try await browser.evaluate("document.querySelector('#log details').open = true")
            test.time.pass(1_000)
            let version = try await test.server.mutate(.createBoard(id: "live", name: "Live"), as: "cron")
            try await browser.wait(until: "document.body.dataset.version === '\(version)'")
            let rows: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('#log tbody tr')].slice(0, 2).map((row) => row.cells[4].textContent)")
            #expect(rows == ["cron", "ann"])
            let open: [Bool] = try await browser.evaluate(
                "[...document.querySelectorAll('#log details')].slice(0, 3).map((node) => node.open)")
            #expect(open == [false, true, false])
            test.time.pass(1_000)
            try await test.pull(client: 3, actor: "eve")
            try await browser.wait(until: "document.querySelector('#pulls tbody tr').cells[2].textContent === 'eve'")
        }
    }

    @Test("The filter finds entries by any of their texts")
    func filter() async throws {
        try await look { _, browser in
            for (text, count) in [
                ("cron", 0), ("b110", 0), ("constraint", 0), ("114", 1), ("CREATEBOARD", 100), ("", 100),
            ] {
                let _: Bool = try await browser.evaluate(
                    """
                    (() => {
                      const filter = document.getElementById("filter");
                      filter.value = "\(text)";
                      return filter.dispatchEvent(new Event("input"));
                    })()
                    """)
                let found: Int = try await browser.evaluate(
                    "document.querySelectorAll('#log tbody tr:not(:has(.empty))').length")
                #expect(found == count, "\(text)")
            }
        }
    }

    @Test("It fits wide and narrow windows, by day and by night", arguments: ["light", "dark"])
    func layout(scheme: String) async throws {
        try await look { _, browser in
            try await browser.setColorScheme(scheme)
            for width in [1280, 390] {
                try await browser.setSize(width: width, height: 900)
                let overflow: Int = try await browser.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                #expect(overflow == 0, "at \(width) px")
                let picture = try await browser.screenshot()
                #expect(picture.starts(with: [0x89, 0x50, 0x4e, 0x47]))
                if let folder = ProcessInfo.processInfo.environment["LOCKSTEP_SCREENSHOTS"] {
                    try picture.write(to: URL(filePath: folder).appending(path: "inspector-\(scheme)-\(width).png"))
                }
            }
            let faint: [String] = try await browser.evaluate(Self.faintTexts)
            #expect(faint == [])
        }
    }

    @Test("Who cannot see it finds their way by headings, captions and labels")
    func accessibility() async throws {
        try await look { _, browser in
            let headings: [String] = try await browser.evaluate(
                "[...document.querySelectorAll('h1, h2')].map((node) => node.tagName)")
            #expect(headings == ["H1", "H2", "H2", "H2", "H2"])
            let problems: [String] = try await browser.evaluate(
                """
                [
                  ...[...document.querySelectorAll("table")].filter((node) => !node.caption?.textContent.trim()),
                  ...[...document.querySelectorAll("th")].filter((node) => !["col", "row"].includes(node.scope)),
                  ...[...document.querySelectorAll("section, [role=region]")].filter(
                    (node) => !document.getElementById(node.getAttribute("aria-labelledby"))),
                  ...[...document.querySelectorAll("input")].filter((node) => node.labels.length === 0),
                  ...[...document.querySelectorAll("button")].filter((node) => node.textContent === ""),
                  ...[...document.querySelectorAll(".region")].filter((node) => node.tabIndex !== 0),
                ].map((node) => node.outerHTML.slice(0, 200))
                """)
            #expect(problems == [])
            let language: String = try await browser.evaluate("document.documentElement.lang")
            #expect(language == "en")
        }
    }

    /// Texts whose contrast with what lies behind them is below 4.5 (https://www.w3.org/TR/WCAG22/#contrast-minimum).
    static let faintTexts = """
        (() => {
          const parts = (color) => color.match(/[0-9.]+/g).map(Number);
          const luminance = (color) => {
            const [r, g, b] = parts(color).map((value) => {
              const part = value / 255;
              return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const background = (node) => {
            for (let at = node; at; at = at.parentElement) {
              const color = getComputedStyle(at).backgroundColor;
              if ((parts(color)[3] ?? 1) === 1) return color;
            }
            return "rgb(255, 255, 255)";
          };
          return [...document.body.querySelectorAll("*")]
            .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
            .filter((node) => {
              const [low, high] = [luminance(getComputedStyle(node).color), luminance(background(node))]
                .sort((a, b) => a - b);
              return (high + 0.05) / (low + 0.05) < 4.5;
            })
            .map((node) => node.outerHTML.slice(0, 200));
        })()
        """
}

extension InspectedServer {
    /// The newest version of the log.
    func version() throws -> String {
        try file.values("SELECT max(version) FROM lockstep_log").joined()
    }
}
