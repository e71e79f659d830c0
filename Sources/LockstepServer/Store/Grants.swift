import Crypto
public import Lockstep

/// What an actor may read, by the state of one transaction.
public struct Grants: Hashable, Sendable {
    /// Equal for equal scopes under equal rules, and else different. It is in every cursor, and changes when the actor
    /// joins or leaves something, or when the rules do; actors with the same hash share snapshots. 0 in a schema without
    /// read rules.
    public let hash: UInt64

    /// Those of a schema without read rules.
    public static let everything = Grants(hash: 0)
}

/// Makes the hash of `Grants`: HMAC-SHA256 over the rules and the scopes, truncated.
///
/// Scopes are chosen by clients where they are keys. So the hash has a secret, and hashes the scopes as one text: nobody
/// can work out scopes of their own that have the hash of somebody else's, as is easily done with a sum of hashes.
public struct GrantsHasher {
    private var hmac: HMAC<SHA256>

    /// - Parameters:
    ///   - rules: The schema's, at least one.
    ///   - salt: 32 random bytes that stay the same for a database, and that nobody else knows.
    public init(rules: [ReadRule], salt: [UInt8]) {
        hmac = HMAC<SHA256>(key: SymmetricKey(data: salt))
        append(rules.count)
        for rule in rules { append(rule) }
    }

    /// Adds a scope that one of the rules grants. Called for one rule after the other, and for the scopes of each in an
    /// order that depends on nothing but these.
    ///
    /// - Parameters:
    ///   - scope: The scope's value, in a form in which equal scopes have equal bytes.
    ///   - rule: The index of the rule, or of the first one with the same grant.
    public mutating func append(_ scope: [UInt8], ofRule rule: Int) {
        append(rule)
        append(scope.count)
        hmac.update(data: scope)
    }

    public func finalize() -> Grants {
        let word = hmac.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        return Grants(hash: max(word, 1))
    }

    private mutating func append(_ integer: Int) {
        withUnsafeBytes(of: Int64(integer).bigEndian) { hmac.update(data: $0) }
    }

    /// With its length, so that neighbouring texts have one reading.
    private mutating func append(_ text: String) {
        append(text.utf8.count)
        hmac.update(data: Array(text.utf8))
    }

    /// What decides which rows an actor gets by the rule.
    private mutating func append(_ rule: ReadRule) {
        append(rule.table)
        switch rule.scope {
        case .expression(let sql):
            append("expression")
            append(sql)
        case .parent(let columns, let table, let rule):
            append("parent")
            append(columns.count)
            for column in columns { append(column) }
            append(table)
            append(rule)
        }
        append(rule.grant.sql)
        append(rule.grant.actors.count)
        for form in rule.grant.actors { append(String(describing: form)) }
    }
}
