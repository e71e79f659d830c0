// Written by `GoldenTests` with `LOCKSTEP_UPDATE_GOLDENS=1`.

enum CompiledCases {
    static let all: [CompiledCase] = [
    ]
}
