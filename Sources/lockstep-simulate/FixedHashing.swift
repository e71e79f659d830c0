import Foundation

/// The order of sets and dictionaries, which Swift draws anew for each process unless the environment says otherwise.
enum FixedHashing {
    private static let variable = "SWIFT_DETERMINISTIC_HASHING"

    /// Begins the process again if it has an order of its own: a seed is to do the same in every process.
    static func ensure() {
        guard ProcessInfo.processInfo.environment[variable] == nil, let path = Bundle.main.executablePath else {
            return
        }
        setenv(variable, "1", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        execv(path, &arguments)
        // It could not be begun again: this one goes on.
    }
}
