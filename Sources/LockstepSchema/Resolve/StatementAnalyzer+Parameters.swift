import LockstepSQL

extension StatementAnalyzer {
    func inferParameter(_ parameter: Parameter, hint: TypeHint) -> ExpressionType {
        guard [.query, .mutation, .permission].contains(role) else { return .unknown }
        guard case .named = parameter.form else {
            error("a parameter has a name", at: parameter.span, suggestion: "write it like `:title`")
            return .unknown
        }
        guard parameter.name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            error("the name of a parameter has letters, digits and `_`", at: parameter.span)
            return .unknown
        }
        let name = SwiftNaming.lowerCamelCase(parameter.name)
        let reserved = ReservedParameter(rawValue: name)
        if role == .permission, reserved != .actor {
            error(
                "a read rule has no parameter but `:actor`", at: parameter.span,
                suggestion: "what may be read depends on the actor, and on the rows that there are")
            return .unknown
        }
        note(ParameterUse(name: name, hint: hint, place: place(parameter.span)))
        if let reserved { return inferReserved(reserved, parameter, hint: hint) }
        guard var type = parameters[name].map(ExpressionType.init) else { return .unknown }
        if type.isNullable { type.nullReason = .parameter }
        return type
    }

    private func inferReserved(
        _ reserved: ReservedParameter, _ parameter: Parameter, hint: TypeHint
    ) -> ExpressionType {
        guard role == .mutation || role == .permission else {
            error(
                "`:\(parameter.name)` is known in mutations only", at: parameter.span,
                suggestion: "give it to the query as a parameter of another name")
            return .unknown
        }
        switch ReservedBinding.type(of: reserved, for: hint) {
        case .type(let type): return ExpressionType(type)
        case .mistake(let message, let advice):
            error(message, at: parameter.span, suggestion: advice)
            return .unknown
        }
    }

    /// `value` of `json_each(:ids)`.
    func inferElement(of parameter: String, at span: SourceSpan, hint: TypeHint) -> ExpressionType {
        var use = ParameterUse(name: parameter, hint: hint.with(.comparison), place: place(span))
        use.isElement = true
        note(use)
        guard var type = parameters[parameter] else { return .unknown }
        type.isList = false
        return ExpressionType(type)
    }

    /// True if the expression holds a parameter, or the elements of one, whose type its place may say. Selects within
    /// the expression are places of their own.
    func containsParameter(_ expression: Expression, in scope: Scope) -> Bool {
        var found = false
        let visitor = ExpressionVisitor(entersSelects: false) { part in
            switch part.kind {
            case .parameter: found = true
            case .column(let reference):
                guard case .column(let owner, let place) = scope.lookup(reference) else { return }
                if owner.sources[place.source].columns[place.column].listParameter != nil { found = true }
            default: break
            }
        }
        visitor.visit(expression)
        return found
    }
}
