/** Milliseconds since the epoch, UTC. */
export type Time = number;
/** Booleans are stored as numbers: SQLite has no other, and PostgreSQL takes them too. */
export type Flag = 0 | 1;
