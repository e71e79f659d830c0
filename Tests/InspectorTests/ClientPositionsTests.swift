import Foundation
import Testing

@testable import LockstepServer

extension InspectedPull {
    /// A step of the client with a number, given to it at a time.
    init(client: UInt8, at: Int64, to version: Int64 = 1) {
        self.init(
            client: UUID(uuid: (client, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), actor: "ann", at: at,
            from: nil, to: version, encoding: "mutations", reason: "cheaper", payloadBytes: 0, duration: 0)
    }

    var clientNumber: UInt8 { client.uuid.0 }
}

@Suite("Where clients stand") struct ClientPositionsTests {
    @Test("A client stands where its last step led to")
    func latest() {
        var positions = ClientPositions(generationSize: 2)
        positions.note(InspectedPull(client: 1, at: 10, to: 5))
        positions.note(InspectedPull(client: 1, at: 20, to: 9))
        #expect(positions.newest(10) == [InspectedPull(client: 1, at: 20, to: 9)])
        #expect(positions.count == 1)
    }

    @Test("Those seen last come first, and by their ids where that is at the same time")
    func order() {
        var positions = ClientPositions(generationSize: 10)
        for (client, time) in [(3, 10), (1, 30), (2, 10)] as [(UInt8, Int64)] {
            positions.note(InspectedPull(client: client, at: time))
        }
        #expect(positions.newest(10).map(\.clientNumber) == [1, 2, 3])
        #expect(positions.newest(2).map(\.clientNumber) == [1, 2])
    }

    @Test("However many clients there are, a bounded number is remembered: those seen last")
    func bound() {
        var positions = ClientPositions(generationSize: 3)
        for client in 1...200 as ClosedRange<UInt8> {
            positions.note(InspectedPull(client: client, at: Int64(client)))
            #expect(positions.count <= 6)
        }
        #expect(positions.newest(3).map(\.clientNumber) == [200, 199, 198])
    }

    @Test("A client that keeps pulling is not forgotten, and never counted twice")
    func recent() {
        var positions = ClientPositions(generationSize: 3)
        for round in 0..<50 as Range<UInt8> {
            positions.note(InspectedPull(client: 255, at: Int64(round), to: Int64(round)))
            positions.note(InspectedPull(client: round, at: Int64(round)))
            #expect(positions.newest(10).filter { $0.clientNumber == 255 }.map(\.to) == [Int64(round)])
        }
    }

    @Test("Lag is told of all that are remembered")
    func lag() {
        var positions = ClientPositions(generationSize: 2)
        for (client, version) in [(1, 4), (2, 10), (3, 9)] as [(UInt8, Int64)] {
            positions.note(InspectedPull(client: client, at: 1, to: version))
        }
        #expect(positions.lag(behind: 10) == (clients: 2, most: 6))
        #expect(positions.lag(behind: 4) == (clients: 0, most: 0))
    }
}
