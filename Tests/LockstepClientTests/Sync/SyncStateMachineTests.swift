import Testing

@testable import LockstepClient

@Suite("The sync loop's state machine")
struct SyncStateMachineTests {
    /// Every event in every state. A cell says where it leads:
    ///
    /// | cell | means |
    /// |---|---|
    /// | `=` | nothing changes |
    /// | `C` | connecting, with a round trip that pushes and pulls |
    /// | `X`, `X pull`, `X rows` | exchanging, with a round trip that pushes and pulls, pulls, asks for rows |
    /// | `*` | the round trip goes on and will be followed by another |
    /// | `I`, `I +events` | idle; the stream of events is opened |
    /// | `B`, `A`, `U` | backing off, needs authentication, upgrade required |
    /// | `S`, `S -events` | stopped; the stream of events is closed |
    private static let table = """
        event              offline   connecting   exchanging   idle        backingOff  needsAuth   upgrade     stopped
        started            C         =            =            =           =           =           =           =
        mutated            =         *            *            X           =           =           =           =
        poked              =         *            *            X           =           =           =           =
        heartbeat          =         =            =            =           =           =           =           =
        eventsEnded        =         =            =            =           =           =           =           =
        applied            =         I_+events    I            =           =           =           =           =
        appliedMore        =         X_pull       X_pull       =           =           =           =           =
        appliedPending     =         X            X            =           =           =           =           =
        fruitlessMore      =         B            B            =           =           =           =           =
        fruitlessPush      =         B            B            =           =           =           =           =
        pushed             =         X_pull       X_pull       =           =           =           =           =
        superseded         =         X            X            =           =           =           =           =
        diverged           =         X_rows       X_rows       =           =           =           =           =
        forked             =         X            X            =           =           =           =           =
        outOfOrder         =         X_pull       X_pull       =           =           =           =           =
        tooLarge           =         X            X            =           =           =           =           =
        oneTooLarge        =         B            B            =           =           =           =           =
        failed             =         B            B            =           =           =           =           =
        refused            =         B            B            =           =           =           =           =
        unauthenticated    =         A            A            =           =           =           =           =
        upgradeRequired    =         U            U            =           =           =           =           =
        deadlineTooEarly   =         =            =            =           =           =           =           =
        deadline           =         =            =            I_-events   C           C           C           =
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
        var machine = try #require(Self.machine(in: cell.state))
        let before = machine.state
        let now = cell.event == "deadline" ? machine.deadline ?? .zero : .zero
        let actions = machine.handle(try #require(Self.events[cell.event]), at: now)
        #expect(Self.text(before, machine.state, actions) == cell.expected)
    }

    @Test("the table names every state and event once")
    func tableIsComplete() {
        #expect(Self.cells.count == Self.events.count * 8)
    }

    // MARK: What the cells are made of

    static let error = ClientError(.unreachable, "for the test")

    private static let events: [String: SyncEvent] = [
        "started": .started, "mutated": .mutated, "poked": .poked(version: 9), "heartbeat": .heartbeatArrived,
        "eventsEnded": .eventsEnded(error), "applied": .exchanged(.applied(.nothing)),
        "appliedMore": .exchanged(.applied(AppliedStep(more: true, isFruitful: true))),
        "appliedPending": .exchanged(.applied(AppliedStep(isFruitful: true, hasPending: true))),
        "fruitlessMore": .exchanged(.applied(AppliedStep(more: true))),
        "fruitlessPush": .exchanged(.applied(AppliedStep(hasPending: true, carriedMutations: true))),
        "pushed": .exchanged(.pushed), "superseded": .exchanged(.superseded), "diverged": .exchanged(.diverged(error)),
        "forked": .exchanged(.forked(error)), "outOfOrder": .exchanged(.outOfOrder(error)),
        "tooLarge": .exchanged(.tooLarge(error, mutations: 2)),
        "oneTooLarge": .exchanged(.tooLarge(error, mutations: 1)),
        "failed": .exchanged(.failed(error, retryAfter: nil, isLasting: false)),
        "refused": .exchanged(.failed(error, retryAfter: nil, isLasting: true)),
        "unauthenticated": .exchanged(.unauthenticated(error)),
        "upgradeRequired": .exchanged(.upgradeRequired(error)), "deadlineTooEarly": .deadlinePassed,
        "deadline": .deadlinePassed, "retryRequested": .retryRequested, "stopped": .stopped,
    ]

    private static func machine(in state: String) -> SyncStateMachine? {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { .max })
        let path: [SyncEvent]? =
            switch state {
            case "offline": []
            case "connecting": [.started]
            case "idle": [.started, .exchanged(.applied(.nothing))]
            case "exchanging": [.started, .exchanged(.applied(.nothing)), .mutated]
            case "backingOff": [.started, .exchanged(.failed(error, retryAfter: nil, isLasting: false))]
            case "needsAuth": [.started, .exchanged(.unauthenticated(error))]
            case "upgrade": [.started, .exchanged(.upgradeRequired(error))]
            case "stopped": [.stopped]
            default: nil
            }
        guard let path else { return nil }
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
