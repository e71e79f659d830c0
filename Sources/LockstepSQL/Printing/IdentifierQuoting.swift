extension Identifier {
    /// The name in canonical form: without quotes wherever SQLite reads it as a name without them.
    var canonicalText: String {
        guard isQuoted, Identifier.needsQuotes(name) else { return name }
        return Identifier.quoted(name)
    }

    /// A column by itself. Quotes that are double stay: where there is no such column, SQLite takes the name for a
    /// string, and TRUE and FALSE in quotes are names. For the same reason no other quotes become double.
    var canonicalColumnText: String {
        switch quoting {
        case .none: return name
        case .double, .single: return Identifier.quoted(name)
        case .backtick, .bracket:
            let isConstant = folded == "true" || folded == "false"
            return isConstant || Identifier.needsQuotes(name) ? Identifier.quoted(name, by: "`") : name
        }
    }

    /// A name in quotes, with those in it doubled.
    public static func quoted(_ name: String, by quote: Unicode.Scalar = "\"") -> String {
        var text = String(quote)
        for scalar in name.unicodeScalars {
            text.unicodeScalars.append(scalar)
            if scalar == quote { text.unicodeScalars.append(scalar) }
        }
        text.unicodeScalars.append(quote)
        return text
    }

    /// Whether SQLite reads the name as something else without quotes. Any keyword counts, though many are names
    /// where the grammar has no other use for them. A byte order mark at the beginning would be white space.
    static func needsQuotes(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, !(first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")), first != 0x24 else {
            return true
        }
        guard bytes.allSatisfy({ ByteClass.table[Int($0)].isNamePart }) else { return true }
        return name.unicodeScalars.first == "\u{FEFF}"
            || KeywordTable.shared.keyword(in: bytes, from: 0, to: bytes.count) != nil
    }
}
