import LockstepSQL

/// `-- silence: full-scan, the table never has more than ten rows`: a warning that is not to be given here.
struct Silence {
    /// The warning's name: letters, digits and hyphens.
    let rule: String

    /// Why, in the author's words; nil if nothing is said.
    let reason: String?

    let place: SourcePlace

    /// - Parameter directive: One of the key `silence`.
    /// - Returns: Nil if it begins with no name.
    init?(_ directive: Directive) {
        let value = directive.value
        let name = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        let rest = value[name.endIndex...]
        guard !name.isEmpty, rest.first.map({ $0.isWhitespace || ",:(".contains($0) }) ?? true else { return nil }
        rule = String(name)
        let reason = trimmed(rest.drop { $0.isWhitespace || ",:—–-".contains($0) })
        self.reason = reason.isEmpty ? nil : reason
        place = directive.place
    }
}

extension CommentBlock {
    /// The warnings that are silenced here.
    var silences: [Silence] { directives(.silence).compactMap(Silence.init) }
}
