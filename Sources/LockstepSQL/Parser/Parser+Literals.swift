extension Parser {
    mutating func parseConstant(_ literal: Literal) throws(SyntaxError) -> Expression {
        try node(.literal(literal), advance().span)
    }

    /// A string before a dot is the name of a table.
    mutating func parseLiteralOrName() throws(SyntaxError) -> Expression {
        if at(.string), kind(ahead: 1) == .dot {
            return try parseColumn()
        }
        return try node(.literal(try literal(current)), advance().span)
    }

    private mutating func literal(_ token: Token) throws(SyntaxError) -> Literal {
        switch token.kind {
        case .string: .string(unquoted(token.span))
        case .blob: .blob(blob(token.span))
        case .integer: try integer(token.span)
        default: try real(token.span)
        }
    }

    /// The digits of a decimal integer without separators and leading zeros.
    func integerDigits(_ span: SourceSpan) -> String {
        String(text(span).filter { $0 != "_" }.drop { $0 == "0" })
    }

    private mutating func integer(_ span: SourceSpan) throws(SyntaxError) -> Literal {
        noteSeparators(span)
        let text = text(span).filter { $0 != "_" }
        if span.count > 2, text.utf8.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
            guard let value = UInt64(text.dropFirst(2), radix: 16) else {
                throw SyntaxError(message: "this hexadecimal number does not fit 64 bits", span: span)
            }
            return .integer(Int64(bitPattern: value))
        }
        if let value = Int64(text) {
            return .integer(value)
        }
        return try real(span)
    }

    private mutating func real(_ span: SourceSpan) throws(SyntaxError) -> Literal {
        noteSeparators(span)
        guard let value = Double(text(span).filter { $0 != "_" }) else {
            throw SyntaxError(message: "this number cannot be read", span: span)
        }
        return .real(value)
    }

    private mutating func noteSeparators(_ span: SourceSpan) {
        if source.bytes[span.range].contains(UInt8(ascii: "_")), requirements.last?.span != span {
            require(46, "a digit separator", at: span)
        }
    }

    private func blob(_ span: SourceSpan) -> [UInt8] {
        let digits = source.bytes[(span.start + 2)..<(span.end - 1)]
        return stride(from: digits.startIndex, to: digits.endIndex - 1, by: 2).map {
            nibble(digits[$0]) << 4 | nibble(digits[$0 + 1])
        }
    }

    private func nibble(_ digit: UInt8) -> UInt8 {
        digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : (digit | 0x20) - UInt8(ascii: "a") + 10
    }
}
