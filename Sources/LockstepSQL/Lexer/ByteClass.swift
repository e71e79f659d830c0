/// What the first byte of a token says about it; after the character classes of SQLite's `tokenize.c`.
enum ByteClass: UInt8, Sendable {
    /// Any letter but x, and the underscore
    case letter
    /// `x`, `X`: a blob or a word
    case letterX
    /// Part of a UTF-8 sequence, valid or not: SQLite takes all of them for letters
    case wide
    case digit
    case dollar
    /// `@`, `:`
    case parameterPrefix
    case question
    case space
    /// `'`, `"`, `` ` ``
    case quote
    case leftBracket
    case bar
    case minus
    case less
    case greater
    case equal
    case exclamation
    case slash
    case dot
    /// A byte that is always a token by itself
    case single
    case illegal

    /// The class of each byte.
    static let table: [ByteClass] = (0...255).map { ByteClass(of: UInt8($0)) }

    private init(of byte: UInt8) {
        self =
            switch Unicode.Scalar(byte) {
            case "x", "X": .letterX
            case "a"..."z", "A"..."Z", "_": .letter
            case "\u{80}"...: .wide
            case "0"..."9": .digit
            case "$": .dollar
            case "@", ":", "#": .parameterPrefix
            case "?": .question
            case " ", "\t", "\n", "\u{0C}", "\r": .space
            case "'", "\"", "`": .quote
            case "[": .leftBracket
            case "|": .bar
            case "-": .minus
            case "<": .less
            case ">": .greater
            case "=": .equal
            case "!": .exclamation
            case "/": .slash
            case ".": .dot
            case "(", ")", ",", ";", "+", "*", "%", "&", "~": .single
            default: .illegal
            }
    }

    /// Whether a byte may stand inside a name; SQLite allows `$` there.
    var isNamePart: Bool {
        switch self {
        case .letter, .letterX, .wide, .digit, .dollar: true
        case .parameterPrefix, .question, .space, .quote, .leftBracket, .bar, .minus, .less, .greater, .equal,
            .exclamation, .slash, .dot, .single, .illegal:
            false
        }
    }
}
