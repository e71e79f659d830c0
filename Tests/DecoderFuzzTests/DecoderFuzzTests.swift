import DecoderFuzz
import Testing

/// Whatever bytes come from outside, they are refused or decoded: no crash, no end that does not come, and what decodes
/// is written and read again as an equal value.
///
/// `LOCKSTEP_DECODER_INPUTS=1000000` gives each decoder so many spoiled inputs. A failure names its seed and shows its
/// input; for a crash see `DecoderTrial`.
@Suite("Decoders of bytes from outside", .timeLimit(.minutes(600)))
struct DecoderFuzzTests {
    private static let inputsPerSeed = 5_000

    private func expect(_ decoder: FuzzedDecoder) async throws {
        var accepted = 0
        var refused = 0
        var seed: UInt64 = 0
        var rest = DecoderTrial.inputs
        while rest > 0 {
            var trial = DecoderTrial(decoder, seed: seed)
            try await trial.run(inputs: min(rest, Self.inputsPerSeed))
            accepted += trial.accepted
            refused += trial.refused
            seed += 1
            rest -= Self.inputsPerSeed
        }
        #expect(accepted > 0, "no spoiled input was accepted: what decodes is not tried")
        #expect(refused > 0 || decoder.isTotal, "no spoiled input was refused")
    }

    private func expectEach(_ decoders: [FuzzedDecoder]) async throws {
        for decoder in decoders {
            do {
                try await expect(decoder)
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test("Messages of the protocol", arguments: MessageDecoders.all)
    func messages(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }

    @Test("JSON, arguments of mutations and values", arguments: ValueDecoders.all)
    func values(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }

    @Test("Records and columns of a database", arguments: RecordDecoders.all)
    func records(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }

    @Test("Headers, event streams and answers of HTTP", arguments: HTTPDecoders.all)
    func http(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }

    @Test("Cursors and ids of snapshots", arguments: SignedDecoders.all)
    func signed(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }

    @Test("Databases that are damaged, or none")
    func files() async throws {
        try await expectEach(FileDecoders.all())
    }

    #if JWT
    @Test("Tokens and key sets")
    func tokens() async throws {
        try await expectEach(TokenDecoders.all())
    }
    #endif

    @Test("Definition files", arguments: DefinitionDecoders.all)
    func definitions(_ decoder: FuzzedDecoder) async throws { try await expect(decoder) }
}
