#ifndef LOCKSTEP_CSQLITE_H
#define LOCKSTEP_CSQLITE_H

// The system's SQLite is built with the preupdate hook, but its header shows it only on request.
// https://www.sqlite.org/c3ref/preupdate_blobwrite.html
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#endif

#include <sqlite3.h>

/// SQLITE_TRANSIENT, a cast that Swift cannot import.
static inline sqlite3_destructor_type lockstep_transient(void) { return SQLITE_TRANSIENT; }

/// `sqlite3_db_config` is variadic and therefore not callable from Swift. Sets an on/off option; returns SQLite's code.
int lockstep_db_config(sqlite3 *db, int option, int enabled);

/// The value of an on/off option of `sqlite3_db_config`, or -1.
int lockstep_db_config_value(sqlite3 *db, int option);

/// `sqlite3_config` with SQLITE_CONFIG_MEMSTATUS off: each allocation takes a lock of the process otherwise. Returns
/// SQLite's code: SQLITE_MISUSE, and nothing is changed, once SQLite is initialized.
int lockstep_disable_memory_statistics(void);

#endif
