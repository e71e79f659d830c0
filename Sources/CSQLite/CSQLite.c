#include "CSQLite.h"

int lockstep_db_config(sqlite3 *db, int option, int enabled) {
    int result = 0;
    return sqlite3_db_config(db, option, enabled, &result);
}

int lockstep_db_config_value(sqlite3 *db, int option) {
    int result = 0;
    return sqlite3_db_config(db, option, -1, &result) == SQLITE_OK ? result : -1;
}

int lockstep_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
