/// A Swift file to be written.
public struct GeneratedFile: Hashable, Sendable {
    /// The file's name, one of `SwiftEmitter.fileNames`.
    public let name: String

    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
