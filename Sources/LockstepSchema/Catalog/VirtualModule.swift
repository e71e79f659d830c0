/// A module of virtual tables that SQLite brings along.
enum VirtualModule: String, CaseIterable {
    /// https://www.sqlite.org/fts5.html
    case fts5
    /// https://www.sqlite.org/fts3.html
    case fts4, fts3
    /// https://www.sqlite.org/rtree.html
    case rtree
    case rtreeI32 = "rtree_i32"

    var isFullText: Bool { self == .fts5 || self == .fts4 || self == .fts3 }

    /// What SQLite puts behind the table's name to name the tables that hold its data.
    var shadowSuffixes: [String] {
        switch self {
        case .fts5: ["_data", "_idx", "_content", "_docsize", "_config"]
        case .fts4, .fts3: ["_content", "_segments", "_segdir", "_docsize", "_stat"]
        case .rtree, .rtreeI32: ["_node", "_parent", "_rowid"]
        }
    }
}
