import Foundation
import Hummingbird
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import ShoppingListSchema

/// Serves shopping lists on loopback: `shopping-server FILE`
@main
struct ShoppingServer {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: shopping-server FILE")
            exit(64)
        }
        let server = try SyncServer(ShoppingList.self, store: try SQLiteStore(ShoppingList.self, path: path))
        try await server.mutate(.createList(name: "For everybody"), as: "server")

        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: DevelopmentAuthentication.actor)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 8080)),
            services: [server])
        try await application.runService()
    }
}
