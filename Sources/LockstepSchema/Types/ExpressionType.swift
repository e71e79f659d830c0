import LockstepSQL

/// What is known of an expression's values.
struct ExpressionType {
    /// The storage classes that values other than NULL may have. Empty for NULL alone.
    var classes: ValueClasses

    /// False only if the value is never NULL.
    var isNullable: Bool

    /// Why it may be NULL; nil where it is never NULL, or where an operand is the reason.
    var nullReason: NullReason?

    /// The Swift type that the values keep from a column or a parameter; nil if it follows from the class.
    var swift: SwiftType?

    /// The largest magnitude of an integer, where it is known to be far from overflowing. Sums and products of integers
    /// become REAL beyond 64 bits.
    var bound: Int64?

    /// True if an INTEGER may have become REAL by overflow.
    var mayOverflow = false

    /// A constant, which fits any Swift type that has such a value.
    var literal: Literal?

    /// The values of an enum's column, where they are known: no other constant is equal to it.
    var cases: Set<EnumType.RawValue>?

    /// True for a parameter whose type is not known yet, and after an error, which has been reported.
    var isUnknown = false

    static let unknown: ExpressionType = {
        var type = ExpressionType(.any, isNullable: true)
        type.isUnknown = true
        return type
    }()

    static let null = ExpressionType([], isNullable: true, because: .null)

    /// The value of a comparison.
    static func bool(isNullable: Bool) -> ExpressionType {
        ExpressionType(.integer, isNullable: isNullable, swift: .bool, bound: 1)
    }

    /// A count, a length, a position.
    static func count(isNullable: Bool) -> ExpressionType {
        ExpressionType(.integer, isNullable: isNullable, bound: 1 << 40)
    }

    init(
        _ classes: ValueClasses, isNullable: Bool, because reason: NullReason? = nil, swift: SwiftType? = nil,
        bound: Int64? = nil
    ) {
        self.classes = classes
        self.isNullable = isNullable
        nullReason = isNullable ? reason : nil
        self.swift = swift
        self.bound = bound
    }

    /// The type of a column or a parameter.
    init(_ type: ValueType) {
        // A REAL column gives back every number as REAL.
        self.init(type.isList ? .text : ValueClasses(type.storage), isNullable: type.isOptional)
        if !type.isList { swift = type.swift }
        if type.swift == .bool { bound = 1 }
    }

    /// What a column of a table gives.
    init(_ column: CatalogColumn) {
        guard let type = column.type else {
            self = .unknown
            return
        }
        self.init(type)
        if case .enumeration = type.swift { cases = column.checkedValues?.set }
    }

    /// What SQLite itself promises of a column, whoever wrote its rows
    /// (https://www.sqlite.org/datatype3.html#type_affinity).
    init(stored column: CatalogColumn, in table: CatalogTable) {
        let index = table.columns.firstIndex { $0.folded == column.folded }
        var classes: ValueClasses
        switch column.affinity {
        case .integer: classes = table.isStrict || index == table.rowidAlias ? .integer : .any
        case .real: classes = table.isStrict ? .real : [.real, .text, .blob]
        case .text: classes = table.isStrict ? .text : [.text, .blob]
        case .blob: classes = table.isStrict && column.declaredType.uppercased() == "BLOB" ? .blob : .any
        case .numeric: classes = .any
        }
        if column.isGenerated, !table.isStrict { classes = .any }
        self.init(classes, isNullable: column.isNullable)
    }

    init(_ literal: Literal) {
        switch literal {
        case .null: self = .null
        case .integer(let number):
            self.init(.integer, isNullable: false, bound: number == .min ? nil : abs(number))
        case .real: self.init(.real, isNullable: false)
        case .string: self.init(.text, isNullable: false)
        case .blob: self.init(.blob, isNullable: false)
        case .boolean: self = .bool(isNullable: false)
        case .currentDate, .currentTime, .currentTimestamp: self.init(.text, isNullable: false)
        }
        self.literal = literal
    }

    func nullable(_ isNullable: Bool = true, because reason: NullReason? = nil) -> ExpressionType {
        var type = self
        guard isNullable else { return type }
        if !type.isNullable { type.nullReason = reason }
        type.isNullable = true
        return type
    }

    func notNull() -> ExpressionType {
        var type = self
        type.isNullable = false
        type.nullReason = nil
        return type
    }

    /// True if every value of the other type is one of this.
    func covers(_ other: ExpressionType) -> Bool {
        let isBoundCovered = bound.map { limit in other.bound.map { $0 <= limit } ?? other.classes.isEmpty } ?? true
        return other.classes.isSubset(of: classes) && (isNullable || !other.isNullable) && isBoundCovered
            && (mayOverflow || !other.mayOverflow) && (swift == nil || swift == other.swift || other.classes.isEmpty)
    }

    /// The classes, with what an overflow makes of an INTEGER.
    var possibleClasses: ValueClasses {
        mayOverflow ? classes.union(.real) : classes
    }

    /// The classes that the value has as an operand of arithmetic: text and blobs are read as numbers.
    var numericClasses: ValueClasses {
        classes.isSubset(of: .number) ? possibleClasses : .number
    }

    /// True if an overflow gives a class that the others do not include.
    var isOpenByOverflow: Bool {
        mayOverflow && !classes.contains(.real)
    }

    /// The value as a Swift type; nil if its class depends on data, or if it is always NULL.
    var valueType: ValueType? {
        guard !isUnknown, !isOpenByOverflow, let storage = classes.storage else {
            guard let swift, case .custom = swift, !isUnknown else { return nil }
            return ValueType(swift, .any, isOptional: isNullable)
        }
        return ValueType(swift ?? Self.swift(for: storage), storage, isOptional: isNullable)
    }

    static func swift(for storage: Storage) -> SwiftType {
        switch storage {
        case .integer: .int
        case .real: .double
        case .text, .any: .string
        case .blob: .data
        }
    }

    /// The type of what is one of several values: the arms of a CASE, of a compound select, of COALESCE.
    static func merging(_ types: [ExpressionType]) -> ExpressionType {
        guard var merged = types.first else { return .null }
        for type in types.dropFirst() { merged = merged.merged(with: type) }
        return merged
    }

    private func merged(with other: ExpressionType) -> ExpressionType {
        var merged = ExpressionType(
            classes.union(other.classes), isNullable: isNullable || other.isNullable,
            because: nullReason ?? other.nullReason)
        merged.swift = commonSwift(with: other)
        if case .enumeration = merged.swift { merged.cases = (cases ?? []).union(other.cases ?? []) }
        merged.mayOverflow = mayOverflow || other.mayOverflow
        merged.isUnknown = isUnknown || other.isUnknown
        if let bound, let otherBound = other.bound { merged.bound = max(bound, otherBound) }
        if classes.isEmpty { merged.bound = other.bound }
        if other.classes.isEmpty { merged.bound = bound }
        return merged
    }

    /// NULL fits every type, a constant the types that have such a value.
    private func commonSwift(with other: ExpressionType) -> SwiftType? {
        if classes.isEmpty { return other.swift }
        if other.classes.isEmpty { return swift }
        if swift == other.swift { return swift }
        if literal != nil, let type = other.swift, Self.hasLiteral(type, self, of: other) { return type }
        if other.literal != nil, let type = swift, Self.hasLiteral(type, other, of: self) { return type }
        return nil
    }

    /// A date is any number, an enum one of its cases; a UUID or a URL is not any text.
    private static func hasLiteral(_ type: SwiftType, _ constant: ExpressionType, of other: ExpressionType) -> Bool {
        switch type {
        case .date:
            return constant.classes.isSubset(of: .number) && other.classes.isSubset(of: .number)
        case .enumeration:
            guard constant.classes == other.classes else { return false }
            return other.cases.map { cases in constant.literal?.rawValue.map(cases.contains) ?? false } ?? true
        default:
            return false
        }
    }
}

extension Literal {
    /// The constant as the value of an enum's case.
    var rawValue: EnumType.RawValue? {
        switch self {
        case .string(let text): .text(text)
        case .integer(let number): .integer(number)
        case .boolean(let flag): .integer(flag ? 1 : 0)
        default: nil
        }
    }
}
