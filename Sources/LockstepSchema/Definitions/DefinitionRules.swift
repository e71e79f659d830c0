import LockstepSQL

/// What a definition must consist of, whatever its statements say.
struct DefinitionRules {
    let definition: Definition
    let reporter: Reporter

    func check() {
        checkDirectives()
        let count = definition.statements.count
        if count == 0, needsStatement, !definition.isIncomplete {
            reporter.error("`\(definition.name)` has no statement", at: definition.namePlace)
        }
        if definition.kind != .mutation, count > 1 {
            reporter.error(
                definition.kind == .read ? "a read rule is one SELECT" : "a query is one statement",
                at: definition.place(SourceSpan(at: definition.statements[1].span.start)),
                suggestion: "begin another definition with `-- name:`")
        }
    }

    /// The code of a handler may be all that a mutation does; a read rule may have its parent's scope.
    private var needsStatement: Bool {
        switch definition.kind {
        case .many, .one: true
        case .mutation: definition.comments.directives(.handler).isEmpty
        case .read: false
        }
    }

    private func checkDirectives() {
        var seen: Set<Directive.Key> = []
        for directive in definition.comments.directives {
            let key = directive.key
            if let reason = key.unsupported {
                reporter.error(reason, at: directive.place)
            } else if !allowedKeys.contains(key) {
                reporter.error(
                    "`-- \(key.rawValue):` does not belong to a \(Self.text(definition.kind))", at: directive.place,
                    suggestion: Self.home(of: key))
            } else if Self.singleKeys.contains(key), !seen.insert(key).inserted {
                reporter.error("`-- \(key.rawValue):` stands here twice", at: directive.place, suggestion: advice(key))
            }
            if key == .handler { checkHandler(directive) }
        }
    }

    private func checkHandler(_ directive: Directive) {
        let kinds = MutationHandler.allCases.map(\.rawValue)
        guard !kinds.contains(directive.value) else { return }
        reporter.error(
            directive.value.isEmpty
                ? "`-- handler:` does not say when it runs"
                : "a handler runs before, instead or after, not `\(directive.value)`", at: directive.valuePlace,
            suggestion: suggestion(for: directive.value, among: kinds)
                ?? "write `-- handler: before`, `-- handler: instead` or `-- handler: after`")
    }

    private static let singleKeys: Set<Directive.Key> = [.allow, .handler, .scope, .struct]

    private func advice(_ key: Directive.Key) -> String? {
        switch key {
        case .allow: "join the conditions with AND or OR"
        case .scope: "begin another rule for the table with `-- name: \(definition.name).other :read`"
        default: nil
        }
    }

    private var allowedKeys: Set<Directive.Key> {
        switch definition.kind {
        case .mutation: [.allow, .handler, .optional, .param, .require, .rows, .silence]
        // `-- optional:` on a query has a message of its own; see `ParameterTable`.
        case .many, .one: [.optional, .param, .rows, .silence, .struct, .type]
        case .read: [.scope, .silence]
        }
    }

    private static func text(_ kind: Definition.Kind) -> String {
        switch kind {
        case .mutation: "mutation"
        case .many, .one: "query"
        case .read: "read rule"
        }
    }

    /// Where a directive belongs.
    private static func home(of key: Directive.Key) -> String? {
        switch key {
        case .read, .side: "it stands above CREATE TABLE"
        case .cases: "it stands beside a column"
        case .scope: "it stands in permissions.sql, below `-- name: table :read`"
        case .allow, .require, .handler: "it stands below the `-- name:` of a mutation"
        case .contract, .default, .optional, .param, .rows, .silence, .struct, .type: nil
        }
    }
}
