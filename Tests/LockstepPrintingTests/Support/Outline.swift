import LockstepSQL

/// A value as text, without the places in files that it comes from, and SQL without white space and the case of its
/// letters.
enum Outline {
    static func text(of value: Any) -> String {
        var result = ""
        write(value, to: &result)
        return result
    }

    private static func write(_ value: Any, label: String = "", to result: inout String) {
        switch value {
        case is SourceSpan, is SourceText, is SourcePlace: return
        case let text as String where label.lowercased().hasSuffix("sql"):
            result += text.split(whereSeparator: \.isWhitespace).joined().uppercased()
        case let text as String:
            // A column without an alias has the name that its text is, line ends and all.
            result += text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        default:
            let mirror = Mirror(reflecting: value)
            guard !mirror.children.isEmpty else {
                result += "\(value)"
                return
            }
            result += "("
            var children: [String] = []
            for child in mirror.children {
                var text = (child.label ?? "") + ":"
                write(child.value, label: child.label ?? label, to: &text)
                children.append(text)
            }
            let isUnordered = mirror.displayStyle == .set || mirror.displayStyle == .dictionary
            result += (isUnordered ? children.sorted() : children).joined(separator: "\n") + ")"
        }
    }
}
