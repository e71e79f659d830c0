import ArgumentParser

/// The example: an issue tracker whose every command works with and without its server.
@main
struct IssueTrackerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue-tracker",
        abstract: "Tracks the issues of several people on several devices, online and offline.",
        subcommands: [
            Serve.self, Backup.self, Restore.self, Trim.self, Project.self, Member.self, Create.self, Edit.self,
            Status.self, Move.self, Comment.self, Delete.self, List.self, Show.self, Watch.self, Pending.self,
            Rejections.self, Sync.self, Verify.self, Demo.self,
        ] + tokenCommands)

    #if JWT
    private static let tokenCommands: [any ParsableCommand.Type] = [Token.self]
    #else
    private static let tokenCommands: [any ParsableCommand.Type] = []
    #endif
}
