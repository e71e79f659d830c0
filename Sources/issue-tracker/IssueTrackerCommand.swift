import ArgumentParser

/// The example: an issue tracker whose every command works with and without its server.
@main
struct IssueTrackerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue-tracker",
        abstract: "Tracks issues on several devices, online and offline.",
        subcommands: [
            Serve.self, Backup.self, Restore.self, Trim.self, Create.self, Edit.self, Status.self, Delete.self,
            List.self, Watch.self, Pending.self,
            Rejections.self, Sync.self, Verify.self, Demo.self,
        ])
}
