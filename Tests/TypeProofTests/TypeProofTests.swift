import Testing
import TypeProof

/// Types are never wrong, whatever the rows hold.
@Suite struct TypeProofTests {
    @Test(arguments: [false, true]) func `generated queries hold what their types say`(isWild: Bool) {
        let report = QueryProof(seed: 11, isWild: isWild).run(600)
        #expect(report.contradictions == [])
        #expect(report.checks > 2000)
    }
}
