// The module's content is generated from `schema/` beside this file: what the app and the server share.
