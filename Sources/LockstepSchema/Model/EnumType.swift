/// An enum from `CHECK (column IN (…))`, nested in the root type.
public struct EnumType: Hashable, Sendable {
    public let name: SwiftIdentifier

    /// The columns that hold it, as `table.column`, in order of declaration.
    public let columns: [String]

    public let cases: [Case]

    public init(name: SwiftIdentifier, columns: [String], cases: [Case]) {
        self.name = name
        self.columns = columns
        self.cases = cases
    }

    /// True if the raw values are text; else they are integers.
    public var isText: Bool {
        if case .text = cases.first?.rawValue { return true }
        return false
    }

    public struct Case: Hashable, Sendable {
        public let name: SwiftIdentifier
        public let rawValue: RawValue

        public init(name: SwiftIdentifier, rawValue: RawValue) {
            self.name = name
            self.rawValue = rawValue
        }
    }

    public enum RawValue: Hashable, Sendable {
        case text(String)
        case integer(Int64)
    }
}
