/// What SQLite makes of a table.
enum TableShape {
    struct Column: Equatable, CustomStringConvertible {
        let name: String

        /// From 1; 0 if the column is not in the primary key.
        let positionInKey: Int

        let generated: Generated

        var description: String {
            let key = positionInKey > 0 ? " (key \(positionInKey))" : ""
            return generated == .no ? name + key : "\(name) (generated, \(generated.rawValue))\(key)"
        }
    }

    enum Generated: String {
        case no, virtual, stored

        /// - Parameter hidden: The column of that name of `PRAGMA table_xinfo`.
        init(hidden: Int32) {
            switch hidden {
            case 2: self = .virtual
            case 3: self = .stored
            default: self = .no
            }
        }
    }
}
