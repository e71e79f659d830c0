import ArgumentParser

/// The command `lockstep`.
@main
struct LockstepTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep",
        abstract: "Checks definition files, and generates Swift from them.",
        subcommands: [
            GenerateCommand.self, CheckCommand.self, ExplainCommand.self, FormatCommand.self, ParseCommand.self,
        ])
}
