/// What goes wrong, or is done by others, in a simulation.
public enum SimulationFault: String, Hashable, Sendable, CaseIterable {
    // The network.

    /// Requests, answers and events are lost, and proxies answer.
    case drop

    /// Requests arrive twice, or again after a while.
    case duplicate

    /// Messages take up to a hundred times as long, and overtake each other.
    case delay

    /// Connections break; devices are offline for a while.
    case cut

    /// Answers end early, and files have other bytes.
    case truncate

    /// Somebody sends requests of others with something changed.
    case attack

    // Disks and processes.

    /// Writes, syncs and other operations fail, tear, or find no space.
    case disk

    /// Clients' processes end at any operation of theirs, and the power of their devices goes.
    case crash

    /// The same with the server.
    case serverCrash = "server-crash"

    /// Another process holds the server's or a device's database for a while.
    case busy

    // Files.

    /// The server goes back to a backup.
    case restoreServer = "restore-server"

    /// A device goes back to an older copy of its file.
    case restoreDevice = "restore-device"

    /// A device's file is copied to another device.
    case copyDevice = "copy-device"

    /// Another program writes to a device's file.
    case tamper

    /// The server's log is trimmed.
    case trim

    // The world.

    /// Clocks are wrong, run fast or slow, and are set.
    case clocks

    /// Tokens expire, and users take a while to sign in again.
    case tokens

    /// Somebody edits the server's file by the `sqlite3` shell.
    case edits

    /// The server's own code makes mutations.
    case serverMutations = "server-mutations"
}
