/// How often events are told, and over what time clients spread what they do about one: the more of them listen, the
/// slower, so that the server is never asked more than it answers.
struct EventPace: Hashable, Sendable {
    /// A shorter time spreads nothing that the network has not spread already.
    private static let shortestSpread = Duration.milliseconds(10)

    let minimumInterval: Duration
    let perStream: Duration
    let maximumSpread: Duration

    func spread(streams: Int) -> Duration {
        let spread = min(perStream * streams, maximumSpread)
        return spread < Self.shortestSpread ? .zero : spread
    }

    /// The least time between two events of one stream: telling one costs the server about a tenth of a pull.
    func interval(streams: Int) -> Duration {
        max(spread(streams: streams) / 10, minimumInterval)
    }
}

extension EventPace {
    init(_ configuration: ServerConfiguration) {
        minimumInterval = configuration.minimumEventInterval
        perStream = configuration.eventSpreadPerStream
        maximumSpread = configuration.maximumEventSpread
    }
}
