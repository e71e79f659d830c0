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

    @Flag(help: "Do not look for a smaller simulation that finds the same.")
    var noShrinking = false

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
        let run = SeedRun(first: options, count: forever ? nil : seeds, jobs: jobs, schema: schema)
        let found = try run.run()
        if let found {
            let smallest = noShrinking ? found.options : try schema.shrunk(found) { print($0) }
            print(try schema.run(smallest, true))
        }
        print(run.summary)
        if found != nil { throw ExitCode(1) }
    }
}
