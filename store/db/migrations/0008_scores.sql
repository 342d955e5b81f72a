-- Score cards, signed scores, appeals. What was signed or decided is never
-- changed: a later opinion is another row.

CREATE TABLE score_cards (
    id      TEXT NOT NULL,
    version INTEGER NOT NULL, -- 1, 2, 3 … of the same id
    body    TEXT NOT NULL,    -- JSON, see store/score
    made_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

-- Cards no new score is given by.
CREATE TABLE score_cards_retired (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE scores (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    call_id      INTEGER NOT NULL REFERENCES calls (id),
    card_id      TEXT NOT NULL,
    card_version INTEGER NOT NULL,
    reviewer     TEXT NOT NULL,
    answers      TEXT NOT NULL, -- JSON object by criterion
    total        INTEGER NOT NULL,
    failed       TEXT NOT NULL, -- JSON array of criteria, '' when empty
    independent  INTEGER NOT NULL,
    appeal       INTEGER NOT NULL, -- the appeal it answers, 0 = none
    signed_at    INTEGER NOT NULL,
    FOREIGN KEY (card_id, card_version) REFERENCES score_cards (id, version)
) STRICT;

CREATE INDEX scores_call ON scores (call_id, id);
CREATE INDEX scores_reviewer ON scores (card_id, reviewer, call_id);

CREATE TABLE score_appeals (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    score_id INTEGER NOT NULL REFERENCES scores (id),
    made_by  TEXT NOT NULL,
    text     TEXT NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX score_appeals_score ON score_appeals (score_id);

CREATE TABLE score_decisions (
    appeal_id INTEGER PRIMARY KEY REFERENCES score_appeals (id),
    verdict   TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    text      TEXT NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

-- Who looked at others' scores before giving one.
CREATE TABLE score_views (
    call_id  INTEGER NOT NULL REFERENCES calls (id),
    card_id  TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    seen_at  INTEGER NOT NULL,
    PRIMARY KEY (call_id, card_id, reviewer)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER score_cards_stay BEFORE UPDATE ON score_cards BEGIN SELECT RAISE(ABORT, 'a version of a card is never changed'); END;
CREATE TRIGGER score_cards_last BEFORE DELETE ON score_cards BEGIN SELECT RAISE(ABORT, 'a version of a card is never taken away'); END;
-- A score goes over to another call only when two calls turn out to be one.
CREATE TRIGGER scores_stay BEFORE UPDATE OF id, card_id, card_version, reviewer, answers, total, failed, independent, appeal, signed_at ON scores
    BEGIN SELECT RAISE(ABORT, 'a signed score is never changed'); END;
CREATE TRIGGER scores_last BEFORE DELETE ON scores BEGIN SELECT RAISE(ABORT, 'a signed score is never taken away'); END;
CREATE TRIGGER score_appeals_stay BEFORE UPDATE ON score_appeals BEGIN SELECT RAISE(ABORT, 'an appeal is never changed'); END;
CREATE TRIGGER score_appeals_last BEFORE DELETE ON score_appeals BEGIN SELECT RAISE(ABORT, 'an appeal is never taken away'); END;
CREATE TRIGGER score_decisions_stay BEFORE UPDATE ON score_decisions BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER score_decisions_last BEFORE DELETE ON score_decisions BEGIN SELECT RAISE(ABORT, 'a decision is never taken away'); END;
