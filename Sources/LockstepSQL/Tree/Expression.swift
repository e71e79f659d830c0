/// An expression of https://www.sqlite.org/lang_expr.html.
///
/// Parentheses leave no node, as in SQLite; they widen the span of what they hold.
public struct Expression: Sendable {
    /// Unique among the expressions, selects and table references of one file, so that other stages can attach facts.
    public let id: Int

    /// With enclosing parentheses.
    public let span: SourceSpan

    /// How many expressions lie on the longest way down, this one included: at most `Parser.maximumHeight`.
    let height: Int
    public let kind: Kind

    /// Each case's comment is the SQL that it stands for.
    public indirect enum Kind: Sendable {
        /// `NULL`, `12`, `1.5`, `'text'`, `x'00ff'`, `TRUE`, `CURRENT_DATE`
        case literal(Literal)
        /// `?`, `?7`, `:name`, `@name`, `$name`
        case parameter(Parameter)
        /// `column`, `table.column`, `schema.table.column`
        case column(ColumnReference)
        /// `NOT x`, `-x`, `+x`, `~x`
        case unary(UnaryOperator, Expression)
        /// `a + b`, `a AND b`, `a IS NULL`, `a -> b`
        case binary(BinaryOperator, Expression, Expression)
        /// `x ISNULL`; with `isNegated`, `x NOTNULL` and `x NOT NULL`
        case isNull(Expression, isNegated: Bool)
        /// `x [NOT] BETWEEN low AND high`
        case between(Expression, low: Expression, high: Expression, isNegated: Bool)
        /// `x [NOT] IN (…)`
        case membership(Expression, InSet, isNegated: Bool)
        /// `text [NOT] LIKE pattern [ESCAPE character]`
        case pattern(PatternMatch)
        /// `x COLLATE name`
        case collate(Expression, Identifier)
        /// `CASE [operand] WHEN … THEN … [ELSE …] END`
        case conditional(Conditional)
        /// `CAST(x AS type)`; the type may be empty
        case cast(Expression, TypeName?)
        /// `name(…) [FILTER (…)] [OVER …]`
        case function(FunctionCall)
        /// `(a, b)`, at least two
        case row([Expression])
        /// `(SELECT …)`
        case subquery(Select)
        /// `EXISTS (SELECT …)`
        case exists(Select)
        /// `RAISE(IGNORE)`, `RAISE(ABORT, message)`
        case raise(Raise)
    }
}

/// `column`, `table.column`, `schema.table.column`.
public struct ColumnReference: Hashable, Sendable {
    public let schema: Identifier?
    public let table: Identifier?
    public let name: Identifier

    /// Without parentheses around it.
    public var span: SourceSpan { (schema ?? table ?? name).span.union(name.span) }
}

/// `text [NOT] LIKE pattern [ESCAPE character]`, and the same with GLOB, REGEXP and MATCH.
public struct PatternMatch: Sendable {
    public let op: PatternOperator
    public let isNegated: Bool
    public let operand: Expression
    public let pattern: Expression
    public let escape: Expression?
}

/// What stands right of IN.
public indirect enum InSet: Sendable {
    /// `(a, b)`, `()`
    case list([Expression], span: SourceSpan)
    /// `(SELECT …)`
    case select(Select)
    /// `table`, `schema.table`
    case table(QualifiedName)
    /// `name(…)`, a table-valued function
    case function(QualifiedName, [Expression], span: SourceSpan)
}

/// `CASE [operand] WHEN … THEN … [ELSE …] END`.
public struct Conditional: Sendable {
    /// `WHEN condition THEN result`
    public struct Branch: Sendable {
        public let condition: Expression
        public let result: Expression
    }

    public let operand: Expression?

    /// At least one.
    public let branches: [Branch]
    public let otherwise: Expression?
}

/// `RAISE(action, message)`; https://www.sqlite.org/lang_createtrigger.html#raise.
public struct Raise: Sendable {
    /// Never `.replace`.
    public let action: ConflictAction

    /// Nil exactly for `RAISE(IGNORE)`.
    public let message: Expression?
}
