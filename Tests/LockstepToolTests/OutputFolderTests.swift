import LockstepEmitter
import Testing

@testable import LockstepTool

@Suite("Writing generated files")
struct OutputFolderTests {
    private let first = [GeneratedFile(name: "A.swift", text: "a\n"), GeneratedFile(name: "B.swift", text: "b\n")]

    @Test("A file whose bytes are the same is not touched, another one is replaced")
    func unchangedFiles() throws {
        let folder = try TemporaryFolder()
        let output = OutputFolder(path: folder.path + "/made/Generated")
        try output.write(first)
        #expect(try folder.read("made/Generated/A.swift") == "a\n")
        let numbers = try ["A", "B"].map { try folder.fileNumber("made/Generated/\($0).swift") }
        try output.write([first[0], GeneratedFile(name: "B.swift", text: "c\n")])
        #expect(try folder.fileNumber("made/Generated/A.swift") == numbers[0])
        #expect(try folder.fileNumber("made/Generated/B.swift") != numbers[1])
        #expect(try folder.read("made/Generated/B.swift") == "c\n")
    }

    @Test("What is missing or differs is stale, and the complaint names it")
    func stale() throws {
        let folder = try TemporaryFolder(["A.swift": "a\n", "B.swift": "b"])
        let output = OutputFolder(path: folder.path)
        let files = first + [GeneratedFile(name: "C.swift", text: "")]
        #expect(output.stale(files).map(\.name) == ["B.swift", "C.swift"])
        #expect(
            OutputFolder.complaint(about: [files[1]], in: "Generated") == """
                Generated/B.swift: error: this file is not what the definition files say
                Run `lockstep generate` without `--check`, and commit what it writes.

                """)
    }
}
