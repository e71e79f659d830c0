import LockstepSQL

/// What a definition must consist of, whatever its statements say.
struct DefinitionRules {
    let definition: Definition
    let reporter: Reporter

    func check() {
        checkDirectives()
        let count = definition.statements.count
        if count == 0, !definition.isIncomplete {
            reporter.error("`\(definition.name)` has no statement", at: definition.namePlace)
        }
        if definition.kind != .mutation, count > 1 {
            reporter.error(
                "a query is one statement", at: definition.place(SourceSpan(at: definition.statements[1].span.start)),
                suggestion: "begin another definition with `-- name:`")
        }
    }

    private func checkDirectives() {
        var structs = 0
        for directive in definition.comments.directives {
            let key = directive.key
            if let reason = key.unsupported {
                reporter.error(reason, at: directive.place)
            } else if !allowedKeys.contains(key) {
                reporter.error(
                    "`-- \(key.rawValue):` does not belong to a \(definition.kind == .mutation ? "mutation" : "query")",
                    at: directive.place)
            }
            if key == .struct {
                structs += 1
                if structs > 1 { reporter.error("`-- struct:` stands here twice", at: directive.place) }
            }
        }
    }

    private var allowedKeys: [Directive.Key] {
        // `-- optional:` on a query has a message of its own; see `ParameterTable`.
        definition.kind == .mutation ? [.param, .optional, .silence] : [.param, .optional, .silence, .type, .struct]
    }
}
