-- Times are milliseconds since 1970 UTC, 0 = none. Durations are milliseconds.
-- JSON is used only where nothing is ever asked for by its inside.

CREATE TABLE recordings (
    hash        TEXT PRIMARY KEY, -- hex SHA-256, the name of the file
    size        INTEGER NOT NULL,
    container   TEXT NOT NULL,
    codec       TEXT NOT NULL,
    sample_rate INTEGER NOT NULL,
    channels    INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
    id            INTEGER PRIMARY KEY,
    position      INTEGER NOT NULL UNIQUE, -- place in time, see position.go: the order of every list, and the rowid in calls_text
    source        TEXT NOT NULL,
    account       TEXT NOT NULL,
    source_id     TEXT NOT NULL,
    unique_id     TEXT NOT NULL,
    state         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    reason_args   TEXT NOT NULL, -- JSON object, '' when empty
    changed_at    INTEGER NOT NULL,
    started_at    INTEGER NOT NULL,
    started_zone  INTEGER NOT NULL, -- seconds east of UTC, as the source reported the start
    duration_ms   INTEGER NOT NULL,
    direction     TEXT NOT NULL,
    operator_id   TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    client_id     TEXT NOT NULL,
    client_name   TEXT NOT NULL,
    client_phone  TEXT NOT NULL,
    meta          TEXT NOT NULL, -- JSON object, '' when empty
    record_ref    TEXT NOT NULL,
    found_at      INTEGER NOT NULL,
    next_check    INTEGER NOT NULL,
    check_count   INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    talk_id       TEXT NOT NULL,
    send_begun    INTEGER NOT NULL,
    recording     TEXT REFERENCES recordings (hash),
    summary       TEXT NOT NULL,
    UNIQUE (source, account, source_id)
) STRICT;

CREATE INDEX calls_queue ON calls (state, position, next_check, duration_ms);
CREATE INDEX calls_checks ON calls (state, next_check) WHERE next_check > 0;
CREATE INDEX calls_totals ON calls (source, account, state, duration_ms);

-- Folded words of a call, one row per call under calls.position, so that a
-- search comes out newest first without sorting. Words are folded and split in
-- Go; the ascii tokenizer leaves them as they are. Without an index of its own
-- length a beginning that is in most calls («здравствуйте») is gathered as a
-- whole before its newest come out: 90 ms in a library of 100 000 calls, with it 0.5 ms.
CREATE VIRTUAL TABLE calls_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10 11 12', tokenize = 'ascii'
);

-- Every change of state, in the order it was committed.
CREATE TABLE moves (
    id         INTEGER PRIMARY KEY,
    call_id    INTEGER NOT NULL REFERENCES calls (id),
    at         INTEGER NOT NULL,
    from_state TEXT NOT NULL, -- '' = first seen
    to_state   TEXT NOT NULL,
    reason     TEXT NOT NULL
) STRICT;

CREATE INDEX moves_call ON moves (call_id);

CREATE TABLE talks (
    call_id                 INTEGER PRIMARY KEY REFERENCES calls (id),
    talk_id                 TEXT NOT NULL,
    organization_id         TEXT NOT NULL,
    space_id                TEXT NOT NULL,
    connection_id           TEXT NOT NULL,
    project_ids             TEXT NOT NULL, -- JSON array
    created_by              TEXT NOT NULL,
    created_at              INTEGER NOT NULL,
    modified_by             TEXT NOT NULL,
    modified_at             INTEGER NOT NULL,
    fields                  TEXT NOT NULL, -- JSON array
    state                   INTEGER NOT NULL,
    algorithms              TEXT NOT NULL, -- JSON array
    failures                TEXT NOT NULL, -- JSON array
    duration_ms             INTEGER NOT NULL,
    simultaneous_speech_ms  INTEGER NOT NULL,
    simultaneous_silence_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE phrases (
    call_id    INTEGER NOT NULL REFERENCES talks (call_id),
    n          INTEGER NOT NULL,
    channel    INTEGER NOT NULL,
    start_ms   INTEGER NOT NULL,
    end_ms     INTEGER NOT NULL,
    text       TEXT NOT NULL,
    normalized TEXT NOT NULL,
    language   TEXT NOT NULL,
    words      BLOB, -- packed, see words.go; NULL = none
    PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE phrase_classifiers (
    call_id       INTEGER NOT NULL REFERENCES talks (call_id),
    n             INTEGER NOT NULL,
    phrase        INTEGER NOT NULL, -- phrases.n
    classifier_id TEXT NOT NULL,
    name          TEXT NOT NULL,
    start_ms      INTEGER NOT NULL,
    end_ms        INTEGER NOT NULL,
    highlights    TEXT NOT NULL, -- JSON array
    labels        TEXT NOT NULL, -- JSON array
    PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE statements (
    call_id  INTEGER NOT NULL REFERENCES talks (call_id),
    n        INTEGER NOT NULL,
    field_id TEXT NOT NULL,
    name     TEXT NOT NULL,
    answers  TEXT NOT NULL, -- JSON array
    PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE classifiers (
    call_id       INTEGER NOT NULL REFERENCES talks (call_id),
    n             INTEGER NOT NULL,
    classifier_id TEXT NOT NULL,
    name          TEXT NOT NULL,
    count         INTEGER NOT NULL,
    PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE speakers (
    call_id              INTEGER NOT NULL REFERENCES talks (call_id),
    n                    INTEGER NOT NULL,
    channel              INTEGER NOT NULL,
    speech_ms            INTEGER NOT NULL,
    silence_ms           INTEGER NOT NULL,
    words                INTEGER NOT NULL,
    words_per_second     REAL NOT NULL,
    utterances           INTEGER NOT NULL,
    interrupts           INTEGER NOT NULL,
    interrupts_ms        INTEGER NOT NULL,
    interrupt_ranges     TEXT NOT NULL, -- JSON array
    longest_utterance_ms INTEGER NOT NULL,
    PRIMARY KEY (call_id, n)
) STRICT, WITHOUT ROWID;

-- What the service answered, word for word, compressed with DEFLATE (RFC 1951).
CREATE TABLE raw_answers (
    call_id INTEGER PRIMARY KEY REFERENCES calls (id),
    data    BLOB NOT NULL
) STRICT;

CREATE TABLE settings (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL -- the settings file
) STRICT;

CREATE TABLE prefs (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
    source  TEXT NOT NULL,
    account TEXT NOT NULL,
    last_id TEXT NOT NULL,
    PRIMARY KEY (source, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    source  TEXT NOT NULL,
    account TEXT NOT NULL,
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    post    TEXT NOT NULL,
    active  INTEGER NOT NULL,
    PRIMARY KEY (source, account, id)
) STRICT, WITHOUT ROWID;

-- Waveforms worked out from recordings; a cache, one per recording.
CREATE TABLE peaks (
    hash    TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    data    BLOB NOT NULL
) STRICT;
