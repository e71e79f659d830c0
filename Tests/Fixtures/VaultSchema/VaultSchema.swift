// Notes that the members of a project may read and write, and a table that no client ever sees: a schema for tests of
// what an attacker may try. The definition files are in `schema/` beside this file; LockstepPlugin adds what it generates
// from them.
@_exported public import Lockstep
