import DecoderFuzz
import Foundation
import LockstepSQL

@testable import LockstepSchema

/// Definition files: what a user writes, which a generator that crashes would not explain.
enum DefinitionDecoders {
    static let all: [FuzzedDecoder] = [
        FuzzedDecoder("lockstep.json", .json, samples: configurations) { input in
            let reporter = Reporter()
            _ = Configuration(
                file: SourceText(path: "lockstep.json", bytes: input), targetName: "AppSchema", reporter: reporter)
            if reporter.hasErrors { throw Refused() }
        },
        FuzzedDecoder("Definition files", .words, samples: [Array(definitions.utf8)], cost: 20) { input in
            let parts = input.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
            let names = ["migrations/0001_notes.sql", "mutations.sql", "queries.sql", "permissions.sql"]
            let files = zip(names, parts).map { SourceText(path: $0, bytes: Array($1)) }
            let isClean = await onLargeStack {
                !analyze(files: DefinitionFiles(sorting: files), targetName: "NotesSchema").diagnostics
                    .contains { $0.severity == .error }
            }
            if !isClean { throw Refused() }
        },
    ]

    private static let configurations = [
        #"{"name": "IssueTracker", "access": "package", "imports": ["Money"], "sqlite": "3.40"}"#,
        #"{"server": "AppServer"}"#, "{}",
    ].map { Array($0.utf8) }

    /// The four files, with a tilde between.
    private static let definitions = """
        CREATE TABLE note (
          id    TEXT NOT NULL PRIMARY KEY, -- type: UUID
          owner TEXT NOT NULL,
          kind  TEXT NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b')),
          stars INTEGER NOT NULL CHECK (stars >= 0)
        ) STRICT;
        CREATE INDEX note_owner ON note (owner);
        ~
        -- name: write :mutation
        -- Writes a note.
        -- allow: :actor = :owner
        INSERT INTO note (id, owner, kind, stars) VALUES (:id, :owner, :kind, :stars);

        -- name: edit :mutation
        -- allow: true
        -- require notFound: EXISTS (SELECT 1 FROM note WHERE id = :id)
        -- optional: kind, stars
        UPDATE note SET kind = :kind, stars = :stars WHERE id = :id AND owner = :actor;

        -- name: fill :mutation
        -- allow: true
        -- rows notes: note(id, owner, stars)
        INSERT INTO note (id, owner, stars) SELECT value ->> 'id', value ->> 'owner', value ->> 'stars'
        FROM json_each(:notes);
        ~
        -- name: notes :many
        SELECT *, count(*) OVER () AS total FROM note WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id;
        ~
        -- name: note :read
        -- scope: owner
        SELECT :actor;
        """

    /// As the tool does it, see `analyze(files:targetName:)`.
    private static func onLargeStack<Result: Sendable>(
        _ body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = 256 << 20
            thread.start()
        }
    }
}
