/// How long a server keeps what clients need to catch up, and what tells a mutation that comes again.
///
/// A client whose cursor is older than the oldest entry of the log is given everything anew; nothing that is pending on
/// it is lost by that. Living rows and their versions, a client's last number and token, and the newest entry of the log
/// are kept for ever.
public struct RetentionPolicy: Hashable, Sendable {
    /// Entries that are older go. Nil: whatever their age, they stay.
    public var maximumAge: Duration? = .seconds(30 * 24 * 3_600)

    /// The entries that the log keeps at most. Nil: any number.
    public var maximumEntries: Int64?

    /// The bytes that the log keeps at most, counted as texts without indexes. Nil: any number.
    public var maximumBytes: Int64? = 4 << 30

    /// For how long a mutation's token and outcome stay after its entry, in about 200 bytes: who sends it again, from a
    /// device that was away or a replica that was restored, is answered in place of running it twice. Counted from its
    /// commit. At least `minimumForTokens`; nil for ever.
    public var keepsTokens: Duration? = .seconds(365 * 24 * 3_600)

    /// How often `SyncServer.run()` looks whether there is something to trim.
    public var interval: Duration = .seconds(60)

    /// Rows of each kind that one transaction deletes: it holds the only writer.
    public var rowsPerTransaction = 500

    /// How long pushes have the writer for themselves between two such transactions.
    public var pause: Duration = .milliseconds(20)

    /// As long as clients keep what was acknowledged (`ClientConfiguration.keepsAcknowledged`), to push it again to a
    /// server that was restored.
    public static let minimumForTokens: Duration = .seconds(7 * 24 * 3_600)

    public init() {}

    /// Keeps everything.
    public static var keepsEverything: RetentionPolicy {
        var policy = RetentionPolicy()
        policy.maximumAge = nil
        policy.maximumBytes = nil
        policy.keepsTokens = nil
        return policy
    }

    /// - Throws: `InvalidRetention` if mutations could run twice under this policy, or nothing would ever be trimmed.
    func check() throws {
        if let keepsTokens, keepsTokens < Self.minimumForTokens {
            throw InvalidRetention(
                description: """
                    `keepsTokens` is \(keepsTokens), less than the \(Self.minimumForTokens) for which clients may push \
                    mutations again: they would run twice. Keep tokens for longer.
                    """)
        }
        let counts = [maximumEntries, maximumBytes, Int64(rowsPerTransaction)].compactMap { $0 }
        guard counts.allSatisfy({ $0 > 0 }), interval > .zero, (maximumAge ?? .zero) >= .zero else {
            throw InvalidRetention(
                description: "The limits of a retention policy are above 0, and so is the time between two runs.")
        }
    }
}

/// A retention policy cannot be used.
public struct InvalidRetention: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}
