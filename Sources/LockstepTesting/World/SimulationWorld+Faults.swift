import Foundation
import Lockstep
import LockstepClient

// What goes wrong with disks, processes, files, clocks and tokens.

@available(macOS 15, iOS 18, *)
extension SimulationWorld {
    private func someDevice() -> Device? { faultChance.element(of: devices) }

    func goOffline() {
        guard let device = someDevice() else { return }
        let duration = faultChance.time(upTo: .seconds(40))
        note("device \(device.index) is offline for \(duration)")
        network.cutOff(device.index, for: duration)
    }

    /// Somebody asks what they may not.
    func attack() {
        guard let former = network.formerRequest(faultChance), let attack = faultChance.element(of: Attack.allCases),
            let actor = faultChance.element(of: workload.actors),
            let request = attack.request(from: former, version: Schema.version, actor: actor)
        else { return }
        scheduler.start { [self] in
            let status: Int?
            if attack == .otherFile {
                switch await server.file(request) {
                case .refused(let response): status = response.status
                case .file: status = 200
                case nil: status = nil
                }
            } else {
                status = await server.answer(request)?.status
            }
            guard let status else { return }
            note("\(request.actor) attacks (\(attack)): \(status)")
            guard status == 200 && attack.isHopeless || status == 500 else { return }
            fail(Violation(.leak, "\(request.path) was answered with \(status), although it is \(attack)"))
        }
    }

    // MARK: Disks and processes

    func failDisk() {
        let plan =
            faultChance.once(in: 3)
            ? FaultPlan(.failure, at: faultChance.number(1...50), of: [.read])
            : FaultPlan(faultChance.element(of: Fault.survivable) ?? .failure, at: faultChance.number(1...30))
        let operation = plan.operations == [.read] ? "read" : "operation"
        let disk: FaultDisk
        if faultChance.once(in: 4) {
            note("the server's disk: \(plan.fault) at \(operation) \(plan.point)")
            disk = server.disk
        } else {
            guard let device = someDevice() else { return }
            note("the disk of device \(device.index): \(plan.fault) at \(operation) \(plan.point)")
            disk = device.disk
        }
        guard !disk.isDead else { return }
        disk.plan(plan)
        scheduler.call(after: faultChance.time(upTo: .seconds(10))) { disk.repair() }
    }

    func crashSomeDevice() throws {
        guard let device = someDevice(), !device.disk.isDead, !device.isDown else { return }
        let isPower = faultChance.once(in: 2)
        if faultChance.once(in: 4) { return try crash(device, losingUnsynced: isPower) }
        device.disk.plan(FaultPlan(isPower ? .powerCut : .exit, at: faultChance.number(1...60)))
    }

    func crashSometime() throws {
        guard server.isRunning, !server.disk.isDead else { return }
        let isPower = faultChance.once(in: 2)
        if faultChance.once(in: 4) { return try crashServer(losingUnsynced: isPower) }
        server.disk.plan(FaultPlan(isPower ? .powerCut : .exit, at: faultChance.number(1...60)))
    }

    /// Another process writes to a database for a while, or only holds it.
    func holdDatabase() throws {
        let duration = faultChance.time(upTo: .seconds(3))
        if faultChance.once(in: 2) {
            try followLog()
            try withServerFile { file in
                guard file.with({ $0.isAutocommit }) else { return }
                try file.execute("BEGIN IMMEDIATE")
                note("the server's database is held for \(duration)")
            }
            let held = serverFile.map(ObjectIdentifier.init)
            scheduler.call(after: duration) { [self] in
                attempt {
                    guard held == serverFile.map(ObjectIdentifier.init) else { return }
                    try withServerFile { if $0.with({ !$0.isAutocommit }) { try $0.execute("ROLLBACK") } }
                    try followLog()
                }
            }
        } else {
            guard let device = someDevice(), !device.isDown, !device.disk.isDead, device.locker == nil else { return }
            device.locker = try device.disk.observe {
                let file = try SimulationDatabase(device.path)
                try file.execute("BEGIN IMMEDIATE")
                return file
            }
            note("the database of device \(device.index) is held for \(duration)")
            scheduler.call(after: duration) { device.disk.observe { device.locker = nil } }
        }
    }

    // MARK: Files

    func backUpOrRestore() throws {
        if backupVersion == nil || faultChance.once(in: 2) { return backUpServer() }
        // What holds the file, or dies at it, is another matter.
        guard server.isRunning, !server.disk.isDead else { return }
        try restoreServer()
    }

    func copyOrRestore() {
        guard let device = someDevice() else { return }
        let copy = device.folder + "/" + Device.copyName
        guard let count = device.madeInCopy, !faultChance.once(in: 3) else {
            return close(device) { [self] in
                try device.copyFiles(from: device.path, to: copy)
                device.madeInCopy = device.made.count
                device.actorInCopy = device.actor
                note("the file of device \(device.index) is copied")
            }
        }
        close(device) { [self] in
            try followLog()
            try device.copyFiles(from: copy, to: device.path)
            ledger.excuse(device.made[count...].filter { ledger.outcomes[$0] == nil })
            device.made.removeSubrange(count...)
            device.actor = device.actorInCopy ?? device.actor
            device.isTampered = device.tamperings > 0
            device.importing = nil
            device.lastCursor = nil
            device.hasGoneBack = true
            note("device \(device.index) goes back to the copy of its file")
        }
    }

    func copyDevice() throws {
        guard devices.count < options.clients + 2, let device = someDevice(), !device.isDown, !device.isChanging
        else { return }
        let other = try addDevice(of: device.actor, processes: 1)
        close(device) { [self] in
            try device.copyFiles(from: device.path, to: other.path)
            other.made = device.made
            other.madeCount = device.madeCount
            other.actor = device.actor
            (other.tamperings, other.isTampered) = (device.tamperings, device.isTampered)
            (device.isCopy, other.isCopy) = (true, true)
            other.hasGoneBack = device.hasGoneBack
            leaks.copy(from: device.index, to: other.index)
            note("the file of device \(device.index) is copied to device \(other.index)")
            open(other)
        }
    }

    /// Another program deletes rows of a replica.
    func tamper() throws {
        guard let device = someDevice(), !device.isDown, !device.isChanging, !device.disk.isDead,
            device.locker == nil, let table = faultChance.element(of: Schema.tables)
        else { return }
        let modulus = faultChance.number(1...3)
        try device.disk.observe {
            let file = try SimulationDatabase(device.path)
            try file.execute("PRAGMA foreign_keys = OFF")
            let name = SQLIdentifier.quoted(table.name)
            let key = SQLIdentifier.quoted(table.key[0])
            do {
                try file.execute("DELETE FROM \(name) WHERE length(CAST(\(key) AS TEXT)) % \(modulus) = 0")
                device.tamperings += 1
                device.isTampered = true
                note("another program deletes rows of \(table.name) on device \(device.index)")
            } catch let error as SQLiteError {
                note("another program cannot delete rows of \(table.name) on device \(device.index): \(error)")
            }
        }
    }

    // MARK: The world

    func setClock() {
        let clock: WallClock
        if faultChance.once(in: 4) {
            clock = server.clock
            note("the server's clock is set")
        } else {
            guard let device = someDevice() else { return }
            clock = device.clock
            note("the clock of device \(device.index) is set")
        }
        switch faultChance.number(0..<4) {
        case 0: clock.correct()
        case 1: clock.run(at: Int64(faultChance.number(-200...200)))
        case 2: clock.jump(by: Int64(faultChance.number(-3_600_000...3_600_000)))
        default: clock.jump(by: Int64(faultChance.number(-500...500)))
        }
    }

    func expireToken() {
        guard let device = someDevice() else { return }
        let isLasting = faultChance.once(in: 2)
        let isTold = faultChance.once(in: 2)
        note("the token of device \(device.index) expires")
        for session in device.sessions {
            session.transport.expireToken()
            guard isLasting else { continue }
            session.transport.renewsTokens = false
            scheduler.call(after: faultChance.time(upTo: .seconds(60))) {
                session.transport.renewsTokens = true
                if isTold { session.client.retryNow() }
            }
        }
    }
}
