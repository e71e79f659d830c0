import LockstepSQL

/// SQLite's built-in functions by name in lower case. A name may stand for a scalar function and for an aggregate, told
/// apart by the number of arguments.
enum FunctionTable {
    static let byName: [String: [SQLFunction]] = Dictionary(
        grouping: core + dates + mathematics + json + aggregates + ordered + windows + optional + refused,
        by: \.name)

    /// The function of a name that takes so many arguments.
    static func function(_ name: String, arguments: Int) -> SQLFunction? {
        byName[Identifier.fold(name)]?.first { $0.arity.contains(arguments) }
    }

    /// What a definition file may call.
    static var names: [String] {
        byName.filter { if case .everywhere = $0.value[0].availability { true } else { false } }.map(\.key)
    }

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
            SQLFunction("iif", 2...many, .branches, .ofBranches, since: 48),
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
            SQLFunction("replace", 3...3, .replacement, .ifAnyArgument, [.string]),
            SQLFunction("round", 1...2, .classes(.real), .ifAnyArgument, [.double, .int]),
            SQLFunction("rtrim", 1...2, .classes(.text), .ifAnyArgument, [.string]),
            SQLFunction("sign", 1...1, .classes(.integer), .unlessNumber, [.double]),
            SQLFunction(
                "sqlite_compileoption_get", 1...1, .classes(.text), .always, [.int], determinism: .nondeterministic),
            SQLFunction(
                "sqlite_compileoption_used", 1...1, .bool, .ifAnyArgument, [.string],
                determinism: .nondeterministic),
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
}
