// The module's content is generated from the schema of LedgerTypes: what only the server needs.
