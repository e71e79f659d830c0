import ArgumentParser
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the replica's rows with the server's, and repairs those that differ.",
        discussion: "Ends with status 1 if a row differed.")

    @Flag(help: "Only report what differs.")
    var reportOnly = false

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        guard !replica.offline else { throw ValidationError("--offline and verify exclude each other.") }
        let client = try await replica.openClient()
        let report: VerificationReport
        do {
            report = try await client.verify(repairing: !reportOnly)
        } catch {
            Terminal.note("Could not compare with \(replica.server): \(error)")
            // The first failure is the one to report.
            try? await client.close()
            throw ExitCode.failure
        }
        try await client.close()
        if replica.json {
            Terminal.print(json: JSONWriter.write { report.encode(to: &$0) })
        } else {
            tell(report)
        }
        if !report.isEqual { throw ExitCode(1) }
    }

    private func tell(_ report: VerificationReport) {
        for difference in report.differences {
            let key = difference.key.map(\.description).joined(separator: ", ")
            Terminal.print("\(difference.table) \(key): \(difference.kind)\(difference.isRepaired ? ", repaired" : "")")
        }
        let unnamed = report.differenceCount - report.differences.count
        if unnamed > 0 { Terminal.print("and \(unnamed) more") }
        if report.replacedBase { Terminal.print("The replica was damaged; all its rows were replaced.") }
        let rows = report.tables.reduce(0) { $0 + $1.rowCount }
        let version = report.version.map { " at version \($0)" } ?? ""
        Terminal.print("\(rows) rows compared\(version), \(report.differenceCount) differed.")
    }
}

extension VerificationReport {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("version")
            version.encode(to: &json)
            json.key("roundTrips")
            json.int64(Int64(roundTrips))
            json.key("replacedBase")
            json.bool(replacedBase)
            json.key("tables")
            json.array { array in
                for table in tables {
                    array.object { json in
                        json.key("name")
                        json.string(table.name)
                        json.key("rows")
                        json.int64(Int64(table.rowCount))
                        json.key("differences")
                        json.int64(Int64(table.differenceCount))
                    }
                }
            }
            json.key("differences")
            json.array { array in for difference in differences { difference.encode(to: &array) } }
        }
    }
}

extension VerificationReport.Difference {
    fileprivate func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("table")
            json.string(table)
            json.key("key")
            json.array { array in for value in key { array.string(value.description) } }
            json.key("kind")
            json.string(kind.rawValue)
            json.key("repaired")
            json.bool(isRepaired)
        }
    }
}
