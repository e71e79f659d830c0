extension SwiftCode {
    /// A doc comment: a line of `///` for every line of the text.
    static func documentation(_ text: String) -> SwiftCode {
        lines(
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                SwiftCode(raw: line.isEmpty ? "///" : "/// \(line)")
            })
    }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
