import Lockstep

/// Books on shelves, whose table a second migration makes anew: the rows are those of the first.
enum Rebuilt: SyncSchema {
    static let name = "Rebuilt"
    static let version = 2
    static let fingerprint = "rebuilt"

    static let migrations = [
        Migration(
            name: "0001_shelves",
            sql: """
                CREATE TABLE shelf (id INTEGER NOT NULL PRIMARY KEY) STRICT;
                CREATE TABLE book (
                  id INTEGER NOT NULL PRIMARY KEY, shelf INTEGER NOT NULL REFERENCES shelf ON DELETE CASCADE
                ) STRICT;
                INSERT INTO shelf VALUES (1);
                INSERT INTO book VALUES (7, 1);
                """),
        Migration(
            name: "0002_names",
            sql: """
                CREATE TABLE new_shelf (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
                INSERT INTO new_shelf SELECT id, 'A' FROM shelf;
                DROP TABLE shelf;
                ALTER TABLE new_shelf RENAME TO shelf;
                """),
    ]

    static let tables = [
        TableDescription(
            name: "shelf", columns: [ColumnDescription("id", .integer), ColumnDescription("name", .text)], key: ["id"]),
        TableDescription(
            name: "book", columns: [ColumnDescription("id", .integer), ColumnDescription("shelf", .integer)],
            key: ["id"]),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }

    struct Mutation: SyncMutation {
        let book: Int
        let shelf: Int

        static let descriptions = [
            MutationDescription(
                name: "move", fingerprint: "move", isReplayable: true, reads: [],
                writes: [TableAccess("book", ["shelf"])])
        ]

        var name: String { "move" }

        static func move(book: Int, shelf: Int) -> Mutation { Mutation(book: book, shelf: shelf) }

        static func arbitrary(using generator: inout some RandomNumberGenerator) -> Mutation {
            Mutation(book: .arbitrary(using: &generator), shelf: .arbitrary(using: &generator))
        }
    }
}

extension Rebuilt.Mutation {
    init(name: String, arguments json: inout JSONReader) throws {
        var book: Int?
        var shelf: Int?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "book": book = try Int(from: &json)
            default: shelf = try Int(from: &json)
            }
        }
        self.init(book: try book.required("book"), shelf: try shelf.required("shelf"))
    }

    func encodeArguments(to json: inout JSONWriter) {
        json.object { json in
            json.key("book")
            book.encode(to: &json)
            json.key("shelf")
            shelf.encode(to: &json)
        }
    }

    func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        try connection.run("UPDATE book SET shelf = ?2 WHERE id = ?1") {
            try $0.bind(book, at: 1)
            try $0.bind(shelf, at: 2)
        }
    }
}

/// `Rebuilt` with a migration that leaves a key without its row.
enum Dangling: SyncSchema {
    typealias Mutation = Rebuilt.Mutation
    static let name = Rebuilt.name
    static let version = 2
    static let fingerprint = "dangling"
    static let tables = Rebuilt.tables

    static let migrations = [
        Rebuilt.migrations[0], Migration(name: "0002_books", sql: "INSERT INTO book VALUES (8, 3)"),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}
