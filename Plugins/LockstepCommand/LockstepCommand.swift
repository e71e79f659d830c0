import Foundation
import PackagePlugin

/// `swift package lockstep …`: checks definition files, and writes the generated Swift into a target, for those who
/// commit it in place of using `LockstepPlugin`.
@main
struct LockstepCommand: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        var arguments = ArgumentExtractor(arguments)
        let names = arguments.extractOption(named: "target")
        guard let verb = arguments.remainingArguments.first, Self.verbs.contains(verb) else {
            throw UsageFailure(message: Self.usage)
        }
        let rest = Array(arguments.remainingArguments.dropFirst())
        if verb == "parse" {
            // It is about any file, and about no target.
            return try run(context.tool(named: SchemaFolder.toolName).url, [verb] + rest)
        }
        for target in try targets(named: names, in: context.package) {
            let schema = SchemaFolder(ofTargetAt: target.directoryURL, inPackageAt: context.package.directoryURL)
            var command = [verb, "--schema", schema.url.path]
            if verb != "format" { command += ["--module", target.name] }
            if ["check", "generate"].contains(verb) {
                command += SchemaFolder.dependencies(of: target, in: context.package)
            }
            if verb == "generate" { command += ["--output", target.directoryURL.appending(path: "Generated").path] }
            try run(context.tool(named: SchemaFolder.toolName).url, command + rest)
        }
    }

    /// The targets that are named; without a name, those that have definition files of their own, or else the only one.
    private func targets(named names: [String], in package: Package) throws -> [any Target] {
        let candidates = package.targets.filter { target in
            guard let module = target as? any SourceModuleTarget else { return false }
            return names.contains(target.name) || names.isEmpty && module.kind == .generic
        }
        for name in names where !candidates.contains(where: { $0.name == name }) {
            throw UsageFailure(message: "The package has no Swift target named `\(name)`.")
        }
        guard names.isEmpty, candidates.count > 1 else { return candidates }
        let owners = candidates.filter {
            SchemaFolder(ofTargetAt: $0.directoryURL, inPackageAt: package.directoryURL).isInTarget
        }
        guard !owners.isEmpty else {
            let list = candidates.map(\.name).sorted().joined(separator: ", ")
            throw UsageFailure(message: "Say which target is meant with --target NAME. The package has \(list).")
        }
        return owners
    }

    private func run(_ tool: URL, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailure(status: process.terminationStatus) }
    }

    private static let verbs = ["check", "explain", "format", "generate", "parse"]

    private static let usage = """
        Say what is to be done:
        swift package --allow-writing-to-package-directory lockstep check [--target NAME] [--json] [--strict]
            Checks the definition files. With --strict warnings fail as well.
        swift package --allow-writing-to-package-directory lockstep generate [--target NAME] [--check]
            Writes the generated Swift into the target's folder `Generated`. With --check it writes nothing, and fails
            if what is there is not what the definition files say.
        swift package --allow-writing-to-package-directory lockstep explain DEFINITION [--target NAME]
            Says what a mutation, a query, a table or a read rule became, and why.
        swift package --allow-writing-to-package-directory lockstep format [--target NAME] [--check]
            Formats the definition files.
        swift package --allow-writing-to-package-directory lockstep parse FILE [--json]
            Says of each statement of an SQL file what it is, or what is wrong with it.
        """
}

/// `lockstep` found a mistake, and has said which.
struct CommandFailure: Error, CustomStringConvertible {
    let status: Int32

    var description: String { "lockstep ended with status \(status)." }
}

/// The command's arguments say nothing that can be done.
struct UsageFailure: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
}
