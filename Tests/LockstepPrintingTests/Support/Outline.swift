import LockstepSQL

/// A value as text, without the places in files that it comes from and with the white space of SQL as one space.
enum Outline {
    static func text(of value: Any) -> String {
        var result = ""
        write(value, to: &result)
        return result
    }

    private static func write(_ value: Any, to result: inout String) {
        switch value {
        case is SourceSpan, is SourceText, is SourcePlace: return
        case let text as String:
            result += "\"" + text.split(whereSeparator: \.isWhitespace).joined(separator: " ") + "\""
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
                write(child.value, to: &text)
                children.append(text)
            }
            let isUnordered = mirror.displayStyle == .set || mirror.displayStyle == .dictionary
            result += (isUnordered ? children.sorted() : children).joined(separator: "\n") + ")"
        }
    }
}
