-- What a person wrote about a call, as it stands, and the steps it was written
-- in. The service's own version stays where it was.
CREATE TABLE desk_values (
    call_id    INTEGER NOT NULL REFERENCES calls (id),
    key        TEXT NOT NULL,
    value      TEXT NOT NULL, -- never '': a value without content is not there
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_steps (
    call_id INTEGER NOT NULL REFERENCES calls (id),
    seq     INTEGER NOT NULL, -- 1, 2, 3 … within the call
    label   TEXT NOT NULL,
    changes TEXT NOT NULL,    -- JSON array of {Key, Before, After}
    undone  INTEGER NOT NULL, -- undone steps are the last ones
    made_at INTEGER NOT NULL,
    PRIMARY KEY (call_id, seq)
) STRICT, WITHOUT ROWID;
