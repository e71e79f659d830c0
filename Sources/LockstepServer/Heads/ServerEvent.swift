/// Something that an event stream says.
public enum ServerEvent: Hashable, Sendable {
    /// The newest version of the log.
    ///
    /// - Parameter spread: The time over which clients are to spread the pulls that it makes them send.
    case head(version: Int64, spread: Duration)

    /// The connection lives.
    case heartbeat

    /// There are no more events.
    case end
}
