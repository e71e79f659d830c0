import ArgumentParser
import Foundation
import LockstepOracle
import LockstepSQL
import LockstepSchema

/// `lockstep explain`
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what a mutation, a query, a table or a read rule became on either side, and why.")

    @ArgumentParser.Argument(help: "The name of a mutation, a query or a table, or of a read rule as table.rule.")
    var name: String

    @Option(help: ArgumentHelp("The folder of definition files.", valueName: "folder"))
    var schema: String = "schema"

    @Option(help: ArgumentHelp("The Swift module that generated code would become part of.", valueName: "name"))
    var module: String = "App"

    func run() throws {
        let content = try SchemaFolder(path: schema).read()
        let analysis = LargeStack.run { [module] in
            analyze(files: DefinitionFiles(sorting: content.files), targetName: module)
        }
        let mistakes = content.diagnostics + analysis.diagnostics
        guard let model = analysis.schema, content.diagnostics.isEmpty else {
            Pipeline.Result(diagnostics: mistakes.sortedByPlace).printDiagnostics()
            throw ExitCode.failure
        }
        let explanation = Explanation(schema: model, analysis: analysis)
        guard let text = explanation.text(of: name) else {
            FileHandle.standardError.write(Data((explanation.complaint(about: name) + "\n").utf8))
            throw ExitCode.failure
        }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
