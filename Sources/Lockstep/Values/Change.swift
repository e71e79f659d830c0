/// What a mutation does to one column of a row: leave it as it is, or set it.
///
/// An argument that keeps is absent from the mutation that is sent, so two people who edit different fields of a row
/// both keep their edit.
public enum Change<Value: ColumnValue>: Hashable, Sendable {
    /// The column keeps the value that it has when the mutation is applied.
    case keep

    /// The column gets this value.
    case set(Value)

    /// The value, if it is to be set.
    @inlinable public var value: Value? {
        switch self {
        case .keep: nil
        case .set(let value): value
        }
    }

    @inlinable public var isSet: Bool {
        switch self {
        case .keep: false
        case .set: true
        }
    }
}
