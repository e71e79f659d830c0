// One table without permissions: a schema for tests of what has nothing to do with who may see what. The definition
// files are in `schema/` beside this file; LockstepPlugin adds what it generates from them.
@_exported public import Lockstep
