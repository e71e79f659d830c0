import LockstepTesting
import ShoppingListSchema
import Testing

@Suite("Shopping lists")
struct SimulationTests {
    @Test("stay in step through 1,000 seeds, whatever fails")
    func seeds() throws {
        let outcome = try SeedRun(ShoppingList.self, seeds: 1...1_000, steps: 50, clients: 3).run()
        #expect(outcome.failure == nil, "\(outcome)")
    }
}
