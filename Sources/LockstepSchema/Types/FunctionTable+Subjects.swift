import LockstepSQL

extension FunctionTable {
    /// https://www.sqlite.org/lang_datefunc.html
    static let dates: [SQLFunction] = {
        let many = SQLFunction.unlimited
        return [
            SQLFunction("date", 0...many, .classes(.text), .ofTime, [.string], determinism: .date),
            SQLFunction("datetime", 0...many, .classes(.text), .ofTime, [.string], determinism: .date),
            SQLFunction("julianday", 0...many, .classes(.real), .ofTime, [.string], determinism: .date),
            SQLFunction("strftime", 1...many, .classes(.text), .always, [.string], determinism: .date),
            SQLFunction("time", 0...many, .classes(.text), .ofTime, [.string], determinism: .date),
            SQLFunction("timediff", 2...2, .classes(.text), .always, [.string], since: 43, determinism: .date),
            SQLFunction("unixepoch", 0...many, .seconds, .ofTime, [.string], since: 38, determinism: .date),
        ]
    }()

    /// https://www.sqlite.org/lang_mathfunc.html. The result of an argument that is no number is NULL, and so is a result
    /// that is no number.
    static let mathematics: [SQLFunction] =
        ["asinh", "atan", "cosh", "degrees", "exp", "radians", "sinh", "tanh"].map {
            SQLFunction($0, 1...1, .classes(.real), .unlessNumber, [.double], determinism: .platform)
        }
        + ["cos", "sin", "tan"].map {
            SQLFunction($0, 1...1, .classes(.real), .unlessFinite, [.double], determinism: .platform)
        }
        + ["acos", "acosh", "asin", "atanh", "ln", "log10", "log2"].map {
            SQLFunction($0, 1...1, .classes(.real), .always, [.double], determinism: .platform)
        }
        + ["ceil", "ceiling", "floor", "trunc"].map {
            SQLFunction($0, 1...1, .numeric, .unlessNumber, [.double])
        }
        + ["pow", "power"].map {
            SQLFunction($0, 2...2, .classes(.real), .unlessFinite, [.double], determinism: .platform)
        } + [
            SQLFunction("atan2", 2...2, .classes(.real), .unlessNumber, [.double], determinism: .platform),
            SQLFunction("log", 1...2, .classes(.real), .always, [.double], determinism: .platform),
            SQLFunction("mod", 2...2, .classes(.real), .always, [.double]),
            SQLFunction("pi", 0...0, .classes(.real), .never),
            SQLFunction("sqrt", 1...1, .classes(.real), .always, [.double]),
        ]

    /// https://www.sqlite.org/json1.html
    static let json: [SQLFunction] = {
        let many = SQLFunction.unlimited
        let value: ValueClasses = [.integer, .real, .text]
        return [
            SQLFunction("json", 1...1, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("json_array", 0...many, .classes(.text), .never),
            SQLFunction("json_array_insert", 1...many, .classes(.text), .ofPaths, [.string, nil], since: 53),
            SQLFunction("json_array_length", 1...1, .count, .ifAnyArgument, [.string]),
            SQLFunction("json_array_length", 2...2, .count, .always, [.string]),
            SQLFunction("json_error_position", 1...1, .count, .ifAnyArgument, [.string], since: 42),
            SQLFunction("json_extract", 1...many, .classes(value), .always, [.string]),
            SQLFunction("json_insert", 1...many, .classes(.text), .ofPaths, [.string, nil]),
            SQLFunction("json_object", 0...many, .classes(.text), .never),
            SQLFunction("json_patch", 2...2, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("json_pretty", 1...2, .classes(.text), .always, [.string], since: 46),
            SQLFunction("json_quote", 1...1, .classes(.text), .never),
            SQLFunction("json_remove", 1...many, .classes(.text), .ofPaths, [.string]),
            SQLFunction("json_replace", 1...many, .classes(.text), .ofPaths, [.string, nil]),
            SQLFunction("json_set", 1...many, .classes(.text), .ofPaths, [.string, nil]),
            SQLFunction("json_type", 1...1, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("json_type", 2...2, .classes(.text), .always, [.string]),
            SQLFunction("json_valid", 1...1, .bool, .ifAnyArgument, [.string]),
            SQLFunction("json_valid", 2...2, .bool, .ifAnyArgument, [.string, .int], since: 45),
            SQLFunction("jsonb", 1...1, .classes(.blob), .ifAnyArgument, [.string], since: 45),
            SQLFunction("jsonb_array", 0...many, .classes(.blob), .never, since: 45),
            SQLFunction("jsonb_array_insert", 1...many, .classes(.blob), .ofPaths, [.string, nil], since: 53),
            SQLFunction("jsonb_extract", 1...many, .any, .always, [.string], since: 45),
            SQLFunction("jsonb_insert", 1...many, .classes(.blob), .ofPaths, [.string, nil], since: 45),
            SQLFunction("jsonb_object", 0...many, .classes(.blob), .never, since: 45),
            SQLFunction("jsonb_patch", 2...2, .classes(.blob), .ifAnyArgument, [.string], since: 45),
            SQLFunction("jsonb_remove", 1...many, .classes(.blob), .ofPaths, [.string], since: 45),
            SQLFunction("jsonb_replace", 1...many, .classes(.blob), .ofPaths, [.string, nil], since: 45),
            SQLFunction("jsonb_set", 1...many, .classes(.blob), .ofPaths, [.string, nil], since: 45),
        ]
    }()

    /// https://www.sqlite.org/lang_aggfunc.html
    static let aggregates: [SQLFunction] = [
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

    /// https://www.sqlite.org/percentile.html: also written `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`.
    static let ordered: [SQLFunction] = ["percentile", "percentile_cont", "percentile_disc"].map {
        SQLFunction(
            $0, 2...2, .classes(.real), .ofAggregate, [.double], kind: .aggregate, since: 47,
            availability: .option("SQLITE_ENABLE_PERCENTILE"))
    } + [
        SQLFunction(
            "median", 1...1, .classes(.real), .ofAggregate, [.double], kind: .aggregate, since: 47,
            availability: .option("SQLITE_ENABLE_PERCENTILE"))
    ]

    /// https://www.sqlite.org/windowfunctions.html#built_in_window_functions
    static let windows: [SQLFunction] = [
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
