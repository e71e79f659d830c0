import LockstepSchema

/// Names for arguments inside generated functions, where an argument must not hide a name of the function's own.
struct LocalNames {
    private let taken: Set<String>

    /// - Parameters:
    ///   - own: The names that the function's own text uses.
    ///   - arguments: All arguments in scope.
    init(own: Set<String>, arguments: [Argument]) {
        self.init(own: own, fields: arguments.map(\.name))
    }

    /// - Parameters:
    ///   - own: The names that the function's own text uses.
    ///   - fields: The names of all properties that get a variable.
    init(own: Set<String>, fields: [SwiftIdentifier]) {
        self.own = own
        taken = own.union(fields.map(\.name))
    }

    private let own: Set<String>

    /// The variable for an argument: its name, or with `Argument` behind it if that is taken.
    subscript(_ argument: SwiftIdentifier) -> SwiftIdentifier {
        guard own.contains(argument.name) else { return argument }
        var name = argument.name + "Argument"
        while taken.contains(name) { name += "_" }
        return SwiftIdentifier(name)
    }
}
