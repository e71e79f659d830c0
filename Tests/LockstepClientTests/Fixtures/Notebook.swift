import Lockstep

/// Notes, which are replicated, and drafts of them, which only the client has.
enum Notebook: SyncSchema {
    static let name = "Notebook"
    static let version = 1
    static let fingerprint = "notebook"

    static let migrations = [
        Migration(
            name: "0001_notes",
            sql: """
                CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
                CREATE TABLE draft (
                  note INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL CHECK (text <> '')
                ) STRICT;
                """)
    ]

    static let tables = [
        TableDescription(
            name: "note", columns: [ColumnDescription("id", .integer), ColumnDescription("text", .text)], key: ["id"])
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        [Query.drafts, Query.notes]
    }

    enum Mutation: SyncMutation {
        case addNote(id: Int, text: String)
        case saveDraft(note: Int, text: String)

        static let descriptions = [
            MutationDescription(
                name: "addNote", fingerprint: "addNote", isReplayable: true, reads: [],
                writes: [TableAccess("note", ["id", "text"])]),
            MutationDescription(
                name: "saveDraft", fingerprint: "saveDraft", isReplayable: true, isLocal: true, reads: [],
                writes: [TableAccess("draft", ["note", "text"])]),
        ]

        var name: String {
            switch self {
            case .addNote: "addNote"
            case .saveDraft: "saveDraft"
            }
        }

        static func arbitrary(using generator: inout some RandomNumberGenerator) -> Mutation {
            .addNote(id: .arbitrary(using: &generator), text: .arbitrary(using: &generator))
        }
    }
}

extension Notebook.Mutation {
    init(name: String, arguments json: inout JSONReader) throws {
        var number: Int?
        var text: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "text": text = try json.string()
            default: number = try Int(from: &json)
            }
        }
        switch name {
        case "addNote": self = .addNote(id: try number.required("id"), text: try text.required("text"))
        case "saveDraft": self = .saveDraft(note: try number.required("note"), text: try text.required("text"))
        default: throw UnknownMutation(name: name)
        }
    }

    func encodeArguments(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .addNote(let id, let text):
                json.key("id")
                id.encode(to: &json)
                json.key("text")
                text.encode(to: &json)
            case .saveDraft(let note, let text):
                json.key("note")
                note.encode(to: &json)
                json.key("text")
                text.encode(to: &json)
            }
        }
    }

    func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        switch self {
        case .addNote(let id, let text):
            try connection.run("INSERT INTO note (id, text) VALUES (?1, ?2)") {
                try $0.bind(id, at: 1)
                try $0.bind(text, at: 2)
            }
        case .saveDraft(let note, let text):
            try connection.run(
                "INSERT INTO draft (note, text) VALUES (?1, ?2) ON CONFLICT (note) DO UPDATE SET text = ?2"
            ) {
                try $0.bind(note, at: 1)
                try $0.bind(text, at: 2)
            }
        }
    }
}

extension Query where Schema == Notebook, Value == [String] {
    static var notes: Self {
        Query(
            name: "notes", sql: "SELECT text FROM note ORDER BY id", reads: [TableAccess("note", ["id", "text"])],
            decode: { try $0.all { try $0.value(String.self, at: 0) } })
    }

    static var drafts: Self {
        Query(
            name: "drafts", sql: "SELECT text FROM draft ORDER BY note",
            reads: [TableAccess("draft", ["note", "text"])],
            decode: { try $0.all { try $0.value(String.self, at: 0) } })
    }
}
