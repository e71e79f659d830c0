import Foundation
import LockstepEmitter
import LockstepOracle
import LockstepSQL
import LockstepSchema

/// From a folder of definition files to Swift:
///
///     folder → files → schema, diagnostics → schema confirmed by SQLite → generated files
///
/// A mistake in the files is a diagnostic in the result; only what is wrong with the folder or the disk is thrown.
struct Pipeline {
    struct Result {
        /// Errors, and the warnings that are not silenced, sorted by place.
        var diagnostics: [Diagnostic] = []

        /// Nil if there is an error among the diagnostics.
        var schema: Schema?

        /// Nil if there is an error among the diagnostics.
        func files(for target: TargetSchema) -> [GeneratedFile]? {
            schema.map { SwiftEmitter.files(for: $0, half: target.half(of: $0)) }
        }
    }

    /// - Parameters:
    ///   - schema: The folder.
    ///   - module: The Swift module that the generated code becomes part of.
    func run(schema path: String, module: String) throws -> Result {
        let content = try SchemaFolder(path: path).read()
        guard content.diagnostics.isEmpty else { return Result(diagnostics: content.diagnostics) }
        return run(DefinitionFiles(sorting: content.files), module: module)
    }

    func run(_ files: DefinitionFiles, module: String) -> Result {
        LargeStack.run { Self.result(of: files, module: module) }
    }

    private static func result(of files: DefinitionFiles, module: String) -> Result {
        let analysis = analyze(files: files, targetName: module)
        guard let schema = analysis.schema else {
            // What is wrong may be why a rule has something to say, or why a silenced one has not.
            let warnings = analysis.silences.apply(to: analysis.warnings).filter { $0.rule != nil }
            return Result(diagnostics: (analysis.diagnostics + warnings).sortedByPlace)
        }
        let oracle = Oracle.report(for: schema, statements: analysis.statements)
        let errors = analysis.diagnostics + oracle.errors
        let warnings = analysis.silences.apply(to: analysis.warnings + oracle.warnings)
        let hasErrors = errors.contains { $0.severity == .error }
        return Result(
            diagnostics: (errors + warnings.filter { !hasErrors || $0.rule != nil }).sortedByPlace,
            schema: hasErrors ? nil : schema)
    }
}

extension Pipeline.Result {
    /// The diagnostics as compilers print them, each on lines of its own; empty if there are none.
    var report: String {
        diagnostics.map { $0.rendered + "\n" }.joined()
    }

    func printDiagnostics() {
        FileHandle.standardError.write(Data(report.utf8))
    }
}
