import LockstepSQL

/// What the place where a parameter stands says of its type.
struct TypeHint: Hashable {
    /// What the place says of NULL.
    enum Nullness {
        /// `=`, `<`, `IN`, arithmetic: NULL makes no sense there.
        case comparison
        /// `IS`, `IS NULL`, COALESCE: there for NULL.
        case nullTest
        /// Stored in a column that may be NULL.
        case nullableColumn
        /// Stored in a column that is NOT NULL.
        case requiredColumn
    }

    /// Nil if the place takes any type.
    var swift: SwiftType?
    var storage: Storage?
    var nullness: Nullness

    /// The parameter is an array of such values.
    var isList = false

    /// Where the type comes from, for messages: `issue.status`.
    var origin: String?

    /// The place takes other types as well: a literal beside the parameter, an operand of arithmetic, an argument of a
    /// function. It decides only if no other place does.
    var isWeak = false

    /// `:now` may stand here as text, as it does for SQLite's date functions.
    var isTimeValue = false

    static let none = TypeHint(nullness: .comparison)

    init(_ swift: SwiftType? = nil, _ storage: Storage? = nil, nullness: Nullness, origin: String? = nil) {
        self.swift = swift
        self.storage = storage
        self.nullness = nullness
        self.origin = origin
    }

    /// The hint that an expression beside the parameter gives.
    init(beside type: ExpressionType, nullness: Nullness = .comparison, origin: String? = nil) {
        self.init(nullness: nullness, origin: origin)
        guard !type.isUnknown else { return }
        isWeak = type.literal != nil
        if let swift = type.swift, type.classes.storage == nil || type.classes == .any {
            self.swift = swift
            storage = .any
        } else if let storage = type.possibleClasses.storage {
            self.swift = type.swift ?? ExpressionType.swift(for: storage)
            self.storage = storage
        }
    }

    /// The place takes any type, and this one if nothing else is known.
    static func weak(_ swift: SwiftType) -> TypeHint {
        var hint = TypeHint(swift, swift.storages[0], nullness: .comparison)
        hint.isWeak = true
        return hint
    }

    func with(_ nullness: Nullness) -> TypeHint {
        var hint = self
        hint.nullness = nullness
        return hint
    }

    /// The hint for an operand of arithmetic whose result is to be of this type.
    func forOperand(isFirst: Bool) -> TypeHint {
        var hint = with(.comparison)
        if !isFirst, swift == .date {
            hint.swift = storage == .real ? .double : .int
        }
        return hint
    }
}
