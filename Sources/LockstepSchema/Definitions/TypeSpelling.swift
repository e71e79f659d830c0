/// A Swift type as a directive spells it: `UUID`, `Status?`, `[Int]`, `Model.Schedule`.
struct TypeSpelling: Equatable {
    let name: String
    let isOptional: Bool
    let isList: Bool

    /// Nil if the text is not a type of that form.
    init?(_ text: String) {
        var text = Substring(trimmed(text))
        isOptional = text.last == "?"
        if isOptional { text.removeLast() }
        isList = text.first == "[" && text.last == "]"
        if isList { text = text.dropFirst().dropLast() }
        name = String(text)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy(Self.isName) else { return nil }
    }

    /// Why it can be no type of the app's, or nil if it can.
    var mistake: (message: String, suggestion: String)? {
        let known = ["Bool", "Data", "Date", "Double", "Int", "String", "URL", "UUID"]
        if let type = known.first(where: { $0.lowercased() == name.lowercased() && $0 != name }) {
            return ("there is no type `\(name)`", "did you mean `\(type)`?")
        }
        guard let last = name.split(separator: ".").last, last.first?.isLowercase == true else { return nil }
        return (
            "the type `\(name)` begins with a small letter",
            "name one of Lockstep's types, or one of the app's, such as `UUID` or `Money`"
        )
    }

    private static func isName(_ part: Substring) -> Bool {
        guard let first = part.first, first.isLetter || first == "_" else { return false }
        return part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}
