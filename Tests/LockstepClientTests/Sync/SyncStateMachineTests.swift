import Foundation
import Testing

@testable import LockstepClient

@Suite("The sync loop's state machine")
struct SyncStateMachineTests {
    typealias Phase = SyncStateMachine.Phase

    // MARK: The documentation's table

    /// The lines of the table in the type's documentation: the names of the events' column and of the states, then of each
    /// event and of what it leads to.
    private static let documented: [[String]] = {
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/LockstepClient/Sync/SyncStateMachine.swift")
        // A file that is not there is a table without lines, which the first test tells.
        let text = (try? String(contentsOf: source, encoding: .utf8)) ?? ""
        let table = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { !$0.hasPrefix("/// | event |") }.prefix { $0.hasPrefix("/// |") }
        return table.filter { !$0.hasPrefix("/// |---") }.map { line in
            line.dropFirst("/// |".count).split(separator: "|").map { cell in
                cell.trimmingCharacters(in: .whitespaces).replacing("`", with: "")
            }
        }
    }()

    struct DocumentedCell: CustomTestStringConvertible, Sendable {
        let event: String
        let state: String
        let reaction: String
        var testDescription: String { "\(event) while \(state): \(reaction)" }
    }

    private static let documentedCells = documented.dropFirst().flatMap { line in
        zip(documented[0], line).dropFirst().map { DocumentedCell(event: line[0], state: $0, reaction: $1) }
    }

    @Test("is documented by a table of all events and all states")
    func documentation() throws {
        #expect(try #require(Self.documented.first) == ["event"] + Phase.allCases.map(\.rawValue))
        let events = Self.documented.dropFirst().map { $0[0] }
        #expect(Set(events) == Set(Self.samples.map(Self.name)))
        #expect(events.count == Set(events).count)
        #expect(Self.documentedCells.count == events.count * Phase.allCases.count)
    }

    @Test("reacts as its documentation says", arguments: documentedCells)
    func reaction(_ cell: DocumentedCell) throws {
        let phase = try #require(Phase(rawValue: cell.state))
        let samples = Self.samples.filter { Self.name($0) == cell.event }
        #expect(!samples.isEmpty)
        for event in samples {
            let reaction = "\(SyncReaction(to: event, in: phase))".prefix { $0 != "(" }
            #expect(reaction == (cell.reaction == "-" ? "ignore" : cell.reaction))
        }
    }

    /// The name that the documentation has for an event.
    private static func name(_ event: SyncEvent) -> String {
        switch event {
        case .exchanged(let result): "exchanged(\("\(result)".prefix { $0 != "(" }))"
        case .started, .mutated, .poked, .heartbeatArrived, .eventsEnded, .deadlinePassed, .retryRequested, .stopped:
            String("\(event)".prefix { $0 != "(" })
        }
    }

    private static let samples = events.values.flatMap(\.self)

    // MARK: What the reactions do

    /// Where every event leads in every state; those whose particulars matter have several lines:
    ///
    /// | cell | means |
    /// |---|---|
    /// | `=` | nothing changes |
    /// | `C`, `X` | connecting, exchanging, with a round trip that pushes and pulls |
    /// | `X pull`, `X rows` | exchanging, with a round trip that pulls, asks for rows |
    /// | `X snapshot`, `X push` | exchanging, with a piece of a snapshot, with a push beside it |
    /// | `*` | the round trip goes on and will be followed by another |
    /// | `I`, `I +events`, `I -events` | idle; the stream of events is opened, closed |
    /// | `B`, `A`, `U` | backing off, needs authentication, upgrade required |
    /// | `S`, `S -events` | stopped; the stream of events is closed |
    private static let table = """
        event              offline   connecting   exchanging   idle        backingOff  needsAuthentication   upgradeRequired     stopped
        started            C         =            =            =           =           =           =           =
        mutated            =         *            *            X           =           =           =           =
        poked              =         *            *            X           =           =           =           =
        pokedOften         =         *            *            =           =           =           =           =
        pokedToSpread      =         =            =            =           =           =           =           =
        heartbeat          =         =            =            =           =           =           =           =
        eventsBroke        =         =            =            =           =           =           =           =
        eventsUnsupported  =         =            =            =           =           =           =           =
        eventsRefused      =         =            =            =           =           =           =           =
        applied            =         I_+events    I            =           =           =           =           =
        appliedMore        =         X_pull       X_pull       =           =           =           =           =
        appliedPending     =         X            X            =           =           =           =           =
        appliedOutdated    =         X            X            =           =           =           =           =
        fruitlessMore      =         B            B            =           =           =           =           =
        fruitlessPush      =         B            B            =           =           =           =           =
        pushed             =         X_pull       X_pull       =           =           =           =           =
        superseded         =         X            X            =           =           =           =           =
        diverged           =         X_rows       X_rows       =           =           =           =           =
        divergedTwice      =         X_everything X_everything =           =           =           =           =
        divergedThrice     =         B            B            =           =           =           =           =
        forked             =         X            X            =           =           =           =           =
        forkedOften        =         B            B            =           =           =           =           =
        outOfOrder         =         X_pull       X_pull       =           =           =           =           =
        outOfOrderTwice    =         X_pushAsNewClient X_pushAsNewClient = =           =           =           =
        tooLarge           =         X            X            =           =           =           =           =
        tooLargeLater      =         B            B            =           =           =           =           =
        oneTooLarge        =         B            B            =           =           =           =           =
        failed             =         B            B            =           =           =           =           =
        refused            =         B            B            =           =           =           =           =
        unauthenticated    =         C            X            =           =           =           =           =
        stillUnauthenticated =       A            A_-events    =           =           =           =           =
        unauthenticatedLater =       A            A_-events    =           =           =           =           =
        noToken            =         A            A_-events    =           =           =           =           =
        upgradeRequired    =         U            U_-events    =           =           =           =           =
        downloading        =         X_snapshot   X_snapshot   =           =           =           =           =
        downloadingAndPending =      X_push       X_push       =           =           =           =           =
        interrupted        =         B            B            =           =           =           =           =
        gone               =         X_pull       X_pull       =           =           =           =           =
        goneOften          =         B            B            =           =           =           =           =
        deadlineTooEarly   =         =            =            =           =           =           =           =
        deadline           =         =            =            X           C           C           C           =
        silence            =         =            =            I_-events   C           C           C           =
        retryRequested     =         *            *            X           C           C           C           =
        stopped            S         S            S_-events    S_-events   S           S           S           =
        """

    struct Cell: CustomTestStringConvertible, Sendable {
        let event: String
        let state: String
        let expected: String
        var testDescription: String { "\(event) while \(state)" }
    }

    private static let cells: [Cell] = {
        let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return rows.dropFirst().flatMap { row in
            zip(rows[0], row).dropFirst().map { state, cell in
                Cell(event: row[0], state: state, expected: cell.replacing("_", with: " "))
            }
        }
    }()

    @Test("does in every state what the table says of every event", arguments: cells)
    func cell(_ cell: Cell) throws {
        let phase = try #require(Phase(rawValue: cell.state))
        var machine = Self.machine(in: phase)
        #expect(machine.state.phase == phase)
        let before = machine.state
        var actions: [SyncAction] = []
        for event in try #require(Self.events[cell.event]) {
            let isDue = ["deadline", "silence"].contains(cell.event)
            actions = machine.handle(event, at: isDue ? machine.deadline ?? .zero : .zero)
        }
        #expect(Self.text(before, machine.state, actions) == cell.expected)
    }

    @Test("the table names every state and event once, and every event of the documentation")
    func tableIsComplete() {
        #expect(Self.cells.count == Self.events.count * Phase.allCases.count)
        #expect(Set(Self.cells.map { "\($0.event) \($0.state)" }).count == Self.cells.count)
        #expect(Set(Self.cells.map(\.event)) == Set(Self.events.keys))
    }

    // MARK: What the cells are made of

    static let error = ClientError(.unreachable, "for the test")

    private static let events: [String: [SyncEvent]] = {
        let diverged = SyncEvent.exchanged(.diverged(error))
        let refused = SyncEvent.exchanged(.unauthenticated(error))
        let outOfOrder = SyncEvent.exchanged(.outOfOrder(error))
        let nothing = SyncEvent.exchanged(.applied(.nothing))
        return [
            "started": [.started], "mutated": [.mutated], "poked": [.poked(version: 9)],
            "pokedOften": (1...4).flatMap { [.poked(version: $0), nothing] }.dropLast(),
            "pokedToSpread": [.poked(version: 9, spread: .seconds(1))],
            "heartbeat": [.heartbeatArrived], "eventsBroke": [.eventsEnded(.broken(error, retryAfter: nil))],
            "eventsUnsupported": [.eventsEnded(.unsupported(error))],
            "eventsRefused": [.eventsEnded(.unauthenticated(error, retryAfter: nil))], "applied": [nothing],
            "appliedMore": [.exchanged(.applied(AppliedStep(more: true, isFruitful: true)))],
            "appliedPending": [.exchanged(.applied(AppliedStep(isFruitful: true, hasPending: true)))],
            "appliedOutdated": [.mutated, nothing],
            "fruitlessMore": [.exchanged(.applied(AppliedStep(more: true)))],
            "fruitlessPush": [.exchanged(.applied(AppliedStep(hasPending: true, carriedMutations: true)))],
            "pushed": [.exchanged(.pushed)], "superseded": [.exchanged(.superseded)], "diverged": [diverged],
            "divergedTwice": [diverged, diverged], "divergedThrice": [diverged, diverged, diverged],
            "forked": [.exchanged(.forked(error))],
            "forkedOften": Array(repeating: .exchanged(.forked(error)), count: 4), "outOfOrder": [outOfOrder],
            "outOfOrderTwice": [outOfOrder, outOfOrder], "tooLarge": [.exchanged(.tooLarge(error, mutations: 2))],
            "tooLargeLater": [.exchanged(.tooLarge(error, mutations: 2, retryAfter: .seconds(1)))],
            "oneTooLarge": [.exchanged(.tooLarge(error, mutations: 1))],
            "failed": [.exchanged(.failed(error, retryAfter: nil, isLasting: false))],
            "refused": [.exchanged(.failed(error, retryAfter: nil, isLasting: true))],
            "unauthenticated": [refused], "stillUnauthenticated": [refused, refused],
            "unauthenticatedLater": [.exchanged(.unauthenticated(error, retryAfter: .seconds(1)))],
            "noToken": [.exchanged(.unauthenticated(error, isRenewable: false))],
            "upgradeRequired": [.exchanged(.upgradeRequired(error))],
            "downloading": [.exchanged(.downloading(SnapshotStanding(hasUnpushed: false)))],
            "downloadingAndPending": [.exchanged(.downloading(SnapshotStanding(hasUnpushed: true)))],
            "interrupted": [.exchanged(.interrupted(error, gained: 0))], "gone": [.exchanged(.gone(error))],
            "goneOften": Array(repeating: .exchanged(.gone(error)), count: 4), "deadlineTooEarly": [.deadlinePassed],
            "deadline": [.deadlinePassed], "silence": [.heartbeatArrived, .deadlinePassed],
            "retryRequested": [.retryRequested], "stopped": [.stopped],
        ]
    }()

    private static func machine(in phase: Phase) -> SyncStateMachine {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { .max })
        let path: [SyncEvent] =
            switch phase {
            case .offline: []
            case .connecting: [.started]
            case .idle: [.started, .exchanged(.applied(.nothing))]
            case .exchanging: [.started, .exchanged(.applied(.nothing)), .mutated]
            case .backingOff: [.started, .exchanged(.failed(error, retryAfter: nil, isLasting: false))]
            case .needsAuthentication: [.started, .exchanged(.unauthenticated(error, isRenewable: false))]
            case .upgradeRequired: [.started, .exchanged(.upgradeRequired(error))]
            case .stopped: [.stopped]
            }
        for event in path { _ = machine.handle(event, at: .zero) }
        return machine
    }

    private static func text(
        _ before: SyncStateMachine.State, _ after: SyncStateMachine.State, _ actions: [SyncAction]
    ) -> String {
        if before == after, actions.isEmpty { return "=" }
        let state =
            switch after {
            case .connecting(let trip) where trip.isOutdated: "*"
            case .exchanging(let trip) where trip.isOutdated: "*"
            case .connecting: "C"
            case .exchanging: "X"
            case .idle: "I"
            case .backingOff: "B"
            case .needsAuthentication: "A"
            case .upgradeRequired: "U"
            case .stopped: "S"
            case .offline: "offline"
            }
        return ([state] + actions.compactMap(text)).joined(separator: " ")
    }

    private static func text(_ action: SyncAction) -> String? {
        switch action {
        case .exchange(.pushAndPull, _): nil
        case .exchange(let plan, _): "\(plan)"
        case .openEvents: "+events"
        case .closeEvents: "-events"
        }
    }
}

extension AppliedStep {
    static let nothing = AppliedStep()
}
