import LockstepSQL

/// Functions that SQLite documents and that a definition file cannot count on, so that a call of one is told why.
extension FunctionTable {
    /// https://www.sqlite.org/compile.html
    static let optional: [SQLFunction] = {
        let many = SQLFunction.unlimited
        func function(
            _ name: String, _ arity: ClosedRange<Int>, _ result: SQLFunction.Result, _ nullness: SQLFunction.Nullness,
            _ option: String, since: Int? = nil
        ) -> SQLFunction {
            SQLFunction(name, arity, result, nullness, since: since, availability: .option(option))
        }
        return [
            function("soundex", 1...1, .classes(.text), .never, "SQLITE_SOUNDEX"),
            function("sqlite_offset", 1...1, .classes(.integer), .always, "SQLITE_ENABLE_OFFSET_SQL_FUNC"),
            function("matchinfo", 1...2, .classes(.blob), .always, "SQLITE_ENABLE_FTS3"),
            function("offsets", 1...1, .classes(.text), .always, "SQLITE_ENABLE_FTS3"),
            function("optimize", 1...1, .classes(.text), .always, "SQLITE_ENABLE_FTS3"),
            function("rtreecheck", 1...many, .classes(.text), .always, "SQLITE_ENABLE_RTREE"),
            function("rtreedepth", 1...1, .classes(.integer), .always, "SQLITE_ENABLE_RTREE"),
            function("rtreenode", 2...2, .classes(.text), .always, "SQLITE_ENABLE_RTREE"),
            function("geopoly_area", 1...1, .classes(.real), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_bbox", 1...1, .classes(.blob), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_blob", 1...1, .classes(.blob), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_ccw", 1...1, .classes(.blob), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_contains_point", 3...3, .classes(.integer), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_json", 1...1, .classes(.text), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_overlap", 2...2, .classes(.integer), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_regular", 4...4, .classes(.blob), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_svg", 1...many, .classes(.text), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_within", 2...2, .classes(.integer), .always, "SQLITE_ENABLE_GEOPOLY"),
            function("geopoly_xform", 7...7, .classes(.blob), .always, "SQLITE_ENABLE_GEOPOLY"),
        ]
    }()

    static let refused: [SQLFunction] = {
        let many = SQLFunction.unlimited
        func function(_ name: String, _ arity: ClosedRange<Int>, _ reason: String) -> SQLFunction {
            SQLFunction(
                name, arity, .any, .always, determinism: .nondeterministic, availability: .refused(reason))
        }
        let fullText = "it works within a query of a full-text table that SQLite keeps by itself only"
        return [
            function("load_extension", 1...2, "it loads code into the process"),
            function("sqlite_log", 2...2, "it writes to the log of the process"),
            function("subtype", 1...1, "what it gives is internal to SQLite"),
            function("fts3_tokenizer", 1...2, "it gives out addresses of memory"),
            function("fts5", 1...1, "it gives out addresses of memory"),
            function("fts5_source_id", 0...0, "it names a build of SQLite"),
            function("fts5_locale", 2...2, fullText), function("fts5_get_locale", 2...2, fullText),
            function("fts5_insttoken", 1...1, fullText),
            function("match", 2...2, "SQLite has it for full-text tables only: write `table MATCH text`"),
            function("regexp", 2...2, "SQLite does not have it by itself"),
            function("raise", 1...many, "it stands in triggers only"),
        ]
    }()

    /// The auxiliary functions of FTS5, whose first argument is the table
    /// (https://www.sqlite.org/fts5.html#_auxiliary_functions_).
    static let auxiliary: [String: SQLFunction] = {
        let many = SQLFunction.unlimited
        let functions = [
            SQLFunction("bm25", 1...many, .classes(.real), .never, [nil, .double]),
            SQLFunction("highlight", 4...4, .classes(.text), .always, [nil, .int, .string, .string]),
            SQLFunction("snippet", 6...6, .classes(.text), .always, [nil, .int, .string, .string, .string, .int]),
        ]
        return Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
    }()

    /// Functions that are NULL as soon as one of their arguments is.
    static let strict: Set<String> = [
        "abs", "ceil", "ceiling", "date", "datetime", "exp", "floor", "glob", "instr", "json", "json_array_length",
        "json_extract", "json_type", "json_valid", "julianday", "length", "like", "lower", "ltrim", "octet_length",
        "replace", "round", "rtrim", "sign", "sqrt", "strftime", "substr", "substring", "time", "trim", "trunc",
        "unicode", "unixepoch", "upper",
    ]
}
