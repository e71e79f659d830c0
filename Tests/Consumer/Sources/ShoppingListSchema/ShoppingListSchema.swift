// The module's content is generated from `schema/` at the package's root. A target needs a file of its own.
