import ArgumentParser
import LockstepSQLiteStore

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copies the server's file, while the server runs.",
        discussion: """
            The copy is the file as it is at one moment. It gets its name when it is complete and on the disk. It holds \
            the signing keys: keep it as secret as the file.
            """)

    @Argument(help: "The copy to write.")
    var file: String

    @OptionGroup var server: ServerFile

    @Flag(help: "Replace the file if it is there.")
    var replace = false

    func run() throws {
        try SQLiteBackup.make(of: server.path(), to: file, replaces: replace)
        Terminal.print("Backed up to \(file)")
    }
}
