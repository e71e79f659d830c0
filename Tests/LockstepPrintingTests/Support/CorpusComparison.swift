/// Compares statements as written with statements as printed, in two databases that grow with the definitions.
struct CorpusComparison {
    private(set) var statements = 0
    private(set) var definitions = 0
    private(set) var differences: [String] = []
    private var written = Database()
    private var printed = Database()
    private var sinceReset = 0

    mutating func compare(_ sql: String, _ text: String) {
        guard !sql.utf8.starts(with: "PRAGMA".utf8), !sql.utf8.starts(with: "pragma".utf8) else { return }
        let expected: [String]
        do {
            expected = try written.compiled(sql)
        } catch {
            if (try? printed.compiled(text)) != nil {
                differences.append("\(sql)\nis refused (\(error)), but not as printed:\n\(text)")
            }
            return
        }
        statements += 1
        for (database, place) in [(written, "the written schema"), (printed, "the printed schema")] {
            do {
                let found = try database.compiled(text)
                if found != expected { note(sql, text, place, expected, found) }
            } catch {
                differences.append("\(sql)\n\(text)\n\(place): \(error)")
            }
        }
    }

    private mutating func note(_ sql: String, _ text: String, _ place: String, _ expected: [String], _ found: [String])
    {
        let pair = zip(expected, found).first { $0 != $1 }
        let detail = pair.map { "\($0) ≠ \($1)" } ?? "\(expected.count) ≠ \(found.count) rows"
        differences.append("\(sql)\n\(text)\n\(place): \(detail)")
    }

    /// A table that is there already is one of an earlier file of the corpus.
    mutating func define(_ sql: String, _ text: String, normalizing: (String) -> String) {
        sinceReset += 1
        do {
            try written.execute(sql)
        } catch {
            guard "\(error)".contains("already exists") || "\(error)".contains("already another") else { return }
            written = Database()
            printed = Database()
            sinceReset = 0
            guard (try? written.execute(sql)) != nil else { return }
        }
        definitions += 1
        do {
            try printed.execute(text)
            let expected = try written.schema(normalizing: normalizing)
            let found = try printed.schema(normalizing: normalizing)
            if expected != found { note(sql, text, "schema", expected, found) }
        } catch {
            differences.append("\(sql)\n\(text)\n\(error)")
        }
    }
}
