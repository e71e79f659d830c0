// The schema is in `schema/` at the package's root; LockstepPlugin adds what it generates from it.
// Whoever imports the schema needs the values of Lockstep that it speaks of.
@_exported public import Lockstep
