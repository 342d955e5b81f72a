package drill

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/sync/sandbox"
)

// Database is the name of the database in a child's data folder.
const Database = "sensedesk.db"

// count compares what is on the portal, what the service accepted and what the
// program knows.
func (w *scene) count(ctx context.Context, folder string) (r Result, err error) {
	data, err := db.Open(ctx, filepath.Join(folder, "data", Database), nil)
	if err != nil {
		return r, fmt.Errorf("read what the drill left: %w", err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	known, err := data.Calls(ctx, store.CallFilter{})
	if err != nil {
		return r, err
	}
	r = w.judge(known, w.speech.Uploads())
	r.Faults = w.faults.counts()
	for _, c := range known {
		steps, err := data.History(ctx, c.ID)
		if err != nil {
			return r, err
		}
		for _, s := range steps {
			switch {
			case s.From == store.StateUnknown && s.To == store.StateSent:
				r.Found++
			case s.From == store.StateUnknown && s.To == store.StateReady:
				r.Resent++
			}
		}
	}
	return r, nil
}

// judge counts lost and doubled calls. A call counts as kept when exactly its
// own sound was accepted for it, the program knows the talk that came of it,
// and the talk's results are home.
func (w *scene) judge(known []store.Call, accepted []sandbox.UploadSeen) Result {
	r := Result{Calls: w.calls, Accepted: len(accepted), States: map[string]int{}}
	uploads := map[string][]sandbox.UploadSeen{}
	for _, u := range accepted {
		id := u.Fields["call_id"]
		uploads[id] = append(uploads[id], u)
	}
	calls := map[string]store.Call{}
	for _, c := range known {
		r.States[string(c.State)]++
		calls[c.UniqueID] = c
	}
	for n := 1; n <= w.calls; n++ {
		id := callID(n)
		c, ups := calls[id], uploads[id]
		delete(uploads, id)
		r.Duplicates += max(0, len(ups)-1)
		kept := false
		for _, u := range ups {
			kept = kept || u.TalkID == string(c.TalkID) && u.Hash == w.hash(n)
		}
		if !kept || c.State != store.StateDone {
			r.Lost++
		}
	}
	for _, strange := range uploads { // of calls nobody has
		r.Duplicates += len(strange)
	}
	return r
}

// hash is the hex SHA-256 of the n-th recording.
func (w *scene) hash(n int) string {
	sum := sha256.Sum256(w.sound(n))
	return hex.EncodeToString(sum[:])
}
