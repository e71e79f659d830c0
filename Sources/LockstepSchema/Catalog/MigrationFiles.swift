import LockstepSQL

/// The files of `migrations/` in the order of their numbers.
struct MigrationFiles {
    struct Entry {
        let number: Int
        let name: String
        let source: SourceText
    }

    let entries: [Entry]

    /// Reports names without a number, numbers given twice and gaps: without an order there is no schema.
    init(_ sources: [SourceText], reporter: Reporter) {
        var entries: [Entry] = []
        for source in sources {
            let file = source.path.split(separator: "/").last ?? ""
            let name = String(file.hasSuffix(".sql") ? file.dropLast(4) : file)
            let digits = name.prefix { $0.isASCII && $0.isNumber }
            let rest = name.dropFirst(digits.count)
            guard let number = Int(digits), number > 0, rest.isEmpty || rest.first == "_" else {
                reporter.error(
                    "a migration's name begins with its number", at: SourcePlace(source, SourceSpan(at: 0)),
                    suggestion: "name it like `0001_issues.sql`")
                continue
            }
            entries.append(Entry(number: number, name: name, source: source))
        }
        entries.sort { ($0.number, $0.name) < ($1.number, $1.name) }
        var last = 0
        for (index, entry) in entries.enumerated() {
            let place = SourcePlace(entry.source, SourceSpan(at: 0))
            if entry.number == last {
                reporter.error(
                    "two migrations have the number \(entry.number)", at: place,
                    notes: [.init("the other one", at: SourcePlace(entries[index - 1].source, SourceSpan(at: 0)))])
            } else if entry.number != last + 1 {
                reporter.error("migration \(last + 1) is missing before \(entry.number)", at: place)
            }
            last = entry.number
        }
        self.entries = entries
    }
}
