import LockstepSchema

/// What would take away an obstacle to replaying a mutation.
enum ReplayAdvice {
    /// By words of the obstacle's message, the first that fits.
    private static let advice: [(words: String, advice: String)] = [
        ("LIMIT without", "end the ORDER BY with the primary key"),
        ("takes any of them", "find one row by a whole key, or take an aggregate such as max()"),
        ("UPDATE FROM", "join by a whole key of what stands in FROM"),
        ("window", "end the window's ORDER BY with the primary key"),
        ("sum of REAL", "store the values as INTEGER, of cents for example"),
        ("differs in its last digits", "compute the value in Swift and give it as a parameter"),
        ("equal to the collation", "compare by COLLATE BINARY"),
        ("collide on the way", "change one row, found by its key"),
        ("RESTRICT", "delete one row, found by its key"),
        ("depends on the order of the rows", "give the rows an order that ends in the primary key"),
        ("keeps depends on their order", "leave the OR clause out"),
        ("which row comes first", "end the ORDER BY with the primary key"),
    ]

    static func advice(for obstacle: ReplayObstacle) -> String? {
        advice.first { obstacle.message.contains($0.words) }?.advice
    }
}
