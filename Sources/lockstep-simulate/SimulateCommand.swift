import ArgumentParser
import Foundation
import LockstepTesting

@main
@available(macOS 15, iOS 18, *)
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep-simulate",
        abstract: "Simulates clients, their server, networks, disks and time over a schema.",
        discussion: """
            One seed decides everything that happens in a simulation. A seed that finds something wrong is run again with \
            fewer clients, steps and faults, as few as still find it, and printed with a timeline. The last line sums up. \
            The exit code is 1 if something was wrong.
            """)

    @Option(help: "The first seed.")
    var seed: UInt64 = 1

    @Option(help: "How many seeds are run, from the first on.")
    var seeds: UInt64 = 1

    @Flag(help: "Run seeds until one finds something wrong.")
    var forever = false

    @Option(help: "How many things happen for each seed: actions, and arrivals of messages.")
    var steps = 1_000

    @Option(help: "How many devices there are.")
    var clients = 5

    @Option(help: ArgumentHelp("The schema: \(SimulatedSchema.names).", valueName: "name"))
    var schema = SimulatedSchema.all[0].name

    @Option(help: ArgumentHelp("What goes wrong: `all`, `none`, or a list of \(FaultList.names).", valueName: "list"))
    var faults = FaultList(faults: Set(SimulationFault.allCases))

    @Option(help: "How many seeds are run at the same time.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Option(
        help: ArgumentHelp(
            "A folder with `server.sqlite` and replicas, to begin with in place of empty files.", valueName: "folder"))
    var bundle: String?

    @Flag(help: "Do not look for a smaller simulation that finds the same.")
    var noShrinking = false

    @Flag(help: "Print what happens in the first seed, whether or not something is wrong.")
    var timeline = false

    func validate() throws {
        guard SimulatedSchema.named(schema) != nil else {
            throw ValidationError("There is no schema `\(schema)`; there are \(SimulatedSchema.names).")
        }
        guard steps > 0, clients > 0, jobs > 0 else {
            throw ValidationError("The numbers of steps, clients and jobs must be above 0.")
        }
    }

    func run() throws {
        guard let schema = SimulatedSchema.named(schema) else { return }
        let options = SimulationOptions(seed: seed, steps: steps, clients: clients, faults: faults.faults)
        if let bundle { return try replay(bundle, schema, options) }
        if timeline { print(try schema.simulate(options, true)) }
        let run = SeedRun(
            from: options, count: forever ? nil : seeds, jobs: jobs, shrinks: !noShrinking, schema.simulate)
        let outcome = try run.run { print($0) }
        if let failure = outcome.failure {
            print(failure)
            if let commit = Checkout.commit() { print("commit \(commit)") }
        }
        print("\(schema.name): \(outcome.summary)")
        if outcome.failure != nil { throw ExitCode(1) }
    }

    private func replay(_ folder: String, _ schema: SimulatedSchema, _ options: SimulationOptions) throws {
        let result = try schema.replay(SimulationBundle(folder: URL(filePath: folder)), options)
        print(result)
        if result.violation != nil { throw ExitCode(1) }
    }
}
