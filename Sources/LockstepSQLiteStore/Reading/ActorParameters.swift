import Lockstep

/// The parameters by which statements that ask for an actor's rows know the actor: one for each form that a column may
/// hold it in. `?1` and `?2` are left to the statement.
struct ActorParameters {
    private static let first: Int32 = 3
    private static let forms: [ReadRule.ActorForm] = [.text, .uuidText, .uuidBlob]

    private let text: String
    private let uuid: UUID?

    init(_ actor: String) {
        text = actor
        var actor = actor
        uuid = actor.withUTF8 { UUID(ascii: $0) }
    }

    /// Binds those that the statement has. That of a UUID is NULL if the actor is none.
    func bind(to statement: SQLiteStatement) throws {
        let last = statement.parameterCount
        for (index, form) in zip(Self.first..., Self.forms) where index <= last {
            switch form {
            case .text: try statement.bind(text, at: index)
            case .uuidText: try statement.bind(uuid, at: index)
            case .uuidBlob: try statement.bind(uuid.map(UUIDBlob.init), at: index)
            }
        }
    }

    static func index(of form: ReadRule.ActorForm) -> Int32 {
        switch form {
        case .text: first
        case .uuidText: first + 1
        case .uuidBlob: first + 2
        }
    }
}
