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

    @Flag(help: "Print what the definition files say as JSON, or what is wrong with them.")
    var json = false

    @Flag(help: "Fail for warnings as well.")
    var strict = false

    func run() throws {
        let target = try TargetSchema(at: schema, target: module, dependencies: dependency)
        let result = try Pipeline().run(schema: target.path, module: target.module)
        if json {
            let output = try result.schema.map { try SchemaReport($0, diagnostics: result.diagnostics).json }
            FileHandle.standardOutput.write(try output ?? FailureReport(result.diagnostics).json)
        } else {
            result.printDiagnostics()
        }
        if result.schema == nil || strict && !result.diagnostics.isEmpty { throw ExitCode.failure }
    }
}
