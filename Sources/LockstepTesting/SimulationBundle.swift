public import Foundation
public import Lockstep

/// Files of a real server and its devices, to begin a simulation with: `server.sqlite`, and replicas by any other name that
/// ends with `.sqlite`.
///
/// It holds everything that they hold, signing keys and users' data: keep it as secret.
public struct SimulationBundle: Hashable, Sendable {
    static let serverName = "server.sqlite"

    public let folder: URL

    /// - Parameter folder: Has a `server.sqlite`. Nothing in it is changed.
    public init(folder: URL) {
        self.folder = folder
    }

    /// Copies files, which may be in use.
    ///
    /// - Parameters:
    ///   - server: The server's file.
    ///   - replicas: Replicas' files.
    ///   - folder: Is made; it must not be there.
    /// - Throws: `SQLiteError`; the file system's errors.
    public static func save(server: URL, replicas: [URL], to folder: URL) throws -> SimulationBundle {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for (source, name) in zip([server] + replicas, [serverName] + replicas.indices.map { "replica-\($0).sqlite" }) {
            let database = try SimulationDatabase(source.path)
            try database.with { connection in
                let statement = try connection.statement("VACUUM INTO ?1" as StaticString)
                try statement.bind(folder.appending(path: name).path, at: 1)
                try statement.run()
            }
        }
        return SimulationBundle(folder: folder)
    }

    var server: URL { folder.appending(path: Self.serverName) }

    /// The replicas, in the order of their names.
    func replicas() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sqlite" && $0.lastPathComponent != Self.serverName }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
