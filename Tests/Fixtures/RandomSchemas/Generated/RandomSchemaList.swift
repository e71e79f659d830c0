// Written by `RandomSchemasTests` with `LOCKSTEP_UPDATE_GOLDENS=1`.

package import Lockstep

/// The schemas of this module.
package enum RandomSchemaList {
    /// Sorted by name.
    package static let all: [any ServerSchema.Type] = [
        Random01.self,
        Random02.self,
        Random03.self,
        Random04.self,
        Random05.self,
        Random06.self,
        Random07.self,
        Random08.self,
        Random09.self,
        Random10.self,
        Random11.self,
        Random12.self,
    ]
}
