import Foundation
import PackagePlugin

/// Generates Swift from the definition files in `schema/`, at each build. A target that `lockstep.json` names as `server`
/// gets the server's half of what is generated for a target that it depends on; which one that is, is decided by
/// `lockstep` when it runs.
///
/// SwiftPM asks a plugin once and then keeps the plan until the target's own folder or the manifest changes, so a plan
/// that lists the files of a `schema/` at the package's root misses files that come and go. The command therefore names
/// no definition file it depends on: it runs in every build, since it rewrites its own input (`always-run`), and writes
/// a fixed set of files, each only if its content changed. A build in which nothing changed compiles nothing.
@main
struct LockstepPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard target is any SourceModuleTarget else { return [] }
        let schema = SchemaFolder(ofTargetAt: target.directoryURL, inPackageAt: context.package.directoryURL)
        return [
            try command(
                target: target.name, schema: schema,
                dependencies: SchemaFolder.dependencies(of: target, in: context.package),
                directory: context.pluginWorkDirectoryURL,
                tool: context.tool(named: SchemaFolder.toolName).url)
        ]
    }

    private func command(
        target: String, schema: SchemaFolder, dependencies: [String], directory: URL, tool: URL
    ) throws -> Command {
        let output = directory.appending(path: "Generated", directoryHint: .isDirectory)
        let nonce = directory.appending(path: "always-run")
        if !FileManager.default.fileExists(atPath: nonce.path) {
            try Data().write(to: nonce)
        }
        return .buildCommand(
            displayName: "Generate \(target) from \(schema.url.lastPathComponent)",
            executable: tool,
            arguments: [
                "generate", "--schema", schema.url.path, "--output", output.path, "--module", target,
                "--nonce", nonce.path,
            ] + dependencies,
            // Files within a target are listed so that SwiftPM does not warn of files that nothing handles.
            inputFiles: [nonce] + (schema.isInTarget ? schema.files : []),
            outputFiles: SchemaFolder.generatedFiles.map { output.appending(path: $0) })
    }
}

#if canImport(XcodeProjectPlugin)
import XcodeProjectPlugin

extension LockstepPlugin: XcodeBuildToolPlugin {
    func createBuildCommands(context: XcodePluginContext, target: XcodeTarget) throws -> [Command] {
        let project = context.xcodeProject.directoryURL
        let schema = SchemaFolder(ofTargetAt: project.appending(path: target.displayName), inPackageAt: project)
        return [
            try command(
                target: target.displayName, schema: schema, dependencies: [],
                directory: context.pluginWorkDirectoryURL,
                tool: context.tool(named: SchemaFolder.toolName).url)
        ]
    }
}
#endif
