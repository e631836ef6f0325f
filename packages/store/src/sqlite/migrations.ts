/** Each takes the database one version further, in this order, and never changes once it was released. */
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
  `CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    actor TEXT NOT NULL,
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    shown TEXT NOT NULL,
    binding TEXT NOT NULL,
    rest TEXT NOT NULL,
    leaves TEXT,
    policy TEXT NOT NULL,
    definition TEXT,
    amount TEXT,
    currency TEXT,
    reasons TEXT NOT NULL,
    createdAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    decidedAt INTEGER,
    decidedBy TEXT,
    decider TEXT,
    why TEXT,
    endedAt INTEGER,
    standing TEXT,
    decision TEXT,
    version INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX approvals_by_state ON approvals (state);
  CREATE INDEX approvals_by_call ON approvals (actor, server, tool);
  CREATE TABLE approval_keys (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    publicKey TEXT NOT NULL
  ) STRICT;
  CREATE TABLE approval_proposals (
    seq INTEGER PRIMARY KEY,
    proposal TEXT NOT NULL
  ) STRICT;
  CREATE TABLE spent (
    key TEXT NOT NULL,
    minute INTEGER NOT NULL,
    amount TEXT NOT NULL,
    PRIMARY KEY (key, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reservations (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    amount TEXT NOT NULL,
    currency TEXT NOT NULL,
    isLost INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE shown_tools ADD COLUMN definition TEXT`,
  `CREATE TABLE withheld_items (
    server TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    prefix INTEGER NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (server, kind, key, prefix)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE record_use (
    server TEXT NOT NULL,
    day INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    hourBytes INTEGER NOT NULL,
    PRIMARY KEY (server, day)
  ) STRICT, WITHOUT ROWID`,
  // Up to where the journal was taken over, and the name that its segments bear.
  `CREATE TABLE journal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    home TEXT NOT NULL,
    segment INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO journal VALUES (1, lower(hex(randomblob(16))), 1, 0)`,
  `ALTER TABLE shown_tools ADD COLUMN kind TEXT`,
  `CREATE TABLE halt (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    reason TEXT,
    ends INTEGER NOT NULL
  ) STRICT`,
  `ALTER TABLE approvals ADD COLUMN asked INTEGER NOT NULL DEFAULT 1`,
];
