/// How strongly operators bind, weakest first; the `%left` and `%right` lines of SQLite's `parse.y`.
enum Precedence: Int, Comparable {
    case or = 1
    case and
    /// Prefix; its operand may begin anywhere an operand may.
    case not
    /// `= <> IS IN LIKE BETWEEN ISNULL NOTNULL`
    case equality
    /// `< <= > >=`
    case comparison
    case escape
    /// `& | << >>`
    case bit
    /// `+ -`
    case sum
    /// `* / %`
    case product
    /// `|| -> ->>`
    case concatenation
    case collate
    /// Prefix `- + ~`
    case sign

    static func < (left: Precedence, right: Precedence) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// An operator that comes after an operand.
enum Infix {
    case binary(BinaryOperator)
    case `is`
    case pattern(PatternOperator)
    case between
    case membership
    case isNull
    case collate

    /// The operator at a token, if it is one; `next` decides what a NOT belongs to.
    init?(_ kind: TokenKind, next: TokenKind) {
        switch kind {
        case .keyword(.not):
            switch next {
            case .keyword(.like), .keyword(.glob), .keyword(.regexp), .keyword(.match), .keyword(.between),
                .keyword(.in):
                self.init(next, next: .endOfInput)
            case .keyword(.null): self = .isNull
            default: return nil
            }
        case .keyword(let keyword): self.init(keyword)
        default:
            guard let op = Infix.symbol(kind) else { return nil }
            self = .binary(op)
        }
    }

    private init?(_ keyword: Keyword) {
        switch keyword {
        case .or: self = .binary(.or)
        case .and: self = .binary(.and)
        case .is: self = .is
        case .like: self = .pattern(.like)
        case .glob: self = .pattern(.glob)
        case .regexp: self = .pattern(.regexp)
        case .match: self = .pattern(.match)
        case .between: self = .between
        case .in: self = .membership
        case .isnull, .notnull: self = .isNull
        case .collate: self = .collate
        default: return nil
        }
    }

    private static func symbol(_ kind: TokenKind) -> BinaryOperator? {
        switch kind {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .ampersand: .bitAnd
        case .bar: .bitOr
        case .shiftLeft: .shiftLeft
        case .shiftRight: .shiftRight
        case .plus: .add
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        case .percent: .remainder
        case .concatenate: .concatenate
        case .arrow: .extract
        case .doubleArrow: .extractText
        default: nil
        }
    }

    var precedence: Precedence {
        switch self {
        case .binary(let op): op.precedence
        case .is, .pattern, .between, .membership, .isNull: .equality
        case .collate: .collate
        }
    }
}

extension BinaryOperator {
    var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .is, .isNot: .equality
        case .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .bitAnd, .bitOr, .shiftLeft, .shiftRight: .bit
        case .add, .subtract: .sum
        case .multiply, .divide, .remainder: .product
        case .concatenate, .extract, .extractText: .concatenation
        }
    }
}
