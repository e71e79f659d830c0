/// A recursive descent parser for the SQL of SQLite, with operator precedence for expressions.
///
/// The grammar is that of SQLite's `parse.y`, including which keywords may be names where. Every file can be parsed:
/// what is wrong becomes a diagnostic, and parsing goes on after the next semicolon.
public struct Parser {
    /// The height of an expression's tree, as SQLITE_MAX_EXPR_DEPTH has it. A tree of this height can be walked, and
    /// released, on a thread with 512 KB.
    public static let maximumHeight = 1000

    /// How many parentheses, prefixes and operators may wait for an operand at one time. SQLite has no such limit since
    /// its parser's stack grows, and 93 parentheses before.
    public static let maximumPending = 2000

    /// How many levels of what is parsed recursively may be nested. CASE, CAST, a row and a join in parentheses count
    /// one, IN two, a call and a select in an expression three: about what each takes of the stack, so that a debug build parses the
    /// worst mix on a thread with 512 KB, where a level takes at most 6.5 KB. SQLite 3.40 gives up at 31 calls and 18
    /// selects.
    public static let maximumNesting = 70

    /// How many SELECTs a compound may have, as SQLITE_MAX_COMPOUND_SELECT has it.
    public static let maximumCompound = 500

    enum TriggerKind {
        case permanent
        case temporary
    }

    let source: SourceText
    let tokens: [Token]
    var index = 0
    var nextID: Int
    var nesting = 0

    /// What waits for operands; see `parseExpression`.
    var pending: [PendingOperator] = []

    /// The height of the tallest expression since it was last reset; see `parseSelect`.
    var tallest = 0
    var parameters: [Parameter] = []
    var requirements: [SyntaxRequirement] = []

    /// Whose body is being read; nil outside of one.
    var trigger: TriggerKind?

    /// What SQLite refuses in the statement, and the index of the token at which it does so; see `refuse`.
    var refusal: SyntaxError?
    var refusalIndex = 0

    /// The index of the token at which SQLite stops reading; see `noteStop`.
    var stop = Int.max

    init(_ source: SourceText, _ list: TokenList, firstID: Int) {
        self.source = source
        tokens = list.tokens
        nextID = firstID
    }

    /// Parses all statements of a file, or of some parts of it, read as one text.
    ///
    /// - parameter spans: The parts, in order and disjoint; nil for the whole file.
    /// - parameter firstID: The first node id to use, for a file of which other parts have been parsed: their `nextID`.
    public static func parseStatements(
        in source: SourceText, spans: [SourceSpan]? = nil, firstID: Int = 0
    ) -> ParsedFile {
        let list = TokenList(source, in: spans ?? [source.span])
        var parser = Parser(source, list, firstID: firstID)
        var statements: [Statement] = []
        var diagnostics: [Diagnostic] = []
        var unreadable: [Identifier] = []
        while !parser.isAtEnd {
            if parser.skip(.semicolon) { continue }
            let start = parser.index
            do throws(SyntaxError) {
                statements.append(try parser.parseWholeStatement())
            } catch {
                diagnostics.append(parser.diagnostic(error))
                if let name = parser.nameOfRelation(createdAt: start) { unreadable.append(name) }
                parser.recover(from: start)
            }
        }
        return ParsedFile(
            source: source, statements: statements, comments: list.comments, requirements: parser.requirements,
            diagnostics: diagnostics + unterminatedComments(list.comments, source), nextID: parser.nextID,
            unreadable: unreadable)
    }

    /// Parses a text that is to hold exactly one statement, with or without its semicolon. Without a diagnostic, the
    /// result has exactly one statement.
    public static func parseStatement(
        in source: SourceText, spans: [SourceSpan]? = nil, firstID: Int = 0
    ) -> ParsedFile {
        let file = parseStatements(in: source, spans: spans, firstID: firstID)
        guard file.diagnostics.isEmpty, file.statements.count != 1 else { return file }
        let message = file.statements.isEmpty ? "expected a statement" : "expected one statement only"
        let span = file.statements.dropFirst().first?.span ?? SourceSpan(at: spans?.last?.end ?? source.bytes.count)
        return ParsedFile(
            source: source, statements: file.statements, comments: file.comments, requirements: file.requirements,
            diagnostics: [Diagnostic(.error, message, in: source, at: span)], nextID: file.nextID,
            unreadable: file.unreadable)
    }

    /// Parses one expression, for example the value of an `-- allow:` directive.
    ///
    /// - parameter spans: The parts of the file that make up the expression, in order and disjoint: a directive that
    ///   goes on over several comment lines has one part per line. They are read as one text.
    /// - parameter firstID: The first node id to use: the `nextID` of what has been parsed of the file before.
    public static func parseExpression(
        in source: SourceText, spans: [SourceSpan]? = nil, firstID: Int = 0
    ) -> ParsedExpression {
        let list = TokenList(source, in: spans ?? [source.span])
        var parser = Parser(source, list, firstID: firstID)
        var expression: Expression?
        var diagnostics: [Diagnostic] = []
        do throws(SyntaxError) {
            let parsed = try parser.parseExpression()
            guard parser.isAtEnd else { throw parser.expected("the end of the expression") }
            expression = parsed
        } catch {
            diagnostics.append(parser.diagnostic(error))
        }
        return ParsedExpression(
            source: source, expression: expression, parameters: parser.parameters, comments: list.comments,
            requirements: parser.requirements, diagnostics: diagnostics, nextID: parser.nextID)
    }

    func diagnostic(_ error: SyntaxError) -> Diagnostic {
        Diagnostic(.error, error.message, in: source, at: error.span, suggestion: error.suggestion)
    }

    /// SQLite takes such a comment; what it swallows was hardly meant to be one.
    private static func unterminatedComments(_ comments: [Comment], _ source: SourceText) -> [Diagnostic] {
        guard let last = comments.last, last.form == .block, last.textSpan.end == last.span.end else { return [] }
        return [Diagnostic(.warning, "this comment has no end", in: source, at: SourceSpan(at: last.span.start))]
    }

    /// Parses a statement up to its semicolon.
    mutating func parseWholeStatement() throws(SyntaxError) -> Statement {
        do throws(SyntaxError) {
            let statement = try parseStatement()
            guard at(.semicolon) || isAtEnd else { throw expected("the end of the statement") }
            guard let refusal else { return statement }
            throw refusal
        } catch {
            guard let refusal, refusalIndex <= index else { throw error }
            throw SyntaxError(
                message: refusal.message, span: refusal.span, suggestion: refusal.suggestion,
                isRefusal: refusalIndex < index || error.isRefusal)
        }
    }

    /// Goes to the semicolon that ends the statement which began at a token. Those of a trigger's body do not end it:
    /// there it is the last one of `; END ;`, by the rule of `sqlite3_complete`.
    private mutating func recover(from start: Int) {
        let isTrigger = (start..<min(start + 3, tokens.count)).contains { tokens[$0].kind == .keyword(.trigger) }
        index = max(index, start)
        let begins = tokens[start..<index].contains { $0.kind == .keyword(.begin) }
        var isInBody = isTrigger && begins
        while !isAtEnd {
            if isTrigger, at(.begin) {
                isInBody = true
            }
            let isAfterEnd =
                index > start + 1 && tokens[index - 1].kind == .keyword(.end)
                && tokens[index - 2].kind == .semicolon
            if at(.semicolon), !isInBody || isAfterEnd {
                break
            }
            index += 1
        }
        parameters = []
        nesting = 0
        pending = []
        trigger = nil
        refusal = nil
    }
}

/// An expression by itself.
public struct ParsedExpression: Sendable {
    public let source: SourceText

    /// Nil if and only if there is a diagnostic.
    public let expression: Expression?

    /// All parameters in the order written, each occurrence by itself.
    public let parameters: [Parameter]

    /// All comments in order.
    public let comments: [Comment]

    /// Syntax that older versions of SQLite do not have, in order.
    public let requirements: [SyntaxRequirement]
    public let diagnostics: [Diagnostic]

    /// The first node id that is not used.
    public let nextID: Int
}
