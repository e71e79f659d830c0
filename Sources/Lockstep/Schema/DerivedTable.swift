/// A table that triggers derive from others on each client, such as a full-text index.
public struct DerivedTable: Hashable, Sendable {
    public let name: String

    /// The tables that are not derived and from whose rows its content follows, and the columns that matter.
    public let sources: [TableAccess]

    /// Empties the table before its triggers fill it again; nil if those of insertions do not write it, so that its rows
    /// are those that migrations put there.
    public let clearSQL: String?

    public init(name: String, sources: [TableAccess], clearSQL: String?) {
        self.name = name
        self.sources = sources
        self.clearSQL = clearSQL
    }
}

/// A trigger that writes derived tables. It is not in the migrations: a client makes it a TEMP trigger of the connection
/// that writes, since only those fire with triggers off (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html,
/// `SQLITE_DBCONFIG_ENABLE_TRIGGER`).
public struct DerivedTrigger: Hashable, Sendable {
    public let name: String
    public let table: String

    /// `AFTER INSERT`, `AFTER UPDATE OF "title"`: time and event.
    public let moment: String

    /// What follows the table's name: `WHEN … BEGIN … END`, or without WHEN.
    public let action: String

    public init(name: String, table: String, moment: String, action: String) {
        self.name = name
        self.table = table
        self.moment = moment
        self.action = action
    }
}
