#if JWT
import Foundation
import LockstepJWT
import Testing
import TokenTestSupport

/// Code in `docs/authentication.md` is taken from `AuthenticationGuide.swift`, which compiles.
@Suite("docs/authentication.md")
struct AuthenticationGuideTests {
    private static func file(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    }

    /// A text's lines without their indentation.
    private static func lines(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    @Test("Every piece of code is in the file that is compiled, as it stands")
    func codeCompiles() throws {
        let page = try Self.file("../../../docs/authentication.md")
        let blocks = page.matches(of: /```swift\n([\s\S]*?)```/).map { Self.lines($0.1) }
        let source = Self.lines(try Self.file("AuthenticationGuide.swift"))
        #expect(blocks.count == 6)
        for block in blocks {
            let isThere = source.indices.contains { source[$0...].starts(with: block) }
            #expect(isThere, "\(block.joined(separator: "\n"))")
        }
    }
}
#endif
