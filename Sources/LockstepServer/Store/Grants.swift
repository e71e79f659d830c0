import Crypto
public import Lockstep

/// What an actor may read, by the state of one transaction.
public struct Grants: Hashable, Sendable {
    /// Equal for equal scopes under equal rules, in whichever order they were inserted: SHA-256, truncated, of the rules
    /// plus that of each scope. It is in every cursor, and changes when the actor joins or leaves something, or when
    /// the rules do. 0 in a schema without read rules.
    public private(set) var hash: UInt64

    /// The grants of an actor who may read nothing by any rule.
    ///
    /// - Parameter rules: The schema's. Without any, everybody may read everything.
    public init(rules: [ReadRule]) {
        guard !rules.isEmpty else {
            hash = 0
            return
        }
        var sha = SHA256()
        for rule in rules { sha.update(rule) }
        hash = Self.word(sha.finalize())
    }

    /// Adds a scope that one of the rules grants.
    ///
    /// - Parameters:
    ///   - scope: The scope's value, in a form in which equal scopes have equal bytes. Each is inserted once.
    ///   - rule: The index of the rule, or of the first one with the same grant.
    public mutating func insert(_ scope: [UInt8], ofRule rule: Int) {
        var sha = SHA256()
        sha.update(Int64(rule))
        sha.update(data: scope)
        hash &+= Self.word(sha.finalize())
    }

    private static func word(_ digest: SHA256Digest) -> UInt64 {
        digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension SHA256 {
    fileprivate mutating func update(_ integer: Int64) {
        withUnsafeBytes(of: integer.bigEndian) { update(bufferPointer: $0) }
    }

    /// With its length, so that neighbouring texts have one reading.
    fileprivate mutating func update(_ text: String) {
        update(Int64(text.utf8.count))
        update(data: Array(text.utf8))
    }

    /// What decides which rows an actor gets by the rule.
    fileprivate mutating func update(_ rule: ReadRule) {
        update(rule.table)
        switch rule.scope {
        case .expression(let sql):
            update("expression")
            update(sql)
        case .parent(let columns, let table, let rule):
            update("parent")
            update(Int64(columns.count))
            for column in columns { update(column) }
            update(table)
            update(Int64(rule))
        }
        update(rule.grant.sql)
        for form in rule.grant.actors { update(String(describing: form)) }
    }
}
