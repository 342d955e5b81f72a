-- What of a recording was played to a person. A stretch that goes on where the
-- last one ended is one row with it.
CREATE TABLE heard (
    id      INTEGER PRIMARY KEY,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    from_ms INTEGER NOT NULL,
    to_ms   INTEGER NOT NULL,
    speed   REAL NOT NULL,
    wall_ms INTEGER NOT NULL, -- how long it took by the clock
    at      INTEGER NOT NULL  -- when it began
) STRICT;

CREATE INDEX heard_call ON heard (call_id, from_ms, to_ms);

-- What the queue asks of a call, made of its transcript and of heard: a row can
-- be made anew at any time.
CREATE TABLE talk_figures (
    call_id    INTEGER PRIMARY KEY REFERENCES calls (id),
    version    INTEGER NOT NULL, -- of what made it
    speech_ms  INTEGER NOT NULL, -- what is left when silence is cut by the word times
    silence_ms INTEGER NOT NULL, -- the longest stretch without a word
    silences   TEXT NOT NULL,    -- JSON array of what is cut, '' when nothing is
    negative   INTEGER NOT NULL, -- negative marks
    marks      TEXT NOT NULL,    -- what they are called
    heard_ms   INTEGER NOT NULL, -- of the speech
    played_ms  INTEGER NOT NULL, -- of the recording, each moment once
    wall_ms    INTEGER NOT NULL
) STRICT;
