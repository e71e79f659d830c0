import ArgumentParser
import Foundation
import LockstepSQL

/// `lockstep generate`
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes Swift generated from definition files. A file whose content would be the same is not touched."
    )

    @Option(help: ArgumentHelp("The folder of definition files.", valueName: "folder"))
    var schema: String = "schema"

    @Option(help: ArgumentHelp("The folder to write to; it is created if it is missing.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("The Swift module that the generated code becomes part of.", valueName: "name"))
    var module: String

    @Option(
        help: ArgumentHelp(
            "A module that it depends on, and the folder of that module's definition files. Where `lockstep.json` there "
                + "names the module of the generated code as `server`, the server's half is written.",
            valueName: "name=folder"))
    var dependency: [TargetSchema.Dependency] = []

    @Option(
        help: ArgumentHelp(
            "A file to rewrite, so that a build system that has it as input runs again.", valueName: "file"))
    var nonce: String?

    @Flag(help: "Write nothing, and fail if the folder does not hold what would be written.")
    var check = false

    func run() throws {
        if let nonce { try Data("\(UInt64.random(in: 0...UInt64.max))\n".utf8).write(to: URL(filePath: nonce)) }
        let target = try TargetSchema(at: schema, target: module, dependencies: dependency)
        let result = try Pipeline().run(schema: target.path, module: target.module)
        result.printDiagnostics()
        guard let files = result.files(for: target) else { throw ExitCode.failure }
        let folder = OutputFolder(path: output)
        guard check else { return try folder.write(files) }
        let stale = folder.stale(files)
        guard !stale.isEmpty else { return }
        FileHandle.standardError.write(Data(OutputFolder.complaint(about: stale, in: output).utf8))
        throw ExitCode.failure
    }
}

extension TargetSchema.Dependency: ExpressibleByArgument {
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        self.init(name: String(parts[0]), schema: String(parts[1]))
    }
}
