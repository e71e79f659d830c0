/// A name in generated Swift. The one place that escapes names.
struct SwiftIdentifier: Hashable {
    /// The name without escapes, such as `default`.
    let name: String

    init(_ name: String) {
        self.name = name
    }

    /// The name as it is written where a declaration, a label, a member or a variable stands.
    var escaped: String {
        Self.keywords.contains(name) ? "`\(name)`" : name
    }

    /// Words of the grammar that are no identifiers
    /// (https://docs.swift.org/swift-book/documentation/the-swift-programming-language/lexicalstructure/), with `Type`
    /// and `Protocol`, which are none after a dot.
    private static let keywords: Set<String> = [
        "Any", "Protocol", "Self", "Type", "_", "as", "associatedtype", "break", "case", "catch", "class", "continue",
        "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
        "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator",
        "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
