/// The number of letters to insert, remove, replace or swap with their neighbour that turns one name into another, case
/// apart.
func editDistance(_ first: String, _ second: String) -> Int {
    let first = Array(first.lowercased().utf8)
    let second = Array(second.lowercased().utf8)
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for (row, letter) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            var best = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                best = min(best, beforePrevious[column - 1] + 1)
            }
            current.append(best)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[second.count]
}

/// The candidate that was probably meant by a name, if one is near enough: a third of its letters may differ.
///
/// Among equally near ones it is the first in alphabetical order, so that diagnostics are the same in every run.
func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, name.utf8.count / 3)
    let near = candidates.map { (distance: editDistance(name, $0), name: $0) }.filter { $0.distance <= limit }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// A suggestion that names the nearest candidate, or nil if nothing is near.
func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: name, among: candidates).map { "did you mean `\($0)`?" }
}

/// The candidate that was probably meant by a name, as `did you mean` names it; nil if nothing is near.
public func nearestName(to name: String, among candidates: [String]) -> String? {
    nearest(to: name, among: candidates)
}
