import ArgumentParser
import LockstepTesting

/// The faults of a command line.
struct FaultList: ExpressibleByArgument {
    let faults: Set<SimulationFault>

    static var names: String { SimulationFault.allCases.map(\.rawValue).joined(separator: ",") }

    init(faults: Set<SimulationFault>) {
        self.faults = faults
    }

    init?(argument: String) {
        switch argument {
        case "all": faults = Set(SimulationFault.allCases)
        case "none": faults = []
        default:
            let names = argument.split(separator: ",").map(String.init)
            let faults = names.compactMap(SimulationFault.init(rawValue:))
            guard faults.count == names.count else { return nil }
            self.faults = Set(faults)
        }
    }

    var defaultValueDescription: String { "all" }
}
