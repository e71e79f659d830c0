import LockstepSQL

/// SQLite's built-in functions by name in lower case. A name may stand for a scalar function and for an aggregate, told
/// apart by the number of arguments.
enum FunctionTable {
    static let byName: [String: [SQLFunction]] = Dictionary(
        grouping: core + dates + mathematics + json + aggregates + windows, by: \.name)

    /// The function of a name that takes so many arguments.
    static func function(_ name: String, arguments: Int) -> SQLFunction? {
        byName[Identifier.fold(name)]?.first { $0.arity.contains(arguments) }
    }

    static var names: [String] { Array(byName.keys) }

    /// https://www.sqlite.org/lang_corefunc.html
    private static let core: [SQLFunction] = {
        let many = SQLFunction.unlimited
        return [
            SQLFunction("abs", 1...1, .numeric, .ifAnyArgument),
            SQLFunction("changes", 0...0, .count, .never, determinism: .nondeterministic),
            SQLFunction("char", 0...many, .classes(.text), .never, [.int]),
            SQLFunction("coalesce", 2...many, .oneOf(from: 0), .ifAllArguments),
            SQLFunction("concat", 1...many, .classes(.text), .never, since: 44),
            SQLFunction("concat_ws", 2...many, .classes(.text), .ifArgument(0), [.string, nil], since: 44),
            SQLFunction("format", 1...many, .classes(.text), .ofFormat, [.string, nil], since: 38),
            SQLFunction("glob", 2...2, .bool, .ifAnyArgument, [.string]),
            SQLFunction("hex", 1...1, .classes(.text), .never),
            SQLFunction("if", 2...many, .branches, .ofBranches, since: 48),
            SQLFunction("ifnull", 2...2, .oneOf(from: 0), .ifAllArguments),
            SQLFunction("iif", 3...3, .branches, .ofBranches),
            SQLFunction("instr", 2...2, .count, .ifAnyArgument, [.string]),
            SQLFunction("last_insert_rowid", 0...0, .classes(.integer), .never, determinism: .nondeterministic),
            SQLFunction("length", 1...1, .count, .ifAnyArgument, [.string]),
            SQLFunction("like", 2...3, .bool, .ifAnyArgument, [.string]),
            SQLFunction("likelihood", 2...2, .argument(0), .ifArgument(0)),
            SQLFunction("likely", 1...1, .argument(0), .ifArgument(0)),
            SQLFunction("lower", 1...1, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("ltrim", 1...2, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("max", 2...many, .oneOf(from: 0), .ifAnyArgument),
            SQLFunction("min", 2...many, .oneOf(from: 0), .ifAnyArgument),
            SQLFunction("nullif", 2...2, .argument(0), .always),
            SQLFunction("octet_length", 1...1, .count, .ifAnyArgument, since: 43),
            SQLFunction("printf", 1...many, .classes(.text), .ofFormat, [.string, nil]),
            SQLFunction("quote", 1...1, .classes(.text), .never),
            SQLFunction("random", 0...0, .classes(.integer), .never, determinism: .nondeterministic),
            SQLFunction("randomblob", 1...1, .classes(.blob), .never, [.int], determinism: .nondeterministic),
            SQLFunction("replace", 3...3, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("round", 1...2, .classes(.real), .ifAnyArgument, [.double, .int]),
            SQLFunction("rtrim", 1...2, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("sign", 1...1, .classes(.integer), .unlessNumber, [.double]),
            SQLFunction("sqlite_source_id", 0...0, .classes(.text), .never, determinism: .nondeterministic),
            SQLFunction("sqlite_version", 0...0, .classes(.text), .never, determinism: .nondeterministic),
            SQLFunction("substr", 2...3, .part, .ifAnyArgument, [.string, .int]),
            SQLFunction("substring", 2...3, .part, .ifAnyArgument, [.string, .int]),
            SQLFunction("total_changes", 0...0, .count, .never, determinism: .nondeterministic),
            SQLFunction("trim", 1...2, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("typeof", 1...1, .classes(.text), .never),
            SQLFunction("unhex", 1...2, .classes(.blob), .always, [.string], since: 41),
            SQLFunction("unicode", 1...1, .count, .always, [.string]),
            SQLFunction("unistr", 1...1, .classes(.text), .ifAnyArgument, [.string], since: 50),
            SQLFunction("unistr_quote", 1...1, .classes(.text), .never, since: 50),
            SQLFunction("unlikely", 1...1, .argument(0), .ifArgument(0)),
            SQLFunction("upper", 1...1, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("zeroblob", 1...1, .classes(.blob), .never, [.int]),
        ]
    }()

    /// https://www.sqlite.org/lang_datefunc.html
    private static let dates: [SQLFunction] = {
        let many = SQLFunction.unlimited
        return [
            SQLFunction("date", 0...many, .classes(.text), .always, [.string], determinism: .date),
            SQLFunction("datetime", 0...many, .classes(.text), .always, [.string], determinism: .date),
            SQLFunction("julianday", 0...many, .classes(.real), .always, [.string], determinism: .date),
            SQLFunction("strftime", 1...many, .classes(.text), .always, [.string], determinism: .date),
            SQLFunction("time", 0...many, .classes(.text), .always, [.string], determinism: .date),
            SQLFunction("timediff", 2...2, .classes(.text), .always, [.string], since: 43, determinism: .date),
            SQLFunction("unixepoch", 0...many, .seconds, .always, [.string], since: 38, determinism: .date),
        ]
    }()

    /// https://www.sqlite.org/lang_mathfunc.html. The result of an argument that is no number is NULL.
    private static let mathematics: [SQLFunction] =
        [
            "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "degrees", "exp", "ln", "log10", "log2",
            "radians", "sin", "sinh", "tan", "tanh",
        ].map {
            SQLFunction($0, 1...1, .classes(.real), .always, [.double], determinism: .platform)
        }
        + ["ceil", "ceiling", "floor", "trunc"].map {
            SQLFunction($0, 1...1, .numeric, .unlessNumber, [.double])
        }
        + ["atan2", "pow", "power"].map {
            SQLFunction($0, 2...2, .classes(.real), .always, [.double], determinism: .platform)
        } + [
            SQLFunction("log", 1...2, .classes(.real), .always, [.double], determinism: .platform),
            SQLFunction("mod", 2...2, .classes(.real), .always, [.double]),
            SQLFunction("pi", 0...0, .classes(.real), .never),
            SQLFunction("sqrt", 1...1, .classes(.real), .always, [.double]),
        ]

    /// https://www.sqlite.org/json1.html
    private static let json: [SQLFunction] = {
        let many = SQLFunction.unlimited
        return [
            SQLFunction("json", 1...1, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("json_array", 0...many, .classes(.text), .never),
            SQLFunction("json_array_length", 1...2, .count, .always, [.string]),
            SQLFunction("json_error_position", 1...1, .count, .ifAnyArgument, [.string], since: 42),
            SQLFunction("json_extract", 1...many, .any, .always, [.string]),
            SQLFunction("json_insert", 1...many, .classes(.text), .always, [.string, nil]),
            SQLFunction("json_object", 0...many, .classes(.text), .never),
            SQLFunction("json_patch", 2...2, .classes(.text), .always, [.string]),
            SQLFunction("json_pretty", 1...2, .classes(.text), .always, [.string], since: 46),
            SQLFunction("json_quote", 1...1, .classes(.text), .never),
            SQLFunction("json_remove", 1...many, .classes(.text), .always, [.string]),
            SQLFunction("json_replace", 1...many, .classes(.text), .always, [.string, nil]),
            SQLFunction("json_set", 1...many, .classes(.text), .always, [.string, nil]),
            SQLFunction("json_type", 1...2, .classes(.text), .always, [.string]),
            SQLFunction("json_valid", 1...1, .bool, .ifAnyArgument, [.string]),
            SQLFunction("json_valid", 2...2, .bool, .ifAnyArgument, [.string, .int], since: 45),
            SQLFunction("jsonb", 1...1, .classes(.blob), .ifAnyArgument, [.string], since: 45),
            SQLFunction("jsonb_array", 0...many, .classes(.blob), .never, since: 45),
            SQLFunction("jsonb_extract", 1...many, .any, .always, [.string], since: 45),
            SQLFunction("jsonb_insert", 1...many, .classes(.blob), .always, [.string, nil], since: 45),
            SQLFunction("jsonb_object", 0...many, .classes(.blob), .never, since: 45),
            SQLFunction("jsonb_patch", 2...2, .classes(.blob), .always, [.string], since: 45),
            SQLFunction("jsonb_remove", 1...many, .classes(.blob), .always, [.string], since: 45),
            SQLFunction("jsonb_replace", 1...many, .classes(.blob), .always, [.string, nil], since: 45),
            SQLFunction("jsonb_set", 1...many, .classes(.blob), .always, [.string, nil], since: 45),
        ]
    }()

    /// https://www.sqlite.org/lang_aggfunc.html
    private static let aggregates: [SQLFunction] = [
        SQLFunction("avg", 1...1, .classes(.real), .ofAggregate, [.double], kind: .aggregate),
        SQLFunction("count", 0...1, .count, .never, kind: .aggregate),
        SQLFunction(
            "group_concat", 1...2, .classes(.text), .ofAggregate, [.string], kind: .aggregate, determinism: .rowOrder),
        SQLFunction("json_group_array", 1...1, .classes(.text), .never, kind: .aggregate, determinism: .rowOrder),
        SQLFunction(
            "json_group_object", 2...2, .classes(.text), .never, [.string, nil], kind: .aggregate,
            determinism: .rowOrder),
        SQLFunction(
            "jsonb_group_array", 1...1, .classes(.blob), .never, kind: .aggregate, since: 45, determinism: .rowOrder),
        SQLFunction(
            "jsonb_group_object", 2...2, .classes(.blob), .never, [.string, nil], kind: .aggregate, since: 45,
            determinism: .rowOrder),
        SQLFunction("max", 1...1, .argument(0), .ofAggregate, kind: .aggregate),
        SQLFunction("min", 1...1, .argument(0), .ofAggregate, kind: .aggregate),
        SQLFunction(
            "string_agg", 2...2, .classes(.text), .ofAggregate, [.string], kind: .aggregate, since: 44,
            determinism: .rowOrder),
        SQLFunction("sum", 1...1, .sum, .ofAggregate, [.double], kind: .aggregate),
        SQLFunction("total", 1...1, .classes(.real), .never, [.double], kind: .aggregate),
    ]

    /// https://www.sqlite.org/windowfunctions.html#built_in_window_functions
    private static let windows: [SQLFunction] = [
        SQLFunction("cume_dist", 0...0, .classes(.real), .never, kind: .window),
        SQLFunction("dense_rank", 0...0, .count, .never, kind: .window),
        SQLFunction("first_value", 1...1, .argument(0), .ofAggregate, kind: .window),
        SQLFunction("lag", 1...3, .argument(0), .always, kind: .window),
        SQLFunction("last_value", 1...1, .argument(0), .ofAggregate, kind: .window),
        SQLFunction("lead", 1...3, .argument(0), .always, kind: .window),
        SQLFunction("nth_value", 2...2, .argument(0), .always, [nil, .int], kind: .window),
        SQLFunction("ntile", 1...1, .count, .never, [.int], kind: .window),
        SQLFunction("percent_rank", 0...0, .classes(.real), .never, kind: .window),
        SQLFunction("rank", 0...0, .count, .never, kind: .window),
        SQLFunction("row_number", 0...0, .count, .never, kind: .window),
    ]
}
