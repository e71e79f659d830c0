import Lockstep
import LockstepServer

extension StoreContract {
    static var logRequirements: [Requirement] {
        [
            Requirement("a new store has one entry, the migration", aNewStoreHasOneEntryTheMigration),
            Requirement("entries are read as they were appended", entriesAreReadAsTheyWereAppended),
            Requirement("a visit of entries ends when it is told to", aVisitEndsWhenItIsTold),
            Requirement("a token's outcome is known, whoever asks", aTokensOutcomeIsKnownWhoeverAsks),
            Requirement("a client's record is the last that was set", aClientsRecordIsTheLastThatWasSet),
            Requirement("what is acknowledged is as of a version", whatIsAcknowledgedIsAsOfAVersion),
            Requirement("rejections are those of the client and the range", rejectionsAreThoseOfTheRange),
        ]
    }

    private static func aNewStoreHasOneEntryTheMigration(_ contract: Self) async throws {
        let entries = try await contract.entries(after: 0)
        try expect(entries.map(\.version), [1], "versions")
        try expect(entries.map(\.content), [.migration], "contents")
    }

    private static func entriesAreReadAsTheyWereAppended(_ contract: Self) async throws {
        let applied = try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let submitted = submitted(.deleteBoard(id: "\u{0}\"é"), number: 2)
        let rejected = try await contract.append(
            .rejected(submitted, MutationRejection(.constraint, "because")))
        let repeated = try await contract.append(
            .repeated(Self.submitted(.deleteBoard(id: "x"), number: 3), nil))
        try expect(try await contract.entries(after: 1), [applied, rejected, repeated], "entries")
        let head = LogHead(version: 4, tag: repeated.tag, committedAt: repeated.committedAt)
        try expect(try await contract.head(), head, "head")
        let tags = try await contract.store.read { try [$0.tag(of: 2), $0.tag(of: 5)] }
        try expect(tags, [applied.tag, nil], "tags")
    }

    private static func aVisitEndsWhenItIsTold(_ contract: Self) async throws {
        for number in 1...3 { try await contract.apply(.stampBoard(id: "first"), number: Int64(number)) }
        let versions = try await contract.store.read { transaction in
            var versions: [Int64] = []
            try transaction.entries(after: 1) {
                versions.append($0.version)
                return versions.count < 2
            }
            return versions
        }
        try expect(versions, [2, 3], "versions")
    }

    private static func aTokensOutcomeIsKnownWhoeverAsks(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let rejection = MutationRejection(.constraint, "because")
        try await contract.append(.rejected(submitted(.deleteBoard(id: "a"), number: 2), rejection))
        let again = SubmittedMutation(
            client: token(9), number: 1, token: token(2), actor: "ann", name: "deleteBoard",
            arguments: [0x7b, 0x7d],
            at: 1)
        try await contract.append(.repeated(again, rejection))
        let outcomes = try await contract.store.write { transaction in
            try [1, 2, 3].map { try transaction.outcome(of: Self.token($0)) }
        }
        try expect(outcomes, [.applied, .rejected(rejection), nil], "outcomes")
        let mutations = try await contract.store.write { transaction in
            try [1, 2, 3].map { try transaction.mutation(of: Self.token($0))?.client }
        }
        try expect(mutations, [client, client, nil], "the clients that came first")
        let tokens = try await contract.store.write { transaction in
            [
                try transaction.token(of: Self.client, number: 2),
                try transaction.token(of: Self.token(9), number: 1),
                try transaction.token(of: Self.client, number: 3),
            ]
        }
        try expect(tokens, [token(2), token(2), nil], "tokens of numbers")
    }

    private static func aClientsRecordIsTheLastThatWasSet(_ contract: Self) async throws {
        var record = ClientRecord(id: client, actor: "ann", number: 1, token: token(1))
        let before = try await contract.store.write { [record] transaction in
            let before = try transaction.client(Self.client)
            try transaction.setClient(record)
            return before
        }
        try expect(before, nil, "record before")
        record.number = 2
        record.token = token(2)
        try await contract.store.write { [record] in try $0.setClient(record) }
        try expect(try await contract.client(), record, "record")
    }

    private static func whatIsAcknowledgedIsAsOfAVersion(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        try await contract.append(.repeated(submitted(.deleteBoard(id: "x"), number: 2), nil))
        try contract.edit("UPDATE board SET name = 'edited' WHERE id = 'a'")
        try await contract.append(
            .rejected(submitted(.deleteBoard(id: "x"), number: 3), MutationRejection(.failed, "no")))
        let acknowledged = try await contract.store.read { transaction in
            try (1...5).map { try transaction.acknowledgement(of: Self.client, through: $0)?.number }
        }
        try expect(acknowledged, [nil, 1, 2, 2, 3], "numbers by version")
        let token = try await contract.store.read { try $0.acknowledgement(of: Self.client, through: 4)?.token }
        try expect(token, Self.token(2), "token")
    }

    private static func rejectionsAreThoseOfTheRange(_ contract: Self) async throws {
        let rejection = MutationRejection(.constraint, "no")
        for number in 1...4 {
            try await contract.append(
                .rejected(submitted(.deleteBoard(id: "x"), number: Int64(number)), rejection))
        }
        try await contract.append(.repeated(submitted(.deleteBoard(id: "x"), number: 5), rejection))
        let numbers = try await contract.store.read { transaction in
            [
                try transaction.rejections(of: Self.client, after: 2, through: 4).map(\.number),
                try transaction.rejections(of: Self.client, after: 4, through: 9).map(\.number),
                try transaction.rejections(of: Self.token(1), after: 0, through: 9).map(\.number),
            ]
        }
        try expect(numbers, [[2, 3], [4, 5], []], "numbers")
    }

    func entries(after version: Int64) async throws -> [LogEntry] {
        try await store.read { transaction in
            var entries: [LogEntry] = []
            try transaction.entries(after: version) {
                entries.append($0)
                return true
            }
            return entries
        }
    }
}
