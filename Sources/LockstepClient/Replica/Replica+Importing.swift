import Lockstep

extension Replica {
    /// How long a transaction of an import may take, so that mutations of the app come between: the aim is 20 ms for
    /// one of these, commit included.
    private static var transactionTime: Duration { .milliseconds(10) }

    func importProgress(_ name: String) async throws -> ImportProgress? {
        try await read { database in
            let statement = try database.statement(ImportProgress.sql)
            try statement.bind(name, at: 1)
            return try statement.first { try ImportProgress($0) }
        }
    }

    /// Makes mutations of an import, at least the first, in one transaction.
    func importBatch(
        _ mutations: [Schema.Mutation], from first: Int, as name: String, _ policy: ImportFailurePolicy
    ) async throws -> ImportStep {
        try await write(isShort: true) { [environment, configuration] writer in
            let end = environment.uptime() + Self.transactionTime
            var generator = EnvironmentGenerator(environment: environment)
            return try writer.importBatch(
                mutations, from: first, as: name, policy, now: environment.now(),
                maximumBytes: configuration.maximumBytesPerMutation, random: &generator,
                isOver: { environment.uptime() >= end })
        }
    }

    func completeImport(_ name: String, forgetting forgets: Bool) async throws {
        try await write(isShort: true) { writer in
            if forgets { return try writer.forgetImport(name) }
            var progress = try writer.importProgress(name) ?? ImportProgress(name: name)
            progress.isComplete = true
            try writer.save(progress)
        }
    }

    func forgetImport(_ name: String) async throws {
        try await write(isShort: true) { try $0.forgetImport(name) }
    }
}
