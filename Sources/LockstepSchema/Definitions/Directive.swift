import LockstepSQL

/// `-- key [name]: value` in a comment.
struct Directive {
    /// The closed list of keys.
    enum Key: String, CaseIterable {
        case allow, cases, contract, `default`, handler, optional, param, read, require, rows, scope, side, silence
        case `struct`
        case type

        /// Why this version refuses it, or nil if it is built.
        var unsupported: String? {
            switch self {
            case .allow, .cases, .handler, .optional, .param, .read, .require, .rows, .scope, .side, .silence, .struct,
                .type:
                nil
            case .contract, .default:
                "`-- \(rawValue):` comes with schema evolution, which this version of Lockstep does not have"
            }
        }

        /// True if a name may stand between the key and the colon.
        var takesName: Bool {
            switch self {
            case .default, .param, .require, .rows, .type: true
            case .allow, .cases, .contract, .handler, .optional, .read, .scope, .side, .silence, .struct: false
            }
        }
    }

    let key: Key

    /// What stands between the key and the colon.
    let name: String?

    /// The value's lines, joined by a space.
    let value: String

    /// The value in the file, a part for each line that has some of it. Empty if there is no value.
    let parts: [SourceSpan]

    /// The whole comment of the first line.
    let place: SourcePlace

    /// Names separated by commas: `title, owner`.
    var values: [String] {
        value.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    /// From the value's first byte to its last; the whole comment if there is none.
    var valuePlace: SourcePlace {
        guard let first = parts.first, let last = parts.last else { return place }
        return SourcePlace(place.source, first.union(last))
    }

    /// The directive with another line of its value.
    func continued(_ part: SourceSpan) -> Directive {
        Directive(
            key: key, name: name, value: trimmed(value + " " + place.source.text(in: part)), parts: parts + [part],
            place: place)
    }
}
