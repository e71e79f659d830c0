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

    @Flag(help: "Print what the definition files say as JSON.")
    var json = false

    @Flag(help: "Fail for warnings as well.")
    var strict = false

    func run() throws {
        let result = try Pipeline().run(schema: schema, module: module)
        result.printDiagnostics()
        guard let model = result.schema else { throw ExitCode.failure }
        if json { FileHandle.standardOutput.write(try SchemaReport(model).json) }
        if strict, !result.diagnostics.isEmpty { throw ExitCode.failure }
    }
}
