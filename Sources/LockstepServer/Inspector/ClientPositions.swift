import Foundation
import Lockstep

/// Where clients stand, as far as the server has seen since it began: the step that each was given last.
///
/// At most twice `generationSize` clients are remembered. Those that were seen longest ago are forgotten first, a
/// generation at a time, so that noting one costs the same however many there are.
struct ClientPositions: Sendable {
    private var young: [UUID: InspectedPull] = [:]
    private var old: [UUID: InspectedPull] = [:]
    private let generationSize: Int

    init(generationSize: Int) {
        self.generationSize = generationSize
    }

    mutating func note(_ pull: InspectedPull) {
        if young[pull.client] == nil {
            if young.count >= generationSize {
                old = young
                young = [:]
            }
            old[pull.client] = nil
        }
        young[pull.client] = pull
    }

    /// Clients that are remembered.
    var count: Int { young.count + old.count }

    /// Clients that are behind a version, and how far the one is that is furthest behind.
    func lag(behind head: Int64) -> (clients: Int, most: Int64) {
        [young, old].reduce(into: (clients: 0, most: 0)) { lag, generation in
            for pull in generation.values where pull.to < head {
                lag.clients += 1
                lag.most = max(lag.most, head - pull.to)
            }
        }
    }

    /// The clients that were seen last, the latest first.
    func newest(_ limit: Int) -> [InspectedPull] {
        // Ids decide between equal times, so that a page that is asked for twice does not jump.
        let all = (Array(young.values) + old.values).sorted {
            $0.at == $1.at ? $0.client.lowercaseString < $1.client.lowercaseString : $0.at > $1.at
        }
        return Array(all.prefix(limit))
    }
}
