import Foundation
package import Lockstep
package import LockstepServer

/// What a `SyncStore` promises, as a program: every requirement runs on a store of its own, and throws a
/// `ContractViolation` if the store does not keep it.
///
///     @Test(arguments: StoreContract<SQLiteStore<Board>>.requirements)
///     func keeps(_ requirement: StoreContract<SQLiteStore<Board>>.Requirement) async throws { … }
package struct StoreContract<Store: SyncStore>: Sendable where Store.Schema == Board {
    package typealias Requirement = StoreRequirement<Store>

    package let store: Store

    /// Runs SQL as another program would that opens the same database.
    let edit: @Sendable (String) throws -> Void

    /// Closes the store and opens it again.
    let reopen: @Sendable (Store) throws -> Store

    package init(
        store: Store, edit: @escaping @Sendable (String) throws -> Void,
        reopen: @escaping @Sendable (Store) throws -> Store
    ) {
        self.store = store
        self.edit = edit
        self.reopen = reopen
    }

    package static var requirements: [Requirement] {
        logRequirements + rowRequirements + grantRequirements + transactionRequirements + inspectionRequirements
    }
}

/// One promise.
package struct StoreRequirement<Store: SyncStore>: Sendable, CustomStringConvertible where Store.Schema == Board {
    package let name: String
    package let check: @Sendable (StoreContract<Store>) async throws -> Void

    init(_ name: String, _ check: @escaping @Sendable (StoreContract<Store>) async throws -> Void) {
        self.name = name
        self.check = check
    }

    package var description: String { name }
}

/// A promise that a store does not keep.
package struct ContractViolation: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

// MARK: - Steps that requirements share

extension StoreContract {
    static var client: UUID { UUID(uuid: (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }

    static func token(_ number: Int64) -> UUID {
        UUID(uuid: (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number)))
    }

    static func submitted(_ mutation: BoardMutation, number: Int64, client: UUID = Self.client) -> SubmittedMutation {
        SubmittedMutation(
            client: client, number: number, token: token(number), actor: "ann", name: mutation.name,
            arguments: mutation.encodedArguments, at: 500 + number)
    }

    static var context: MutationContext { MutationContext(actor: "ann", now: 1, committedAt: 2) }

    /// Runs a mutation and appends its entry, as the server does.
    @discardableResult
    func apply(_ mutation: BoardMutation, number: Int64) async throws -> LogEntry {
        try await store.write { transaction in
            let effect = try transaction.run(mutation, in: Self.context)
            let entry = Self.entry(
                after: try transaction.head(),
                .applied(Self.submitted(mutation, number: number), effect: effect, fingerprint: "f"))
            try transaction.append(entry)
            return entry
        }
    }

    @discardableResult
    func append(_ content: LogEntry.Content) async throws -> LogEntry {
        try await store.write { transaction in
            let entry = Self.entry(after: try transaction.head(), content)
            try transaction.append(entry)
            return entry
        }
    }

    static func entry(after head: LogHead, _ content: LogEntry.Content) -> LogEntry {
        LogEntry(version: head.version + 1, tag: -head.version * 7, committedAt: head.committedAt + 3, content: content)
    }

    func rows(after version: Int64?) async throws -> String {
        try await store.read { transaction in
            var json = JSONWriter()
            try transaction.writeRows(after: version, for: "ann", to: &json)
            return String(decoding: json.bytes, as: UTF8.self)
        }
    }

    func client() async throws -> ClientRecord? {
        try await store.read { try $0.client(Self.client) }
    }

    func head() async throws -> LogHead {
        try await store.read { try $0.head() }
    }

    static func expect<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
        guard value == expected else {
            throw ContractViolation(description: "\(what): expected \(expected), found \(value)")
        }
    }
}

extension StoreWriteTransaction {
    /// Runs a mutation of which nobody expects that it takes long.
    @discardableResult
    package func run(_ mutation: Schema.Mutation, in context: MutationContext) throws -> EffectHash {
        try run(mutation, in: context, at: context.now, within: .seconds(60))
    }
}
