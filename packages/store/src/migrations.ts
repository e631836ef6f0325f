/** Each brings the database one version on, in this order, and is never changed once it was released. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    session TEXT,
    actor TEXT,
    server TEXT,
    direction TEXT,
    shape TEXT NOT NULL,
    method TEXT,
    target TEXT,
    rpcId TEXT,
    outcome TEXT NOT NULL,
    warn INTEGER NOT NULL,
    code TEXT,
    rule TEXT,
    detail TEXT,
    bytesIn INTEGER NOT NULL,
    bytesOut INTEGER NOT NULL,
    guardUs INTEGER NOT NULL,
    waitedMs INTEGER,
    hash TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE counters (
    key TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shown_tools (
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    PRIMARY KEY (server, tool)
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE audit ADD COLUMN findings TEXT;
  CREATE TABLE given_markers (
    type TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID`,
];
