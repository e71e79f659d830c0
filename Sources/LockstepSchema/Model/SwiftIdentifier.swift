/// A name in generated Swift code.
public struct SwiftIdentifier: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name as it is meant, and as JSON has it: `default`, `projectId`.
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    /// The name as Swift source has it where it declares or refers to something: `` `default` ``, `projectId`.
    public var escaped: String {
        Self.keywords.contains(name) ? "`\(name)`" : name
    }

    public var description: String { name }

    public static func < (first: SwiftIdentifier, second: SwiftIdentifier) -> Bool {
        first.name < second.name
    }
}
