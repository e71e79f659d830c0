import ArgumentParser
import Foundation
import LockstepSQLiteStore

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in the place of the server's file. Stop the server first.",
        discussion: """
            The file that was there is renamed. Devices push again what the backup does not have, as far as they \
            still know it: what they made in the last 7 days.
            """)

    @Argument(help: "What `backup` wrote. It stays.")
    var backup: String

    @OptionGroup var server: ServerFile

    func run() throws {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let path = try server.path()
        let replaced = try SQLiteBackup.restore(backup, to: path, now: now)
        if let replaced { Terminal.note("The file before is \(replaced)") }
        Terminal.print("Restored \(path)")
    }
}
