-- The books of the mirror, see store.MirrorState, MirrorWindow and MirrorTalk.

CREATE TABLE mirror_states (
    scope TEXT PRIMARY KEY,
    body  TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_windows (
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: mirror_talks.seen refers to it
    scope    TEXT NOT NULL,
    part     TEXT NOT NULL,
    from_ms  INTEGER NOT NULL, -- may be negative: before 1970
    to_ms    INTEGER NOT NULL,
    open     INTEGER NOT NULL,
    leaf     INTEGER NOT NULL,
    known    INTEGER NOT NULL,
    token    TEXT NOT NULL,
    total    INTEGER NOT NULL,
    got      INTEGER NOT NULL
) STRICT;

CREATE INDEX mirror_windows_scope ON mirror_windows (scope, id);

CREATE TABLE mirror_talks (
    scope       TEXT NOT NULL,
    talk_id     TEXT NOT NULL,
    state       INTEGER NOT NULL,
    asked       INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    next        INTEGER NOT NULL,
    modified    INTEGER NOT NULL,
    pause_ms    INTEGER NOT NULL,
    seen        INTEGER NOT NULL, -- the window and the listing of it that saw it last
    PRIMARY KEY (scope, talk_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mirror_talks_due ON mirror_talks (scope, state, asked, next);
