import Lockstep

/// A read rule's grant in the parameters of `ActorParameters`, so that several stand in one statement.
struct GrantQuery: Hashable, Sendable {
    /// A SELECT of the scopes.
    let sql: String

    /// What must hold for anything to be granted; nil if that is nothing. An actor that is no UUID cannot be in a
    /// column of them, and `IS` would find NULL there.
    let precondition: String?

    init(_ grant: ReadRule.Grant) {
        sql = Self.renumbered(grant.sql) { index in
            guard grant.actors.indices.contains(index - 1) else {
                preconditionFailure("The grant `\(grant.sql)` has more parameters than actors.")
            }
            return ActorParameters.index(of: grant.actors[index - 1])
        }
        let uuids = Set(grant.actors.filter { $0 != .text }.map(ActorParameters.index(of:))).sorted()
        precondition = uuids.isEmpty ? nil : uuids.map { "?\($0) IS NOT NULL" }.joined(separator: " AND ")
    }

    /// The scopes, each once, in their order. A collation of the column's does not count: scopes are compared by their
    /// bytes.
    var distinctScopes: String {
        "WITH lockstep_grant (scope) AS (\(sql)) SELECT DISTINCT scope COLLATE BINARY FROM lockstep_grant"
            + (precondition.map { " WHERE \($0)" } ?? "") + " ORDER BY 1"
    }

    /// A condition that holds if the value of an expression is granted.
    func grants(_ expression: String) -> String {
        let condition = "\(expression) IN (\(sql))"
        return precondition.map { "\($0) AND \(condition)" } ?? condition
    }

    /// The text with other numbers behind the question marks, but for those within literals, names and comments.
    private static func renumbered(_ sql: String, _ number: (Int) -> Int32) -> String {
        var result: [UInt8] = []
        var rest = Array(sql.utf8)[...]
        while let byte = rest.first {
            if let count = opaqueCount(rest) {
                result.append(contentsOf: rest.prefix(count))
                rest = rest.dropFirst(count)
                continue
            }
            rest = rest.dropFirst()
            result.append(byte)
            guard byte == UInt8(ascii: "?") else { continue }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let index = Int(String(decoding: digits, as: UTF8.self)) else {
                preconditionFailure("The grant `\(sql)` has a parameter without a number.")
            }
            result.append(contentsOf: String(number(index)).utf8)
            rest = rest.dropFirst(digits.count)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The length of the literal, quoted name or comment that the text begins with; nil if it does not. A doubled quote
    /// ends one literal and begins another, which comes to the same.
    private static func opaqueCount(_ sql: ArraySlice<UInt8>) -> Int? {
        let start = sql.startIndex
        func count(through end: String) -> Int {
            let end = Array(end.utf8)
            var index = start + end.count
            while index + end.count <= sql.endIndex {
                if sql[index..<(index + end.count)].elementsEqual(end) { return index + end.count - start }
                index += 1
            }
            return sql.count
        }
        switch sql[start] {
        case UInt8(ascii: "'"): return count(through: "'")
        case UInt8(ascii: "\""): return count(through: "\"")
        case UInt8(ascii: "`"): return count(through: "`")
        case UInt8(ascii: "["): return count(through: "]")
        case UInt8(ascii: "-") where sql.dropFirst().first == UInt8(ascii: "-"): return count(through: "\n")
        case UInt8(ascii: "/") where sql.dropFirst().first == UInt8(ascii: "*"): return count(through: "*/")
        default: return nil
        }
    }
}
