/// A struct for the elements of a bulk parameter: `-- rows cards: card(id, lane_id, position)`.
///
/// The argument is bound as TEXT: a JSON array of objects, whose members have the columns' names as `CREATE TABLE`
/// spells them and whose values are in the columns' storage.
public struct BulkRow: Hashable, Sendable {
    /// `MoveCardsRow` for a mutation `moveCards` with one bulk parameter, else `MoveCardsNewCardsRow`.
    public let name: SwiftIdentifier

    /// The table whose columns the fields are.
    public let table: String

    /// In the order of the directive.
    public let fields: [Field]

    public init(name: SwiftIdentifier, table: String, fields: [Field]) {
        self.name = name
        self.table = table
        self.fields = fields
    }

    public struct Field: Hashable, Sendable {
        public let name: SwiftIdentifier

        /// The column's name, which is the member's in JSON.
        public let column: String

        public let type: ValueType

        public init(name: SwiftIdentifier, column: String, type: ValueType) {
            self.name = name
            self.column = column
            self.type = type
        }
    }
}
