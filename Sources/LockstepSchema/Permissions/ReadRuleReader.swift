import LockstepSQL

/// Makes the read rules of a schema from the definitions of `permissions.sql`.
struct ReadRuleReader {
    let catalog: Catalog
    let enums: EnumNames
    let versions: SyntaxVersions
    let reporter: Reporter

    private struct Header {
        let definition: Definition
        let table: CatalogTable
        let rule: String?
    }

    func permissions(_ definitions: [Definition]) -> ReadPermissions {
        let headers = definitions.compactMap(header)
        checkNames(of: headers)
        var rules: [String: [ReadRule]] = [:]
        var statements: [CheckedStatement] = []
        for header in headers {
            guard let (rule, checked) = rule(header) else { continue }
            rules[header.table.folded, default: []].append(rule)
            statements += checked
        }
        let ruled = Set(headers.map(\.table.folded))
        checkInheritance(rules, ruled: ruled)
        if !definitions.isEmpty { checkCoverage(ruled) }
        return ReadPermissions(isRestricted: !definitions.isEmpty, rules: rules, statements: statements)
    }

    // MARK: - Headers

    private func header(of definition: Definition) -> Header? {
        let parts = definition.name.split(separator: ".", maxSplits: 1).map(String.init)
        let place = definition.namePlace
        guard let table = catalog[table: parts[0]] else {
            catalog.reportMissingTable(parts[0], at: place, reporter: reporter)
            return nil
        }
        if table.side != .replicated {
            let owner =
                table.side == .server
                ? "`\(table.name)` never reaches a client" : "`\(table.name)` is each client's own"
            reporter.error("\(owner), so no rule says who reads it", at: place)
            return nil
        }
        if let directive = table.comments.directives(.read).first {
            reporter.error(
                "`\(table.name)` is `-- read: everyone`, and has a rule", at: place,
                notes: [.init("the directive", at: directive.place)], suggestion: "take one of them away")
            return nil
        }
        return Header(definition: definition, table: table, rule: parts.count == 2 ? parts[1] : nil)
    }

    /// Several rules of one table have names.
    private func checkNames(of headers: [Header]) {
        for (_, rules) in Dictionary(grouping: headers, by: \.table.folded) where rules.count > 1 {
            var seen: [String: SourcePlace] = [:]
            for header in rules {
                let place = header.definition.namePlace
                guard let name = header.rule else {
                    reporter.error(
                        "`\(header.table.name)` has \(rules.count) rules, and this one has no name", at: place,
                        suggestion: "write for example `-- name: \(header.table.name).member :read`")
                    continue
                }
                if let other = seen.updateValue(place, forKey: Identifier.fold(name)) {
                    reporter.error(
                        "two rules are called `\(header.table.name).\(name)`", at: place,
                        notes: [.init("the other one", at: other)])
                }
            }
        }
    }

    // MARK: - Rules

    private func rule(_ header: Header) -> (ReadRule, [CheckedStatement])? {
        let definition = header.definition
        guard let directive = definition.comments.directives(.scope).first else {
            reportMissingScope(header)
            return nil
        }
        guard !directive.parts.isEmpty else {
            reporter.error(
                "`-- scope:` says nothing", at: directive.place,
                suggestion: "write an expression over the columns of `\(header.table.name)`")
            return nil
        }
        if let link = ParentScope(directive, of: header.table, in: catalog) {
            return inherited(header, link, directive)
        }
        let before = reporter.count
        let scope = ScopeExpression(
            directive, of: header.table, catalog: catalog, versions: versions, reporter: reporter)
        guard let statement = definition.statements.first else {
            if !definition.isIncomplete { reportMissingGrant(header) }
            return nil
        }
        guard let scope, let type = scope.type else { return nil }
        let grant = GrantReader(
            definition: definition, statement: statement, scope: scope, catalog: catalog, enums: enums,
            versions: versions, reporter: reporter
        ).grant()
        guard let grant, reporter.count == before, !definition.isIncomplete else { return nil }
        let rule = ReadRule(
            name: header.rule, scope: .expression(sql: scope.sql, type), grant: grant.statement,
            reads: grant.reads, place: definition.namePlace)
        return (rule, checked(scope, type, grant, header))
    }

    private func checked(
        _ scope: ScopeExpression, _ type: ValueType, _ grant: GrantReader.Grant, _ header: Header
    ) -> [CheckedStatement] {
        let definition = header.definition
        let subject = CheckedStatement.Subject.permission(header.table.name)
        return [
            CheckedStatement(
                subject: subject, sql: "SELECT \(scope.sql) FROM \(SQLQuoting.quoted(header.table.name))",
                place: scope.place, columns: [type], isWritten: false),
            CheckedStatement(
                subject: subject, sql: grant.statement.sql, place: definition.place(definition.statements[0].span),
                parameterCount: grant.statement.bindings.count, columns: [grant.type]),
        ]
    }

    private func reportMissingScope(_ header: Header) {
        let parent = header.table.references.first.flatMap { catalog.parent(of: $0)?.table }
        let reference = header.table.references.first.map { reference in
            reference.columns.map { header.table.columns[$0].name }.joined(separator: ", ")
        }
        var advice = "write the value of a row that the grants are compared with, for example `-- scope: owner`"
        if let parent, let reference {
            advice += ", or `-- scope: \(reference) -> \(parent.name)` for the rules of `\(parent.name)`"
        }
        reporter.error(
            "the rule `\(header.definition.name)` has no scope", at: header.definition.namePlace, suggestion: advice)
    }

    private func reportMissingGrant(_ header: Header) {
        reporter.error(
            "the rule `\(header.definition.name)` has no grants", at: header.definition.namePlace,
            suggestion: "add a SELECT of the scopes that `:actor` may read, such as "
                + "SELECT project_id FROM member WHERE user_id = :actor;")
    }

    // MARK: - Scopes of parents

    private func inherited(
        _ header: Header, _ link: ParentScope, _ directive: Directive
    ) -> (ReadRule, [CheckedStatement])? {
        let definition = header.definition
        if let statement = definition.statements.first {
            reporter.error(
                "the grants are those of `\(link.parent.name)`",
                at: definition.place(SourceSpan(at: statement.span.start)),
                suggestion: "leave the SELECT out, or begin another rule with `-- name:`")
            return nil
        }
        guard !definition.isIncomplete, link.check(reporter: reporter) else { return nil }
        let rule = ReadRule(
            name: header.rule, scope: .parent(columns: link.columnNames, table: link.parent.name), grant: nil,
            reads: [], place: definition.namePlace)
        return (rule, [])
    }

    private func checkInheritance(_ rules: [String: [ReadRule]], ruled: Set<String>) {
        for table in rules.keys.sorted() {
            for rule in rules[table] ?? [] {
                guard case .parent(_, let name) = rule.scope, let parent = catalog[table: name] else { continue }
                if !ruled.contains(parent.folded) {
                    let isOpen = parent.isReadByEveryone
                    reporter.error(
                        "`\(parent.name)` has no rule to be inherited", at: rule.place,
                        suggestion: isOpen
                            ? "everyone reads it: say so of this table too, with `-- read: everyone`"
                            : "write `-- name: \(parent.name) :read`")
                } else if let path = cycle(from: table, in: rules) {
                    reporter.error("the scope goes round: \(path.joined(separator: " -> "))", at: rule.place)
                }
            }
        }
    }

    /// The tables from one back to itself, along inherited scopes.
    private func cycle(from start: String, in rules: [String: [ReadRule]]) -> [String]? {
        var paths = [[start]]
        var seen: Set<String> = []
        while let path = paths.popLast(), let last = path.last {
            for rule in rules[last] ?? [] {
                guard case .parent(_, let name) = rule.scope else { continue }
                let parent = Identifier.fold(name)
                if parent == start { return (path + [start]).map { catalog[table: $0]?.name ?? $0 } }
                if seen.insert(parent).inserted { paths.append(path + [parent]) }
            }
        }
        return nil
    }

    // MARK: - Tables without rules

    private func checkCoverage(_ ruled: Set<String>) {
        for table in catalog.orderedTables
        where table.side == .replicated && !ruled.contains(table.folded) && !table.isReadByEveryone {
            reporter.error(
                "`\(table.name)` does not say who may read it, and other tables do", at: table.place,
                suggestion: "write `-- read: everyone` above its CREATE TABLE, or a rule `-- name: \(table.name) :read`"
            )
        }
    }
}
