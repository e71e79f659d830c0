import Testing

@testable import LockstepTesting

@Suite("Whole databases")
struct IntegrityCheckTests {
    @Test("have no rows without their parents")
    func orphans() throws {
        let file = try SimulationDatabase()
        try file.execute(
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id));
            INSERT INTO parent VALUES (1);
            INSERT INTO child VALUES (1, 1);
            """)
        try IntegrityCheck.run(file, "a file")
        try file.execute("PRAGMA foreign_keys = OFF; DELETE FROM parent")
        #expect(throws: Violation.self) { try IntegrityCheck.run(file, "a file") }
    }

    @Test("have what their indexes say")
    func indexes() throws {
        let file = try SimulationDatabase()
        try file.execute(
            """
            CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT);
            CREATE INDEX word_by_text ON word (text);
            INSERT INTO word VALUES (1, 'a'), (2, 'b');
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = 'CREATE INDEX word_by_text ON word (id)' WHERE name = 'word_by_text';
            PRAGMA writable_schema = RESET;
            """)
        #expect(throws: Violation.self) { try IntegrityCheck.run(file, "a file") }
    }
}
