import Foundation

/// How much is killed, by how many: little, unless the environment says more.
struct Scale {
    /// `LOCKSTEP_KILLS`: how often the server is killed, and an app's process as often.
    let kills = Self.number("LOCKSTEP_KILLS") ?? 5

    /// `LOCKSTEP_CLIENTS`: how many devices there are, shared by the users.
    let clients = Self.number("LOCKSTEP_CLIENTS") ?? 10

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
