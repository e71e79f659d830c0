import Lockstep

extension SyncServer {
    /// Answers `GET /sync/snapshots/{id}`.
    ///
    /// Only the actor to whom a pull named the id gets the file, and only while its grants are those that it was made
    /// for. Every call that gets it keeps it for another `configuration.snapshots.lifetime`.
    ///
    /// - Parameter id: What follows `SyncProtocol.snapshotsPath` in the request's path. Whatever it is, it is never taken
    ///   for a part of a path of the file system.
    public func snapshot(id: String, actor: String) async -> SnapshotAnswer {
        do {
            guard let library = sources.library, let fileID = library.signature.id(fromPath: id, for: actor) else {
                throw RequestRefusal(.notFound, "There is no such file. Pull again.")
            }
            guard let snapshot = library.snapshot(fileID) else { throw Self.gone }
            if !Schema.readRules.isEmpty {
                let grants = try await store.read { try $0.grants(of: actor).hash }
                guard grants == snapshot.content.grants else { throw Self.gone }
            }
            guard let file = library.open(snapshot) else { throw Self.gone }
            return .file(file)
        } catch {
            return .refused(SyncResponse(refusal(for: error)))
        }
    }

    private static var gone: RequestRefusal {
        RequestRefusal(.gone, "The file is not kept any longer. Pull again.")
    }
}
