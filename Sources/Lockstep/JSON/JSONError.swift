/// What is wrong with a JSON text: malformed, or not of the expected shape.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the object member at fault, or nil if the text as a whole is.
    public var field: String?

    /// What is wrong, as the rest of a sentence: "is missing", "must be a string".
    public var problem: String

    /// The byte in the text where it was noticed.
    public var offset: Int

    public init(field: String?, problem: String, offset: Int = 0) {
        self.field = field
        self.problem = problem
        self.offset = offset
    }

    /// A required member that the object does not have.
    public static func missing(_ field: String) -> JSONError {
        JSONError(field: field, problem: "is missing")
    }

    public var description: String {
        guard let field else { return "the JSON text \(problem) (byte \(offset))" }
        return "`\(field)` \(problem)"
    }
}
