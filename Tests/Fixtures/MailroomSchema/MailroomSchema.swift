// Invitations that cost mail and seats: a schema for tests of handlers. The definition files are in `schema/` beside this
// file; LockstepPlugin adds what it generates from them.
@_exported public import Lockstep
