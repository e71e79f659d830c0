/// The demonstration did not go as it must.
enum DemoError: Error, CustomStringConvertible {
    case differ
    case rejections(expected: [String], found: [String])

    var description: String {
        switch self {
        case .differ:
            "the replicas do not hold what they should"
        case .rejections(let expected, let found):
            "the rejections were to be \(expected), and are \(found)"
        }
    }
}
