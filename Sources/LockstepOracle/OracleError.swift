/// An error of SQLite's.
struct OracleError: Error {
    enum Phase {
        case prepare, step
    }

    let phase: Phase

    /// SQLite's own words.
    let message: String

    /// The byte of the statement where it was noticed, if SQLite says so.
    let offset: Int?
}
