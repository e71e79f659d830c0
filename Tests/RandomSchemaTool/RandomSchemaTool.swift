import ArgumentParser
import Foundation
import SchemaGenerator

/// Writes the definition files of random schemas.
@main
struct RandomSchemaTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep-random-schema", abstract: "Writes the definition files of a schema that a seed decides.")

    @Option(help: "Another seed, another schema.")
    var seed: UInt64

    @Option(help: "How many schemas, of the seeds from `--seed` on; with more than one, each in a folder of its name.")
    var count: UInt64 = 1

    @Option(help: ArgumentHelp("Where to write them. Without it they are printed.", valueName: "folder"))
    var out: String?

    func run() throws {
        for seed in seed..<(seed + count) {
            let schema = RandomSchema(seed: seed)
            for (path, text) in schema.files.sorted(by: { $0.key < $1.key }) {
                guard let out else {
                    print("==> \(path)\n\(text)")
                    continue
                }
                let file = URL(filePath: count == 1 ? out : "\(out)/\(schema.name)").appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
        }
    }
}
