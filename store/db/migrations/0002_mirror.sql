-- Which call a talk of the server belongs to.
CREATE INDEX calls_talk ON calls (talk_id) WHERE talk_id <> '';

-- What was read of SpeechSense, for the read quota; rows older than a day go.
CREATE TABLE reads (
    id    INTEGER PRIMARY KEY AUTOINCREMENT, -- grows for ever: who knows one row knows which are newer
    scope TEXT NOT NULL,
    at    INTEGER NOT NULL, -- by the clock of this computer
    talks INTEGER NOT NULL,
    open  INTEGER NOT NULL -- 1 = the answer was not there yet when this was written
) STRICT;

CREATE INDEX reads_scope ON reads (scope, id);
