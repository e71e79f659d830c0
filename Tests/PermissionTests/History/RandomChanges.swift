import Lockstep
import ServerTestSupport

/// Changes of the tables of `RandomRules`: rows come, move with and without their children, change their keys and go,
/// and actors are granted scopes and lose them.
struct RandomChanges<Generator: RandomNumberGenerator> {
    let rules: RandomRules
    let actors: [String]
    var generator: Generator
    private var counter = 0
    private var usedKeys: [String: [[String]]] = [:]

    init(_ rules: RandomRules, actors: [String], using generator: Generator) {
        self.rules = rules
        self.actors = actors
        self.generator = generator
    }

    /// One or several statements. Some fail on some rows.
    ///
    /// - Parameter file: The tables as they are.
    mutating func next(_ file: TemporaryFile) throws -> String {
        let count = chance(5) ? Int.random(in: 2...4, using: &generator) : 1
        var statements: [String] = []
        for _ in 0..<count { statements.append(try statement(file)) }
        return statements.joined(separator: ";")
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }

    private mutating func statement(_ file: TemporaryFile) throws -> String {
        if chance(5) { return grant() }
        let table = pick(rules.tables)
        let key = try existingKey(of: table, file)
        guard let key, !chance(3) else { return try insertion(into: table, file) }
        let row = condition(key, of: table)
        let or = chance(6) ? " OR \(pick(["IGNORE", "REPLACE"]))" : ""
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: return "UPDATE\(or) \(table.name) SET marker = \(marker("m")) WHERE \(row)"
        case 2, 3: return "UPDATE\(or) \(table.name) SET project = \(project()), marker = \(marker("m")) WHERE \(row)"
        case 4: return "UPDATE \(table.name) SET team = \(team()), owner = \(owner()) WHERE \(row)"
        case 5, 6:
            guard !table.references.isEmpty else { return "UPDATE \(table.name) SET team = \(team()) WHERE \(row)" }
            let reference = pick(table.references)
            let values = try parent(of: reference, file)
            let assignments = zip(reference.columns, values).map { "\($0) = \($1)" }.joined(separator: ", ")
            return "UPDATE \(table.name) SET \(assignments) WHERE \(row)"
        case 7:
            let column = pick(table.keyColumns.indices)
            let value = self.key(of: table)[column]
            return "UPDATE\(or) \(table.name) SET \(table.keyColumns[column]) = \(value) WHERE \(row)"
        case 8: return "UPDATE \(table.name) SET project = \(project()) WHERE team IS \(team())"
        default: return "DELETE FROM \(table.name) WHERE \(chance(8) ? "team IS \(team())" : row)"
        }
    }

    private mutating func grant() -> String {
        let user = "'\(pick(actors))'"
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return "DELETE FROM member WHERE project_id = \(project()) AND user_id = \(user)"
        case 1: return "DELETE FROM seat WHERE team = \(team())"
        case 2:
            return
                "INSERT OR REPLACE INTO seat VALUES (\(Int.random(in: 0...3, using: &generator)), \(user), \(marker("m")))"
        default:
            let project = Marker.text("p", Int.random(in: 0...3, using: &generator))
            let role = pick(["admin", "guest"])
            return "INSERT OR REPLACE INTO member VALUES ('\(project)', \(user), '\(role)', \(marker("m")))"
        }
    }

    private mutating func insertion(into table: RuledTable, _ file: TemporaryFile) throws -> String {
        var values = key(of: table)
        var or = ""
        if chance(5), let key = try existingKey(of: table, file) {
            values = key
            or = " OR REPLACE"
        }
        values += [project(), team(), owner(), marker("m")]
        for reference in table.references { values += try parent(of: reference, file) }
        return "INSERT\(or) INTO \(table.name) VALUES (\(values.joined(separator: ", ")))"
    }

    /// The key of a row that there may be in another table, as SQL.
    private mutating func parent(of reference: RuledTable.Reference, _ file: TemporaryFile) throws -> [String] {
        let table = rules.tables[reference.parent]
        if chance(8) { return reference.columns.map { _ in "NULL" } }
        if chance(8) { return key(of: table) }
        return try existingKey(of: table, file) ?? reference.columns.map { _ in "NULL" }
    }

    // MARK: Values

    /// A key that is new, or one that a row had before.
    private mutating func key(of table: RuledTable) -> [String] {
        if let used = usedKeys[table.name], chance(4) { return pick(used) }
        counter += 1
        let key: [String] =
            switch table.key {
            case .integer: [Marker.number(counter)]
            case .text: ["'\(Marker.text("k", counter))'"]
            case .pair: [marker("k"), marker("k")]
            }
        usedKeys[table.name, default: []].append(key)
        return key
    }

    private mutating func existingKey(of table: RuledTable, _ file: TemporaryFile) throws -> [String]? {
        let columns = table.keyColumns.map { "quote(\($0))" }.joined(separator: " || ' ' || ")
        let keys = try file.values("SELECT \(columns) FROM \(table.name) ORDER BY 1")
        return keys.isEmpty ? nil : pick(keys).split(separator: " ").map(String.init)
    }

    private func condition(_ key: [String], of table: RuledTable) -> String {
        zip(table.keyColumns, key).map { "\($0) = \($1)" }.joined(separator: " AND ")
    }

    private mutating func marker(_ letter: Character) -> String {
        counter += 1
        return "'\(Marker.text(letter, counter))'"
    }

    private mutating func project() -> String {
        chance(8) ? "NULL" : "'\(Marker.text("p", Int.random(in: 0...3, using: &generator)))'"
    }

    private mutating func team() -> String {
        chance(8) ? "NULL" : String(Int.random(in: 0...3, using: &generator))
    }

    private mutating func owner() -> String {
        let owner = pick(actors)
        return "'\(chance(2) ? owner.uppercased() : owner)'"
    }

    private mutating func pick<Elements: RandomAccessCollection>(_ elements: Elements) -> Elements.Element {
        guard let element = elements.randomElement(using: &generator) else {
            preconditionFailure("There is nothing to pick from.")
        }
        return element
    }
}
