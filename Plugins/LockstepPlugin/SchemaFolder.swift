import Foundation

/// Where a target's definition files are. Both plugins have this file: they cannot share a module.
struct SchemaFolder {
    /// The target of the executable that plugins run.
    static let toolName = "LockstepTool"

    /// The files that `lockstep generate` writes, whatever the schema.
    static let generatedFiles = [
        "Schema.generated.swift", "Rows.generated.swift", "Mutations.generated.swift", "Arguments.generated.swift",
        "Queries.generated.swift",
    ]

    /// The folder, which need not exist: then `lockstep` says where it looked.
    let url: URL

    let isInTarget: Bool

    /// `schema/` in the target's folder, else at the package's root.
    init(ofTargetAt target: URL, inPackageAt package: URL) {
        let own = target.appending(path: "schema", directoryHint: .isDirectory)
        isInTarget = FileManager.default.fileExists(atPath: own.path)
        url = isInTarget ? own : package.appending(path: "schema", directoryHint: .isDirectory)
    }

    /// All files in the folder, sorted by path.
    var files: [URL] {
        let options: FileManager.DirectoryEnumerationOptions = [.skipsHiddenFiles]
        let enumerator = FileManager.default.enumerator(
            at: url, includingPropertiesForKeys: [.isRegularFileKey], options: options)
        let files = enumerator?.compactMap { $0 as? URL } ?? []
        return files.filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
    }
}
