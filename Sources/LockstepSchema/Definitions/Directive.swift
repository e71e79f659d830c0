import LockstepSQL

/// `-- key [name]: value` in a comment.
struct Directive {
    /// The closed list of keys.
    enum Key: String, CaseIterable {
        case allow, cases, contract, `default`, handler, optional, param, read, require, rows, scope, side, silence
        case `struct`
        case type

        /// Why this version refuses it, or nil if it is built.
        var unsupported: String? {
            switch self {
            case .cases, .optional, .param, .silence, .struct, .type: nil
            case .allow, .require: "write permissions are not supported by this version of Lockstep"
            case .read, .scope: "read permissions are not supported by this version of Lockstep"
            case .side: "tables of one side only are not supported by this version of Lockstep"
            case .handler: "handlers are not supported by this version of Lockstep"
            case .rows: "bulk parameters are not supported by this version of Lockstep"
            case .contract, .default: "contracts are not supported by this version of Lockstep"
            }
        }
    }

    let key: Key

    /// What stands between the key and the colon.
    let name: String?

    /// Continuation lines joined by a space.
    let value: String

    /// The whole comment of the first line.
    let place: SourcePlace

    /// Names separated by commas: `title, owner`.
    var values: [String] {
        value.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }
}
