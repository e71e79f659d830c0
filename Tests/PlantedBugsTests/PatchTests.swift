import Foundation
import IssueTrackerSchema
import Lockstep
import Testing

/// What mutation testing plants must keep up with the code, or it plants nothing.
@Suite struct PatchTests {
    @Test("every patch applies to the sources as they are, after those before it")
    func applies() throws {
        let patches = try Patch.all()
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "apply", "--check", "-"]
        git.currentDirectoryURL = Patch.root
        let input = Pipe()
        let errors = Pipe()
        git.standardInput = input
        git.standardError = errors
        try git.run()
        // git reads to the end before it says anything.
        try input.fileHandleForWriting.write(contentsOf: Data(patches.map(\.text).joined().utf8))
        try input.fileHandleForWriting.close()
        let words = try errors.fileHandleForReading.readToEnd() ?? Data()
        git.waitUntilExit()
        #expect(git.terminationStatus == 0, "\(String(decoding: words, as: UTF8.self))")
    }

    @Test("there are more than forty, each with a name of its own that switches it on")
    func names() throws {
        let bugs = try Patch.all().dropFirst()
        #expect(bugs.count >= 40)
        #expect(Set(bugs.map(\.name)).count == bugs.count)
        for bug in bugs {
            #expect(bug.added.contains { $0.contains("Planted.has(\"\(bug.name)\")") }, "\(bug.name)")
        }
    }

    @Test("each says what is wrong, what that does to a user, and what shows it")
    func says() throws {
        for bug in try Patch.all().dropFirst() {
            for heading in ["Bug: ", "User: ", "Needs: ", "Schema: "] {
                #expect(bug.text.split(separator: "\n").contains { $0.hasPrefix(heading) }, "\(bug.name): \(heading)")
            }
        }
    }

    @Test("what bugs replace in the text of the row versions is there")
    func rowVersions() throws {
        let sought = try Patch.all().filter { $0.text.contains("/StoreOpening.swift") }.flatMap(\.soughtInRowVersions)
        #expect(sought.count >= 6)
        for sought in sought {
            switch sought {
            case .text(let text): #expect(IssueTracker.rowVersionSQL.contains(text), "\(text)")
            case .pattern(let pattern):
                #expect(IssueTracker.rowVersionSQL.contains(try Regex(pattern)), "\(pattern)")
            }
        }
    }
}
