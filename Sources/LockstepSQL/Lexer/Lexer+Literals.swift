extension Lexer {
    /// A digit separator stands between two digits; SQLite has them since 3.46.
    mutating func scanNumber() -> TokenKind {
        var isWellFormed = true
        var kind = TokenKind.integer
        if peek(0) == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"), isHexDigit(peek(2)) {
            position += 2
            isWellFormed = skipDigits(isHexDigit)
        } else {
            if peek(0) != UInt8(ascii: ".") {
                isWellFormed = skipDigits(isDigit)
            }
            if peek(0) == UInt8(ascii: ".") {
                kind = .real
                position += 1
                if peek(0) == UInt8(ascii: "_") || isDigit(peek(0)) {
                    isWellFormed = skipDigits(isDigit) && isWellFormed
                }
            }
            if let exponent = exponentPrefixLength {
                kind = .real
                position += exponent
                isWellFormed = skipDigits(isDigit) && isWellFormed
            }
        }
        if position < end, classes[Int(bytes[position])].isNamePart {
            skipName()
            isWellFormed = false
        }
        return isWellFormed ? kind : .illegal(.malformedNumber)
    }

    /// The length of `e`, `e+` or `e-` where a digit follows.
    private var exponentPrefixLength: Int? {
        guard peek(0) | 0x20 == UInt8(ascii: "e") else { return nil }
        if isDigit(peek(1)) { return 1 }
        let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        return isSigned && isDigit(peek(2)) ? 2 : nil
    }

    /// Skips digits and separators; false if a separator does not stand between two digits.
    private mutating func skipDigits(_ isDigit: (UInt8) -> Bool) -> Bool {
        var isWellFormed = true
        var previousIsDigit = false
        while true {
            let byte = peek(0)
            if isDigit(byte) {
                previousIsDigit = true
            } else if byte == UInt8(ascii: "_") {
                isWellFormed = isWellFormed && previousIsDigit && isDigit(peek(1))
                previousIsDigit = false
            } else {
                return isWellFormed
            }
            position += 1
        }
    }

    mutating func scanBlob() -> TokenKind {
        let start = position
        position += 2
        while isHexDigit(peek(0)) {
            position += 1
        }
        if peek(0) == UInt8(ascii: "'"), (position - start) % 2 == 0 {
            return take(1, .blob)
        }
        while position < end, bytes[position] != UInt8(ascii: "'") {
            position += 1
        }
        position = min(position + 1, end)
        return .illegal(.malformedBlob)
    }

    /// A doubled quote stands for itself.
    mutating func scanQuoted(by quote: UInt8) -> TokenKind {
        let isString = quote == UInt8(ascii: "'")
        position += 1
        while position < end {
            if bytes[position] == quote {
                guard peek(1) == quote else {
                    return take(1, isString ? .string : .quotedIdentifier)
                }
                position += 1
            }
            position += 1
        }
        return .illegal(isString ? .unterminatedString : .unterminatedName)
    }

    mutating func scanBracketed() -> TokenKind {
        while position < end {
            if bytes[position] == UInt8(ascii: "]") {
                return take(1, .quotedIdentifier)
            }
            position += 1
        }
        return .illegal(.unterminatedName)
    }

    mutating func scanNumberedParameter() -> TokenKind {
        position += 1
        while isDigit(peek(0)) {
            position += 1
        }
        return .parameter
    }

    /// A name after `:`, `@`, `#` or `$`. The Tcl forms `$a::b` and `$a(b)` are tokens in SQLite, too. `#7` is one that its
    /// parser accepts in statements of its own only.
    mutating func scanNamedParameter() -> TokenKind {
        let start = position
        position += 1
        var length = 0
        while position < end {
            if classes[Int(bytes[position])].isNamePart {
                length += 1
                position += 1
            } else if bytes[position] == UInt8(ascii: ":"), peek(1) == UInt8(ascii: ":") {
                position += 2
            } else if bytes[position] == UInt8(ascii: "("), length > 0 {
                return scanTclSuffix()
            } else {
                break
            }
        }
        guard length > 0 else { return .illegal(.namelessParameter) }
        let isRegister = bytes[start] == UInt8(ascii: "#") && isDigit(bytes[start + 1])
        return isRegister ? .illegal(.unexpectedCharacter) : .parameter
    }

    private mutating func scanTclSuffix() -> TokenKind {
        repeat {
            position += 1
        } while position < end && !atSpaceOrTab && bytes[position] != UInt8(ascii: ")")
        if peek(0) == UInt8(ascii: ")") {
            return take(1, .parameter)
        }
        return .illegal(.namelessParameter)
    }

    private var atSpaceOrTab: Bool {
        bytes[position] == 0x0B || classes[Int(bytes[position])] == .space
    }

    func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    func isHexDigit(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return isDigit(byte) || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f")
    }
}
