import CSQLite
package import Lockstep

/// The mutations of `Board`.
package enum BoardMutation: SyncMutation {
    case createBoard(id: String, name: String)
    case renameBoard(id: String, name: String)
    case deleteBoard(id: String)
    /// Writes what `:actor`, `:now` and `:committedAt` are.
    case stampBoard(id: String)
    /// Two statements: the second fails if a board has the name `taken`.
    case createTwoBoards(id: String, name: String)
    case addCard(id: String, boardId: String, slug: String)
    /// Exchanges the unique slugs of two cards.
    case swapSlugs(a: String, b: String)
    case addMember(boardId: String, userId: String)
    /// Changes a key.
    case renameMember(boardId: String, userId: String, newUserId: String)
    /// Is described as not replayable.
    case shuffleBoards(suffix: String)
    /// Fails on the server in the way that is named; does nothing on clients.
    case fail(how: String)
    /// Is described as one about a table that only clients have.
    case pinBoard(id: String)

    private static func describe(
        _ name: String, isReplayable: Bool = true, isLocal: Bool = false, usesActor: Bool = false
    ) -> MutationDescription {
        MutationDescription(
            name: name, fingerprint: "fingerprint of \(name)", isReplayable: isReplayable, isLocal: isLocal,
            usesActor: usesActor, reads: [], writes: [])
    }

    package static let descriptions = [
        describe("addCard"), describe("addMember"), describe("createBoard"), describe("createTwoBoards"),
        describe("deleteBoard"), describe("fail"), describe("pinBoard", isLocal: true),
        describe("renameBoard"), describe("renameMember"),
        describe("shuffleBoards", isReplayable: false), describe("stampBoard", usesActor: true), describe("swapSlugs"),
    ]

    package var name: String {
        switch self {
        case .createBoard: "createBoard"
        case .renameBoard: "renameBoard"
        case .deleteBoard: "deleteBoard"
        case .stampBoard: "stampBoard"
        case .createTwoBoards: "createTwoBoards"
        case .addCard: "addCard"
        case .swapSlugs: "swapSlugs"
        case .addMember: "addMember"
        case .renameMember: "renameMember"
        case .shuffleBoards: "shuffleBoards"
        case .fail: "fail"
        case .pinBoard: "pinBoard"
        }
    }

    package init(name: String, arguments json: inout JSONReader) throws {
        switch name {
        case "createBoard":
            let values = try json.strings("id", "name")
            self = .createBoard(id: values[0], name: values[1])
        case "renameBoard":
            let values = try json.strings("id", "name")
            self = .renameBoard(id: values[0], name: values[1])
        case "deleteBoard": self = .deleteBoard(id: try json.strings("id")[0])
        case "stampBoard": self = .stampBoard(id: try json.strings("id")[0])
        case "pinBoard": self = .pinBoard(id: try json.strings("id")[0])
        case "createTwoBoards":
            let values = try json.strings("id", "name")
            self = .createTwoBoards(id: values[0], name: values[1])
        case "addCard":
            let values = try json.strings("id", "boardId", "slug")
            self = .addCard(id: values[0], boardId: values[1], slug: values[2])
        case "swapSlugs":
            let values = try json.strings("a", "b")
            self = .swapSlugs(a: values[0], b: values[1])
        case "addMember":
            let values = try json.strings("boardId", "userId")
            self = .addMember(boardId: values[0], userId: values[1])
        case "renameMember":
            let values = try json.strings("boardId", "userId", "newUserId")
            self = .renameMember(boardId: values[0], userId: values[1], newUserId: values[2])
        case "shuffleBoards": self = .shuffleBoards(suffix: try json.strings("suffix")[0])
        case "fail": self = .fail(how: try json.strings("how")[0])
        default: throw UnknownMutation(name: name)
        }
    }

    package func encodeArguments(to json: inout JSONWriter) {
        let members: [(String, String)] =
            switch self {
            case .createBoard(let id, let name), .renameBoard(let id, let name), .createTwoBoards(let id, let name):
                [("id", id), ("name", name)]
            case .deleteBoard(let id), .stampBoard(let id), .pinBoard(let id): [("id", id)]
            case .addCard(let id, let boardId, let slug): [("id", id), ("boardId", boardId), ("slug", slug)]
            case .swapSlugs(let a, let b): [("a", a), ("b", b)]
            case .addMember(let boardId, let userId): [("boardId", boardId), ("userId", userId)]
            case .renameMember(let boardId, let userId, let newUserId):
                [("boardId", boardId), ("userId", userId), ("newUserId", newUserId)]
            case .shuffleBoards(let suffix): [("suffix", suffix)]
            case .fail(let how): [("how", how)]
            }
        json.object { json in
            for (name, value) in members {
                json.key(name)
                json.string(value)
            }
        }
    }
}

extension BoardMutation {
    package func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        switch self {
        case .createBoard(let id, let name):
            try connection.run("INSERT INTO board (id, name) VALUES (?1, ?2)", id, name)
        case .renameBoard(let id, let name):
            try connection.run("UPDATE board SET name = ?2 WHERE id = ?1", id, name)
        case .deleteBoard(let id):
            try connection.run("DELETE FROM board WHERE id = ?1", id)
        case .stampBoard(let id):
            let stamp = "\(context.actor) \(context.now) \(context.committedAt)"
            try connection.run("UPDATE board SET name = ?2 WHERE id = ?1", id, stamp)
        case .createTwoBoards(let id, let name):
            try connection.run("INSERT INTO board (id, name) VALUES (?1, ?2)", id + "-1", "One")
            try connection.run("INSERT INTO board (id, name) VALUES (?1, ?2)", id + "-2", name)
        case .addCard(let id, let boardId, let slug):
            try connection.run(
                "INSERT INTO card (id, board_id, slug, weight, cover) VALUES (?1, ?2, ?3, 1.0, x'00ff')", id, boardId,
                slug)
        case .swapSlugs(let a, let b):
            try connection.run(
                "UPDATE card SET slug = slug || '|' || (SELECT slug FROM card WHERE id = ?2) WHERE id = ?1", a, b)
            try connection.run(
                """
                UPDATE card SET slug = (SELECT substr(slug, 1, instr(slug, '|') - 1) FROM card WHERE id = ?1)
                WHERE id = ?2
                """, a, b)
            try connection.run("UPDATE card SET slug = substr(slug, instr(slug, '|') + 1) WHERE id = ?1", a)
        case .addMember(let boardId, let userId):
            try connection.run(
                "INSERT INTO member (board_id, user_id, role) VALUES (?1, ?2, 'guest')", boardId, userId)
        case .renameMember(let boardId, let userId, let newUserId):
            try connection.run(
                "UPDATE member SET user_id = ?3 WHERE board_id = ?1 AND user_id = ?2", boardId, userId, newUserId)
        case .shuffleBoards(let suffix):
            try connection.run("UPDATE board SET name = substr(name, 1, 40) || ?1", suffix)
        case .fail, .pinBoard:
            break
        }
    }
}

extension Board {
    /// `fail` is denied if that is what it is told, and too late a second after 1970 if it is told `late`.
    package static func checkConditions(
        of mutation: BoardMutation, on connection: SQLiteConnection, in context: MutationContext
    ) throws {
        switch mutation {
        case .fail(how: "denied"):
            throw FailedCondition(code: FailedCondition.denied, mutation: "fail")
        case .fail(how: "late") where context.now >= 1_000:
            throw FailedCondition(code: "tooLate", mutation: "fail")
        default:
            break
        }
    }

    package static func apply(
        _ mutation: BoardMutation, to connection: SQLiteConnection, in context: MutationContext
    ) throws {
        if case .fail(let how) = mutation {
            try BoardFailure(rawValue: how)?.happen(on: connection)
        } else {
            try mutation.apply(to: connection, in: context)
        }
    }
}

extension SQLiteConnection {
    fileprivate func run(_ sql: StaticString, _ values: String...) throws {
        let statement = try statement(sql)
        for (index, value) in values.enumerated() { try statement.bind(value, at: Int32(index + 1)) }
        try statement.run()
    }
}

extension JSONReader {
    /// The values of an object that has exactly these members, all strings, in the order asked for.
    fileprivate mutating func strings(_ names: String...) throws -> [String] {
        var values: [String: String] = [:]
        try beginObject()
        while let key = try nextKey() {
            guard names.contains(key.name) else { throw unknown(key) }
            values[key.name] = try string()
        }
        return try names.map { try values[$0].required($0) }
    }
}
