import LockstepClient

/// Adds a note to a replica that has no server: `offline FILE`
@main
struct Offline {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: offline FILE")
            return
        }
        let client = try await SyncClient(OfflineSchema.self, at: path, actor: "ann", transport: .none)
        try await client.mutate(.addNote(text: "written offline"))
        try await client.close()
    }
}
