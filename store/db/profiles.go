package db

import (
	"bytes"
	"context"
	"fmt"

	"sensedesk/store"
)

// RemoveProfile saves s, which has the profile id no more, and gives the calls
// the profile sent to nobody, both or neither. They keep what they have, but none
// is asked for any more: a profile that gets the same id one day is another
// service, and what that says about them would prove nothing.
func (d *DB) RemoveProfile(ctx context.Context, s store.Settings, id store.ProfileID) error {
	var body bytes.Buffer
	if err := s.Encode(&body); err != nil {
		return fmt.Errorf("encode the settings: %w", err)
	}
	return d.write(ctx, "remove a profile", func(t *tx) error {
		t.note(store.KindSettings)
		t.note(store.KindCalls)
		gone := id.String() + " (removed)" // no profile can have this id
		if _, err := t.ExecContext(ctx, "UPDATE calls SET profile = ? WHERE profile = ? AND send_begun > 0", gone, string(id)); err != nil {
			return err
		}
		return saveSettings(ctx, t, body.String())
	})
}

// CountByProfile counts the calls each profile has sent and nobody has a result
// of yet, by profile.
func (d *DB) CountByProfile(ctx context.Context) (map[store.ProfileID]int, error) {
	type line struct {
		id store.ProfileID
		n  int
	}
	lines, err := collect(ctx, d.reader, func(row rowScanner) (l line, err error) {
		err = row.Scan(&l.id, &l.n)
		return l, err
	}, `SELECT profile, count(*) FROM calls WHERE state IN (?, ?, ?, ?, ?) AND send_begun > 0 GROUP BY profile`,
		store.StateReady, store.StateSending, store.StateUnknown, store.StateSent, store.StateProcessing)
	if err != nil {
		return nil, coded("count calls by profile", err)
	}
	out := make(map[store.ProfileID]int, len(lines))
	for _, l := range lines {
		out[l.id] = l.n
	}
	return out, nil
}
