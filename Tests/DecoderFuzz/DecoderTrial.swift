import Foundation
import TestSupport

/// Gives a decoder spoiled inputs: the same for the same seed.
///
/// An input that ends the process is the one in the file that `LOCKSTEP_LAST_INPUT` names, in which each is written
/// before it is decoded.
package struct DecoderTrial {
    /// An input, or the time that it takes, that breaks what the decoder promises.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// `LOCKSTEP_DECODER_INPUTS`: how many inputs each decoder is given.
    package static let inputs =
        ProcessInfo.processInfo.environment["LOCKSTEP_DECODER_INPUTS"].flatMap(Int.init) ?? 200

    private static let lastInput = ProcessInfo.processInfo.environment["LOCKSTEP_LAST_INPUT"].map { URL(filePath: $0) }

    /// What is linear in an input of some kilobytes is far below, also where hundreds of tests run beside it.
    private static let limit = Duration.seconds(600)

    package private(set) var accepted = 0
    package private(set) var refused = 0

    private let decoder: FuzzedDecoder
    private let seed: UInt64
    private var mutator: InputMutator<SeededGenerator>

    package init(_ decoder: FuzzedDecoder, seed: UInt64) {
        self.decoder = decoder
        self.seed = seed
        mutator = InputMutator(generator: SeededGenerator(seed: seed), grammar: decoder.grammar)
    }

    /// The inputs that it begins with must be taken.
    package mutating func run(inputs: Int = Self.inputs) async throws {
        for sample in decoder.samples {
            guard try await isAccepted(sample, "as it is") else {
                throw failure(sample, "as it is", "is refused")
            }
        }
        for number in 0..<max(inputs / decoder.cost, 1) {
            let isProbe = !decoder.probes.isEmpty && Bool.random(using: &mutator.generator)
            let input =
                isProbe
                ? one(of: decoder.probes)
                : mutator.spoiled(one(of: decoder.samples), other: one(of: decoder.samples))
            if try await isAccepted(input, "\(number)") { accepted += 1 } else { refused += 1 }
        }
    }

    private mutating func one(of samples: [[UInt8]]) -> [UInt8] {
        samples[Int.random(in: samples.indices, using: &mutator.generator)]
    }

    private func isAccepted(_ input: [UInt8], _ number: String) async throws -> Bool {
        if let file = Self.lastInput { try Data(input).write(to: file) }
        let clock = ContinuousClock()
        let start = clock.now
        var isAccepted = true
        do {
            try await decoder.check(input)
        } catch let promise as BrokenPromise {
            throw failure(input, number, promise.description)
        } catch {
            isAccepted = false
        }
        guard clock.now - start < Self.limit else { throw failure(input, number, "takes \(clock.now - start)") }
        return isAccepted
    }

    private func failure(_ input: [UInt8], _ number: String, _ problem: String) -> Failure {
        Failure(
            description: """
                \(decoder.name), seed \(seed), input \(number): \(problem)
                input: \(FuzzedDecoder.text(input))
                base64: \(Data(input).base64EncodedString())
                """)
    }
}
