package db

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
)

// sentCall is a call in a state, sent by a profile.
func sentCall(t *testing.T, d *DB, sourceID string, profile store.ProfileID) store.Call {
	t.Helper()
	ids, err := d.Receive(t.Context(), store.SourceBitrix24, "a.bitrix24.kz", []store.Call{{SourceID: sourceID, UniqueID: sourceID, State: store.StateQueued, StartedAt: time.Now()}}, sourceID)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []store.State{store.StateFetching, store.StateReady, store.StateSending} {
		_, err = d.Move(t.Context(), ids[0], to, func(c *store.Call) {
			if to == store.StateSending {
				c.SendBegun, c.Profile, c.Server, c.ConnectionID, c.MarkerKey = time.Now(), profile, "sense.corp:9000", "eag1", "call_id"
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := d.Call(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCallsKeepTheProfileTheyWereSentBy(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "sensedesk.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	first, beta := sentCall(t, d, "1", ""), sentCall(t, d, "2", "beta")
	if first.Profile != "" || beta.Profile != "beta" || beta.Server != "sense.corp:9000" || beta.MarkerKey != "call_id" || !beta.Sent() {
		t.Errorf("%+v %+v", first, beta)
	}
	counts, err := d.CountByProfile(t.Context())
	if err != nil || len(counts) != 2 || counts["beta"] != 1 || counts[""] != 1 {
		t.Errorf("%v %v", counts, err)
	}

	s := store.DefaultSettings()
	if err := d.RemoveProfile(t.Context(), s, "beta"); err != nil {
		t.Fatal(err)
	}
	gone, err := d.Call(t.Context(), beta.ID)
	if err != nil || gone.Profile == "beta" || !gone.Sent() {
		t.Errorf("%v %+v", err, gone)
	}
	if _, err := s.Set("profiles."+string(gone.Profile)+".kind", "cloud"); err == nil {
		t.Error("a new profile can take the calls of a removed one")
	}
	again, err := d.Move(t.Context(), beta.ID, store.StateUnknown, nil)
	if err == nil {
		again, err = d.Repeat(t.Context(), beta.ID)
	}
	if err != nil || again.Sent() || again.Profile != "" || again.Server != "" || again.MarkerKey != "" {
		t.Errorf("sent again by choice: %v %+v", err, again)
	}
}

// What was under way when the version with profiles came is searched under the
// key that was set then.
func TestMarkerKeyOfCallsSentBeforeProfiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	names, err := steps()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names[:2] {
		script, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.ExecContext(t.Context(), string(script)); err != nil {
			t.Fatal(err)
		}
	}
	row := func(id, position, begun string) string {
		return `INSERT INTO calls VALUES (` + id + `, ` + position + `, 'bitrix24', 'a', '` + id + `', 'u', 'unknown', '', '', 1, 1, 0, 1, '', '', '', '', '', '', '', '', 1, 1, 0, 'eag1', '', ` + begun + `, NULL, '');
			INSERT INTO calls_text (rowid, words) VALUES (` + position + `, '');`
	}
	_, err = raw.ExecContext(t.Context(), `INSERT INTO settings VALUES (1, '{"speechsense": {"marker_key": "ticket"}}');`+row("1", "10", "1700000000000")+row("2", "20", "0")+
		`PRAGMA application_id = 1396994923; PRAGMA user_version = 2;`)
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for id, want := range map[store.CallID]string{1: "ticket", 2: ""} {
		if c, err := d.Call(t.Context(), id); err != nil || c.MarkerKey != want || c.Profile != "" || c.Server != "" {
			t.Errorf("call %d: %v %+v", id, err, c)
		}
	}
}
