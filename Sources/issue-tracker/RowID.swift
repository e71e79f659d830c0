import ArgumentParser
import Foundation

/// The id of a project or an issue on the command line.
struct RowID: ExpressibleByArgument {
    let value: UUID

    init?(argument: String) {
        guard let value = UUID(uuidString: argument) else { return nil }
        self.value = value
    }
}
