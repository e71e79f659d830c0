import ArgumentParser
import Foundation

@main
struct LockstepBenchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep-benchmarks",
        abstract: "Measures the figures and holds them against their aims.",
        subcommands: [Measure.self, Serve.self],
        defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measures the figures.")

    /// A measurement, which may give several figures.
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case acknowledged, arguments, bootstrap, compile, generate, grammar, latency, live, mutate, open, permissions
        case pulls, push, rebase, responsiveness, rows, simulation, streams, types
        case pullMutations = "pull-mutations"
        case buildGenerator = "build-generator"
        case generateLarge = "generate-large"
        case pushOverHTTP = "push-over-http"
        case stepOfRows = "step-of-rows"

        /// What is measured if nothing is named. A cold build takes as long as everything else.
        static let usual = allCases.filter { $0 != .buildGenerator }
    }

    @Argument(help: "What to measure; everything but `build-generator` if nothing is named.")
    var names: [Name] = []

    @Flag(help: "Print an object a line.")
    var json = false

    @Option(help: .hidden)
    var generator: String

    @Option(help: .hidden)
    var releaseGenerator: String

    @Option(help: .hidden)
    var grammar: String

    @Option(help: .hidden)
    var prover: String

    @Option(help: .hidden)
    var simulator: String

    @Option(help: .hidden)
    var example: String

    func run() async throws {
        for name in names.isEmpty ? Name.usual : names {
            for figure in try await measure(name) {
                FileHandle.standardOutput.write(Data(((json ? figure.json : figure.line) + "\n").utf8))
            }
        }
    }

    private func measure(_ name: Name) async throws -> [Figure] {
        switch name {
        case .acknowledged: try await Acknowledged.measure()
        case .arguments: try ArgumentCoding.measure()
        case .bootstrap: try await Bootstrap.measure()
        case .buildGenerator: try BuildGenerator.measure(package: example)
        case .compile: try Compile.measure(generator: generator)
        case .generate: try Generate.measure(generator: generator, example: example)
        case .generateLarge: try Generate.measureLarge(generator: generator, release: releaseGenerator)
        case .grammar: try Grammar.measure(tool: grammar, example: example)
        case .latency: try await Latency.measure()
        case .live: try await LiveQueries.measure()
        case .mutate: try await LocalMutations.measure()
        case .open: try await Opening.measure()
        case .permissions: try await Permissions.measure()
        case .pullMutations: try await PullMutations.measure()
        case .push: try await Push.measure()
        case .pushOverHTTP: try await PushOverHTTP.measure()
        case .pulls: try await ConcurrentPulls.measure()
        case .rebase: try await Rebase.measure()
        case .responsiveness: try await Responsiveness.measure()
        case .rows: try RowDecoding.measure()
        case .simulation: try Simulation.measure(tool: simulator)
        case .stepOfRows: try await StepOfRows.measure()
        case .streams: try await Streams.measure()
        case .types: try Types.measure(prover: prover, example: example)
        }
    }
}
