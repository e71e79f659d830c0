import LockstepSQL
import LockstepSchema

extension Explanation {
    func outline(of mutation: Mutation) -> Outline {
        var outline = Outline("mutation \(mutation.name.name)", documentation: mutation.documentation)
        add(mutation.arguments, of: mutation.name.name, isQuery: false, to: &outline)
        outline.add("On clients", isEmpty: mutation.statements.isEmpty) { section in
            let statements = mutation.statements.filter { $0.side != .server }
            for statement in statements { add(statement, to: &section, withPlan: true) }
            if statements.isEmpty { section.line("nothing: its statements are about tables of the server's") }
        }
        addServer(mutation, to: &outline)
        add("Reads", mutation.reads, to: &outline)
        add("Writes (by foreign keys and triggers as well)", mutation.writes, to: &outline)
        outline.add("Row") { section in
            section.line(
                mutation.addressedRow.map { Self.text($0, in: schema) }
                    ?? "none: it is not about one row that its parameters name")
        }
        outline.add("Travels") { addTravel(of: mutation, to: &$0) }
        return outline
    }

    private func addServer(_ mutation: Mutation, to outline: inout Outline) {
        outline.add("On the server") { section in
            if mutation.isLocal {
                section.line("nothing: it is about tables of the client's only")
                return
            }
            for condition in mutation.conditions {
                let word = condition.isPermission ? "allow" : "require \(condition.code.name)"
                section.line("\(word), at \(Self.text(condition.place)):")
                if condition.isAlwaysTrue {
                    section.line("  always")
                } else {
                    add(condition.statement, to: &section, withPlan: true)
                }
            }
            if mutation.handler == .before || mutation.handler == .instead { section.line("the app's handler") }
            let statements = mutation.handler == .instead ? [] : mutation.statements.filter { $0.side != .client }
            let isSame = statements == mutation.statements.filter { $0.side != .server }
            if isSame, !statements.isEmpty {
                section.line("the same statements")
            } else {
                for statement in statements { add(statement, to: &section, withPlan: true) }
            }
            if mutation.handler == .after { section.line("the app's handler") }
        }
    }

    private func addTravel(of mutation: Mutation, to section: inout Outline.Section) {
        if mutation.isLocal {
            section.line("not at all: it is never pushed")
            return
        }
        if mutation.isReplayable, mutation.handler == nil {
            section.line("as the mutation: it does the same to equal tables, so that other clients replay it")
            return
        }
        section.line("as the rows that it changed: other clients do not replay it")
        if mutation.handler != nil { section.line("  because the server runs a handler of the app's") }
        for obstacle in mutation.replayObstacles {
            section.line("  because \(obstacle.message)")
            section.line("    at \(Self.text(obstacle.place))")
            if let advice = obstacle.advice { section.line("    to make it replayable, \(advice)") }
        }
    }
}
