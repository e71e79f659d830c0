extension SwiftCode {
    /// A doc comment: a line of `///` for every line of the text.
    static func documentation(_ text: String) -> SwiftCode {
        lines(
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                SwiftCode(raw: line.isEmpty ? "///" : "/// \(line)")
            })
    }
}
