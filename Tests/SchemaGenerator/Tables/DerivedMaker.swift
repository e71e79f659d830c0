/// Makes tables that clients derive from others by triggers.
struct DerivedMaker {
    let tables: [RandomTable]

    struct Derived {
        let sql: String
        let queries: [String]
    }

    func derived(using chance: inout Chance) -> Derived? {
        let sources = tables.filter { $0.side == .replicated && $0.name != "member" && !$0.columns(.text).isEmpty }
        let indexable = sources.filter(hasRowID)
        guard let source = chance.one(of: indexable.isEmpty || chance.percent(30) ? sources : indexable),
            let text = chance.one(of: source.columns(.text).filter { $0.generated == nil })
        else { return nil }
        return hasRowID(source) && chance.percent(80) ? fullText(of: source, text) : flattened(source, text)
    }

    /// The key is what an external content index calls the rowid.
    private func hasRowID(_ table: RandomTable) -> Bool {
        table.hasInlineKey && table.column(table.key[0])?.kind == .integer
    }

    private func fullText(of source: RandomTable, _ text: RandomColumn) -> Derived {
        let key = source.key[0]
        let name = "\(source.name)_text"
        func change(_ row: String, _ verb: String) -> String {
            verb == "insert"
                ? "  INSERT INTO \(name) (rowid, \(text.name)) VALUES (\(row).\(key), \(row).\(text.name));\n"
                : "  INSERT INTO \(name) (\(name), rowid, \(text.name)) VALUES ('delete', \(row).\(key), \(row).\(text.name));\n"
        }
        return Derived(
            sql: """
                -- side: derived
                CREATE VIRTUAL TABLE \(name) USING fts5(\(text.name), content='\(source.name)', content_rowid='\(key)');
                CREATE TRIGGER \(name)_added AFTER INSERT ON \(source.name) BEGIN
                \(change("NEW", "insert"))END;
                CREATE TRIGGER \(name)_removed AFTER DELETE ON \(source.name) BEGIN
                \(change("OLD", "delete"))END;
                CREATE TRIGGER \(name)_changed AFTER UPDATE OF \(key), \(text.name) ON \(source.name) BEGIN
                \(change("OLD", "delete"))\(change("NEW", "insert"))END;

                """,
            queries: [
                """
                -- name: found_\(source.name) :many
                -- param words: String
                SELECT \(source.name).* FROM \(name) JOIN \(source.name) ON \(source.name).\(key) = \(name).rowid
                WHERE \(name) MATCH printf('"%w"', :words) ORDER BY \(source.name).\(key);

                """
            ])
    }

    private func flattened(_ source: RandomTable, _ text: RandomColumn) -> Derived {
        let name = "\(source.name)_word"
        let keys = source.keyColumns
        let names = (source.key + ["word"]).joined(separator: ", ")
        func insert() -> String {
            let values = source.key.map { "NEW.\($0)" } + ["lower(NEW.\(text.name))"]
            return "  INSERT INTO \(name) (\(names)) VALUES (\(values.joined(separator: ", ")));\n"
        }
        let delete =
            "  DELETE FROM \(name) WHERE \(source.key.map { "\($0) = OLD.\($0)" }.joined(separator: " AND "));\n"
        let columns = keys.map { key in
            "  \(key.name) \(key.kind.storage) NOT NULL,\(key.kind.directive.map { " -- \($0)" } ?? "")\n"
        }.joined()
        // A column of an enum has the values of its CHECK, which the copy does without.
        let plain = columns.replacing(" -- cases: low, middle, high", with: "")
        return Derived(
            sql: """
                -- side: derived
                CREATE TABLE \(name) (
                \(plain)  word TEXT,
                  PRIMARY KEY (\(source.key.joined(separator: ", ")))
                ) STRICT;
                CREATE TRIGGER \(name)_added AFTER INSERT ON \(source.name) BEGIN
                \(insert())END;
                CREATE TRIGGER \(name)_removed AFTER DELETE ON \(source.name) BEGIN
                \(delete)END;
                CREATE TRIGGER \(name)_changed AFTER UPDATE OF \((source.key + [text.name]).joined(separator: ", ")) ON \(source.name) BEGIN
                \(delete)\(insert())END;

                """,
            queries: ["-- name: words_of_\(source.name) :many\nSELECT * FROM \(name) ORDER BY \(names);\n"])
    }
}
