/// One statement of a file.
public struct Statement: Sendable {
    public let kind: Kind

    /// Without the semicolon.
    public let span: SourceSpan

    /// All parameters of the statement in the order written, each occurrence by itself.
    public let parameters: [Parameter]

    /// Each case's comment is the SQL that it stands for.
    public indirect enum Kind: Sendable {
        /// `SELECT …`, `VALUES …`
        case select(Select)
        /// `INSERT …`, `REPLACE …`
        case insert(Insert)
        /// `UPDATE …`
        case update(Update)
        /// `DELETE …`
        case delete(Delete)
        /// `CREATE TABLE …`
        case createTable(CreateTable)
        /// `CREATE VIRTUAL TABLE …`
        case createVirtualTable(CreateVirtualTable)
        /// `CREATE INDEX …`
        case createIndex(CreateIndex)
        /// `CREATE VIEW …`
        case createView(CreateView)
        /// `CREATE TRIGGER …`
        case createTrigger(CreateTrigger)
        /// `ALTER TABLE …`
        case alterTable(AlterTable)
        /// `DROP TABLE …`, `DROP INDEX …`, `DROP VIEW …`, `DROP TRIGGER …`
        case drop(Drop)
        /// `BEGIN`, `PRAGMA …`, `ANALYZE` and the like
        case utility(Utility)
    }
}
