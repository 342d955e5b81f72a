-- Whether an answer is a text or a list, as the project declares it.
ALTER TABLE statements ADD COLUMN type TEXT NOT NULL DEFAULT '';

-- What the service answered beyond what the screens hold ready: every figure as
-- it was sent. JSON compressed with DEFLATE; nothing is asked for by its inside,
-- and it is read only when a person wants to see it.
CREATE TABLE details (
    call_id INTEGER PRIMARY KEY REFERENCES talks (call_id),
    data    BLOB NOT NULL
) STRICT;
