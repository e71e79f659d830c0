import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Rejections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the mutations that the server refused, and why.")

    @Flag(help: "Dismiss them once they are printed.")
    var dismiss = false

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let dismisses = dismiss
        let rejections = try await replica.withClient { client in
            let rejections = try await client.rejections()
            if dismisses { for rejection in rejections { try await client.dismiss(rejection) } }
            return rejections
        }
        if replica.json {
            Terminal.print(
                json: JSONWriter.write {
                    $0.array { array in for rejection in rejections { rejection.encode(to: &array) } }
                })
        } else if rejections.isEmpty {
            Terminal.print("Nothing was rejected.")
        } else {
            for rejection in rejections {
                let arguments = String(decoding: rejection.arguments, as: UTF8.self)
                Terminal.print("\(rejection.name)\(arguments): \(rejection.code): \(rejection.message)")
            }
        }
    }
}

extension Rejection {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object {
            $0.key("token")
            token.encode(to: &$0)
            $0.key("name")
            $0.string(name)
            $0.key("args")
            $0.raw(arguments)
            $0.key("at")
            madeAt.encode(to: &$0)
            $0.key("code")
            $0.string(code)
            $0.key("message")
            $0.string(message)
        }
    }
}
