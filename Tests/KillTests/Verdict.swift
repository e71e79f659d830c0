/// What is wrong with the files that a server and its devices leave, compared with what the devices said.
struct Verdict {
    private(set) var problems: [String] = []

    mutating func expect(_ holds: Bool, _ problem: @autoclosure () -> String) {
        if !holds { problems.append(problem()) }
    }

    mutating func expectEqual<Value: Equatable>(_ found: [Value], _ expected: [Value], _ name: String) {
        guard found != expected else { return }
        let surplus = found.filter { !expected.contains($0) }
        let missing = expected.filter { !found.contains($0) }
        problems.append("\(name): there are \(surplus) in the place of \(missing)")
    }

    mutating func expectConsistency(of record: ServerRecord) throws {
        problems += try record.inconsistencies()
    }

    /// Compares what a device said and holds with what the server has.
    mutating func expect(
        _ testimony: Testimony, of user: String, _ device: Int, on stage: Stage, by record: ServerRecord,
        atLeast count: Int
    ) throws {
        let name = "\(user), device \(device)"
        let replica = try Database(stage.replicaFile(user, device))
        let clients = try replica.column("SELECT client FROM lockstep_replica")
        guard let client = clients.first else { return problems.append("\(name): there is no replica") }
        let applied = try record.tokens("mutation", of: client)
        let rejected = try record.tokens("rejection", of: client)
        let made = testimony.made[device] ?? []

        expect(made.count >= count, "\(name): \(made.count) mutations are not much of a load")
        let lost = made.filter { !applied.contains($0) && !rejected.contains($0) }
        expect(lost.isEmpty, "\(name): what was made is lost: \(lost)")
        for (ended, kind) in [(applied, "applied"), (rejected, "rejected")] {
            let ended = Set(ended)
            let told = kind == "applied" ? testimony.applied : testimony.rejected
            let others = kind == "applied" ? testimony.rejected : testimony.applied
            let untrue = told.intersection(made).subtracting(ended)
            expect(untrue.isEmpty, "\(name): told \(kind), and it was not: \(untrue)")
            let other = others.intersection(ended)
            expect(other.isEmpty, "\(name): \(kind), and told otherwise: \(other)")
        }
        let order = Dictionary(uniqueKeysWithValues: applied.enumerated().map { ($1, $0) })
        let appliedOrder = made.compactMap { order[$0] }
        expectEqual(appliedOrder, appliedOrder.sorted(), "\(name): the order of the log")
        expectEqual(
            try replica.column("SELECT token FROM lockstep_rejection ORDER BY token"), rejected.sorted(),
            "\(name): rejections")

        expectEqual(try replica.column("PRAGMA integrity_check"), ["ok"], "\(name): integrity")
        expectEqual(try replica.column("SELECT \"table\" FROM pragma_foreign_key_check"), [], "\(name): foreign keys")
        expectEqual(try replica.column("SELECT name FROM lockstep_pending"), [], "\(name): pending")
        for (table, condition) in ServerRecord.visible(to: user) {
            expectEqual(
                try replica.rows(of: table), try record.rows(of: table, where: condition), "\(name): \(table)")
        }
    }
}
