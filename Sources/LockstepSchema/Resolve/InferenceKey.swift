import LockstepSQL

/// What the type of an expression depends on within one statement.
struct InferenceKey: Hashable {
    private let expression: Int
    private let scope: ObjectIdentifier
    private let epoch: Int
    private let aggregateDepth: Int
    private let allowsAliases: Bool
    private let hint: TypeHint

    init(_ expression: Expression, in scope: Scope, hint: TypeHint) {
        self.expression = expression.id
        self.scope = ObjectIdentifier(scope)
        epoch = scope.epoch
        aggregateDepth = scope.aggregateDepth
        allowsAliases = scope.allowsAliases
        self.hint = hint
    }
}

extension Expression {
    /// True if there are expressions in it.
    var isComposite: Bool {
        switch kind {
        case .literal, .parameter, .column: false
        default: true
        }
    }

    /// True if what its place says of its type is said of an operand as well.
    var passesHintOn: Bool {
        switch kind {
        case .binary(let op, _, _):
            switch op {
            case .add, .subtract, .multiply, .divide, .remainder: true
            default: false
            }
        case .between, .membership, .pattern, .cast, .exists, .isNull: false
        default: true
        }
    }
}
