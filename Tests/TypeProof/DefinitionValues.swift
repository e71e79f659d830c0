import LockstepSchema
import TestSupport

/// Rows and arguments of an app's schema: keys that meet and keys that do not, and the values that rules forget.
struct DefinitionValues {
    let schema: Schema
    private var random: SeededGenerator

    /// Of the keys so many are different, so that rows have partners and arguments hit.
    private static let keys = 5

    init(schema: Schema, seed: UInt64) {
        self.schema = schema
        random = SeededGenerator(seed: seed)
    }

    /// How many rows a table gets: many tables have few, so that not every row has its partners.
    mutating func size(upTo count: Int) -> Int { Int.random(in: count / 8...count, using: &random) }

    /// - Parameter nulls: How many in ten values are NULL where they may be.
    mutating func insertion(into table: Table, nulls: Int) -> String {
        let columns = table.columns.filter { !$0.isGenerated }
        let keys = Set(table.key + table.foreignKeys.flatMap(\.columns))
        let values = columns.map { column -> String in
            if column.type.isOptional, Int.random(in: 0..<10, using: &random) < nulls { return "NULL" }
            let storage = column.type.storage == .any ? Self.storage(of: column.affinity) : column.type.storage
            return literal(column.type.swift, storage, isKey: keys.contains(column.name))
        }
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return "INSERT INTO \"\(table.name)\" (\(names)) VALUES (\(values.joined(separator: ", ")))"
    }

    private static func storage(of affinity: Affinity) -> Storage {
        switch affinity {
        case .integer, .numeric: .integer
        case .real: .real
        case .text: .text
        case .blob: .blob
        }
    }

    /// As SQL.
    mutating func argument(for binding: Binding) -> String {
        switch binding {
        case .isSet: return pick(["0", "1"])
        case .actor(let type), .now(let type), .committedAt(let type): return literal(type.swift, type.storage, isKey: true)
        case .argument(_, let type):
            if type.isOptional, Int.random(in: 0..<4, using: &random) == 0 { return "NULL" }
            guard type.isList else {
                return literal(type.swift, type.storage, isKey: Int.random(in: 0..<3, using: &random) > 0)
            }
            if case .record = type.swift { return pick(["'[]'", "'[{}]'"]) }
            let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                literal(type.swift, type.storage, isKey: true)
            }
            return "json_array(\(elements.filter { !$0.hasPrefix("x'") }.joined(separator: ", ")))"
        }
    }

    private mutating func literal(_ swift: SwiftType, _ storage: Storage, isKey: Bool) -> String {
        switch swift {
        case .bool: return pick(["0", "1"])
        case .enumeration(let name):
            let cases = schema.enums.first { $0.name.name == name }?.cases.map(\.rawValue) ?? []
            return pick(
                cases.map { raw in
                    switch raw {
                    case .text(let text): "'\(text.split(separator: "'").joined(separator: "''"))'"
                    case .integer(let number): "\(number)"
                    }
                })
        default: break
        }
        let key = Int.random(in: 0..<Self.keys, using: &random)
        switch storage {
        case .integer:
            return isKey
                ? "\(key)" : pick(["0", "1", "2", "3", "-1", "7", "1700000000000", "4294967296", "9223372036854775807"])
        case .real: return isKey ? "\(key).0" : pick(["0.0", "1.0", "0.5", "-2.5", "9e999", "9e999", "-9e999", "-9e999"])
        case .blob: return isKey ? "x'0\(key)'" : pick(["x''", "x'00'", "x'6162'", "zeroblob(16)"])
        case .text, .any:
            if swift == .date { return pick(["'2024-02-29T00:00:00.000Z'", "'2024-03-0\(key + 1)T12:00:00.000Z'"]) }
            let texts = ["''", "'a'", "'b'", "'12'", "'x y'", "'{\"a\":1}'", "'[1,null]'", "'2024-02-29'", "'%'"]
            return isKey ? "'k\(key)'" : pick(texts)
        }
    }

    private mutating func pick(_ values: [String]) -> String {
        values.randomElement(using: &random) ?? "NULL"
    }
}
