/// Why a file is not opened as a server's store.
public struct SQLiteStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public let code: Code

    /// What is the case, and what to do.
    public let message: String

    public var description: String { message }

    public struct Code: Hashable, Sendable {
        private enum Value: Hashable {
            case notAStore, otherSchema, otherVersion, changedMigrations, closed
        }

        private let value: Value

        /// The file holds something else: a client's replica, or tables of another program.
        public static let notAStore = Code(value: .notAStore)

        /// The file belongs to another schema.
        public static let otherSchema = Code(value: .otherSchema)

        /// The file has another version of the schema.
        public static let otherVersion = Code(value: .otherVersion)

        /// The migrations are not those that the file was made with.
        public static let changedMigrations = Code(value: .changedMigrations)

        /// The store was closed.
        public static let closed = Code(value: .closed)
    }

    static let closed = SQLiteStoreError(code: .closed, message: "The store was closed. Open it again to use it.")

    static let replica = SQLiteStoreError(
        code: .notAStore,
        message: "The file is a client's replica. A server needs a file of its own; give it another path.")

    static func foreignTables(_ name: String) -> SQLiteStoreError {
        SQLiteStoreError(
            code: .notAStore,
            message: "The file has a table `\(name)` and none of Lockstep's. Give the path of a new file; "
                + "tables of your own can be added to it afterwards.")
    }

    static func otherSchema(found: String, expected: String) -> SQLiteStoreError {
        SQLiteStoreError(
            code: .otherSchema,
            message: "The file belongs to the schema \(found), not to \(expected). Give the path of its own file.")
    }

    static func otherVersion(found: Int64, expected: Int64) -> SQLiteStoreError {
        let advice =
            found > expected
            ? "Run the newer build of the server that made it."
            : "Files are not upgraded to another version; run the build of the server that made it."
        return SQLiteStoreError(
            code: .otherVersion,
            message: "The file has version \(found) of the schema, this server has version \(expected). \(advice)")
    }

    static let changedMigrations = SQLiteStoreError(
        code: .changedMigrations,
        message: "The migrations differ from those that made the file. A migration is never edited once a file was "
            + "made with it: restore it, or start with a new file.")
}
