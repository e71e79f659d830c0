import Foundation
import LockstepClient
import ShoppingListSchema

/// Keeps a shopping list in a replica that has no server: `shopping-client FILE`
@main
struct ShoppingClient {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: shopping-client FILE")
            exit(64)
        }
        let client = try await SyncClient(ShoppingList.self, at: path, actor: "ann", transport: .none)
        let list = UUID.v7()
        try await client.mutate(.createList(id: list, name: "Saturday"))
        try await client.mutate(.addEntry(listId: list, product: "Bread", amount: 1, unit: .piece))
        try await client.mutate(.addEntry(listId: list, product: "Flour", amount: 500, unit: .gram))
        try await client.mutate(.editEntry(listId: list, product: "Bread", note: .set("rye")))
        try await client.mutate(.addEntry(listId: list, product: "Flour", amount: 250, unit: .gram))
        try await client.mutate(.buyEntries(listId: list, products: ["Bread"]))

        for entry in try await client.read(.entries(listId: list)) {
            let note = entry.note.map { " (\($0))" } ?? ""
            let state = entry.boughtAt == nil ? "" : ", bought"
            print("\(entry.amount) \(entry.unit.rawValue) \(entry.product)\(note)\(state)")
        }
        for row in try await client.read(.openEntries) where row.entry.listId == list {
            print("\(row.listName): \(row.entry.product) is still to be bought")
        }
        try await client.mutate(.deleteList(id: list))
        guard try await client.read(.entries(listId: list)).isEmpty else {
            print("The entries of a deleted list are still there.")
            exit(1)
        }
        try await client.close()
    }
}
