public import Foundation

/// What the inspector reads of a store. However much a store holds, each call reads a bounded part of it.
public protocol StoreInspection {
    /// The oldest version that the log has.
    func firstVersion() throws -> Int64

    /// The newest entries of the log, the newest first.
    ///
    /// - Parameters:
    ///   - version: Where to begin: below this version; nil for the head.
    ///   - limit: The most entries to read.
    ///   - argumentCharacters: How much of the arguments to read; nil leaves out the arguments, and the messages of
    ///     rejections, which may repeat them. Other texts are cut after 200 characters, messages after 1,000.
    func newestEntries(before version: Int64?, limit: Int, argumentCharacters: Int?) throws -> [InspectedEntry]

    /// How many clients have pushed, the server itself not among them, counted up to `limit`.
    func clientCount(upTo limit: Int) throws -> Int

    /// How many of a client's mutations were rejected after a version, counted up to `limit`.
    func rejectionCount(of client: UUID, after version: Int64, upTo limit: Int) throws -> Int

    /// How many rows a replicated table has, counted up to `limit`.
    ///
    /// - Parameter table: The table's index in `Schema.tables`.
    func rowCount(ofTable table: Int, upTo limit: Int) throws -> Int
}
