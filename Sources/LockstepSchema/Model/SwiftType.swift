/// The Swift type of a value, without the optional around it.
public enum SwiftType: Hashable, Sendable {
    case int
    case double
    case string
    case bool
    case data
    case uuid
    case date
    case url

    /// A generated enum, by its name within the root type; see `Schema.enums`.
    case enumeration(String)

    /// A struct for the elements of a bulk parameter, by its name within the root type; see `Schema.bulkRows`.
    case record(String)

    /// A type of the app's that conforms to `ColumnValue`, spelled as in `-- type:`.
    case custom(String)

    /// The type as Swift source has it inside the root type: `Int`, `UUID`, `Status`.
    public var spelling: String {
        switch self {
        case .int: "Int"
        case .double: "Double"
        case .string: "String"
        case .bool: "Bool"
        case .data: "Data"
        case .uuid: "UUID"
        case .date: "Date"
        case .url: "URL"
        case .enumeration(let name), .record(let name), .custom(let name): name
        }
    }
}
