/// A plain text of a headline and sections.
struct Outline {
    struct Section {
        fileprivate var lines: [String] = []

        mutating func line(_ text: String) {
            lines.append(text)
        }
    }

    private var lines: [String]

    init(_ headline: String, documentation: String) {
        lines = [headline]
        guard !documentation.isEmpty else { return }
        lines += documentation.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A section with a title over its lines, which are indented; nothing if there are none.
    mutating func add(_ title: String, isEmpty: Bool = false, _ body: (inout Section) -> Void) {
        guard !isEmpty else { return }
        var section = Section()
        body(&section)
        lines += ["", title] + section.lines.map { $0.isEmpty ? $0 : "  " + $0 }
    }

    /// Ends with a line end.
    var text: String { lines.joined(separator: "\n") + "\n" }
}
