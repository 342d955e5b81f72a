-- What a person wants in the metadata of a talk and the service does not have
-- yet. An edit goes when the service has it.
CREATE TABLE field_edits (
    call_id    INTEGER NOT NULL REFERENCES calls (id),
    key        TEXT NOT NULL,
    value      TEXT NOT NULL,
    base       TEXT NOT NULL, -- what the service had when the person looked
    theirs     TEXT NOT NULL,
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    args       TEXT NOT NULL, -- JSON object, '' when empty
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX field_edits_pending ON field_edits (call_id) WHERE state = 'pending';
