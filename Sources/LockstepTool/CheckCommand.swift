import ArgumentParser
import Foundation
import LockstepSQL

/// `lockstep check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Reports what is wrong in definition files.")

    @Option(help: ArgumentHelp("The folder of definition files.", valueName: "folder"))
    var schema: String = "schema"

    @Option(help: ArgumentHelp("The Swift module that generated code would become part of.", valueName: "name"))
    var module: String = "App"

    @Option(
        help: ArgumentHelp(
            "A module that it depends on, and the folder of that module's definition files.", valueName: "name=folder"))
    var dependency: [TargetSchema.Dependency] = []

    @Flag(help: "Print what the definition files say as JSON.")
    var json = false

    func run() throws {
        let target = try TargetSchema(at: schema, target: module, dependencies: dependency)
        let result = try Pipeline().run(schema: target.path, module: target.module)
        result.printDiagnostics()
        guard let model = result.schema else { throw ExitCode.failure }
        if json { FileHandle.standardOutput.write(try SchemaReport(model).json) }
    }
}
