import LockstepServer

extension ServerLimit {
    /// The limits that an operator may want to change.
    static let all: [ServerLimit] = [
        .count("max-body-bytes", \.maximumBodyBytes, "bytes of a request"),
        .count("max-mutations-per-push", \.maximumMutationsPerPush, "mutations in one push"),
        .count("max-argument-bytes", \.maximumArgumentBytes, "bytes of a mutation's arguments"),
        .count("max-mutations-per-transaction", \.maximumMutationsPerTransaction, "mutations that share a commit"),
        .seconds("max-mutation-seconds", \.maximumMutationDuration, "how long a mutation's statements may run"),
        .count("max-waiting-pushes", \.maximumWaitingPushes, "pushes that wait for a commit"),
        .count("max-entries-per-pull", \.maximumEntriesPerPull, "entries of the log in one answer"),
        .count("max-argument-bytes-per-pull", \.maximumArgumentBytesPerPull, "bytes of arguments in one answer"),
        .count("max-checksum-readers", \.maximumChecksumReaders, "clients that compare tables at a time"),
        .seconds("checksum-seconds", \.checksumDuration, "how long an answer may compare tables"),
        .count("max-row-bytes-per-checksum", \.maximumRowBytesPerChecksum, "bytes of rows in such an answer"),
        .seconds("head-poll-seconds", \.headPollInterval, "how often changes of other processes are looked for"),
        .count("retry-after-seconds", \.retryAfter, "Retry-After while the server is busy"),
        .count("retry-after-behind-seconds", \.retryAfterWhenBehind, "Retry-After for clients that are newer"),
        .seconds("drain-seconds", \.drainDuration, "how long a shutdown waits for pushes under way"),
        .flag("log-actors", \.logsActors, "whether the log names who sent a request"),
        .days("retain-days", \.retention.maximumAge, "days that the log is kept, or none"),
        .optionalCount("retain-entries", \.retention.maximumEntries, "entries that the log keeps, or none"),
        .optionalCount("retain-bytes", \.retention.maximumBytes, "bytes that the log keeps, or none"),
        .days("retain-token-days", \.retention.keepsTokens, "days that what comes again is recognised, 7 or more"),
        .seconds("retain-interval-seconds", \.retention.interval, "how often the log is trimmed"),
        .count("retain-rows-per-transaction", \.retention.rowsPerTransaction, "rows that one trimming commit deletes"),
    ]
}
