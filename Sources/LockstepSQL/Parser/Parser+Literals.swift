extension Parser {
    mutating func parseConstant(_ literal: Literal) throws(SyntaxError) -> Expression {
        try node(.literal(literal), advance().span)
    }

    /// Whether a `term` of `parse.y` is here.
    var atLiteral: Bool {
        switch current.kind {
        case .integer, .real, .string, .blob, .keyword(.null), .keyword(.currentDate), .keyword(.currentTime),
            .keyword(.currentTimestamp):
            true
        default: false
        }
    }

    /// - precondition: `atLiteral`
    mutating func parseLiteral() throws(SyntaxError) -> Expression {
        switch current.kind {
        case .keyword(.null): try parseConstant(.null)
        case .keyword(.currentDate): try parseConstant(.currentDate)
        case .keyword(.currentTime): try parseConstant(.currentTime)
        case .keyword(.currentTimestamp): try parseConstant(.currentTimestamp)
        default: try parseConstant(literal(current))
        }
    }

    private mutating func literal(_ token: Token) -> Literal {
        switch token.kind {
        case .string: .string(unquoted(token.span))
        case .blob: .blob(blob(token.span))
        case .integer: integer(token.span)
        default: real(token.span)
        }
    }

    /// The digits of a decimal integer without separators and leading zeros.
    func integerDigits(_ span: SourceSpan) -> String {
        String(text(span).filter { $0 != "_" }.drop { $0 == "0" })
    }

    private mutating func integer(_ span: SourceSpan) -> Literal {
        noteSeparators(span)
        let text = text(span).filter { $0 != "_" }
        if span.count > 2, text.utf8.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
            let value = UInt64(text.dropFirst(2), radix: 16)
            if value == nil {
                refuseAtEnd("this hexadecimal number does not fit 64 bits", at: span)
            }
            return .integer(Int64(bitPattern: value ?? 0))
        }
        if let value = Int64(text) {
            return .integer(value)
        }
        return real(span)
    }

    private mutating func real(_ span: SourceSpan) -> Literal {
        noteSeparators(span)
        let value = Double(text(span).filter { $0 != "_" })
        if value == nil {
            refuseAtEnd("this number cannot be read", at: span)
        }
        return .real(value ?? 0)
    }

    /// Whether a number without digit separators is here: those of types and pragmas have none.
    var atPlainNumber: Bool {
        (at(.integer) || at(.real)) && !source.bytes[current.span.range].contains(UInt8(ascii: "_"))
    }

    mutating func noteSeparators(_ span: SourceSpan) {
        if source.bytes[span.range].contains(UInt8(ascii: "_")), requirements.last?.span != span {
            require(.digitSeparator, at: span)
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
