package sync_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/mirror"
	"sensedesk/sync/sandbox"
)

// passersby puts talks of others into the service.
func (r *rig) passersby(from, n int) {
	r.t.Helper()
	for i := range n {
		at := time.Now().Add(-time.Duration(i) * time.Hour)
		r.speech.Load(sandbox.Loaded{
			ID: fmt.Sprintf("aud%05d", from+i), ConnectionID: "eagConnection", Accepted: at,
			Fields:  map[string]string{"date": at.Format(time.RFC3339), "operator_name": "Анна Ким", "call_id": fmt.Sprint("foreign-", from+i)},
			Content: store.Talk{Phrases: []store.Phrase{{EndMS: 900, Text: "алло"}}},
		})
	}
}

// await waits until the mirror stands as told.
func (r *rig) await(what string, ok func(engine.MirrorStatus) bool) engine.MirrorStatus {
	r.t.Helper()
	changes, cancel := r.feed.Subscribe()
	defer cancel()
	deadline := time.After(30 * time.Second)
	for {
		st, err := r.engine.MirrorStatus(r.t.Context())
		must(r.t, err)
		if ok(st) {
			return st
		}
		select {
		case <-changes:
		case <-deadline:
			r.t.Fatalf("%s: %+v", what, st)
		}
	}
}

func TestMirrorBesideTheRun(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2)}, nil, nil)
	r.pass()
	r.passersby(0, 250)
	r.engine.StartMirror()
	st := r.await("everything is here", func(st engine.MirrorStatus) bool { return !st.NextLook.IsZero() })
	if !st.Running || st.Progress.Brought != 252 || st.Progress.Phase != mirror.PhaseDone || st.State.Problem != "" {
		t.Errorf("%+v", st)
	}
	if served := r.speech.Served(); len(served) != 252 {
		t.Errorf("%d talks were read", len(served))
	}
	calls, err := r.db.Calls(t.Context(), store.CallFilter{})
	must(t, err)
	if len(calls) != 252 {
		t.Errorf("%d calls: own ones stand there twice, or passersby are missing", len(calls))
	}
	// A start while it waits looks again; a pass leaves what others uploaded alone.
	r.passersby(1000, 5)
	r.engine.StartMirror()
	r.await("news", func(st engine.MirrorStatus) bool { return st.Progress.Brought == 257 && !st.NextLook.IsZero() })
	if report := r.pass(); report.Found != 2 {
		t.Errorf("the run counts talks of others: %+v", report)
	}
	r.wantUploads(2)
	must(t, r.engine.StopMirror(t.Context()))
	if st := r.await("stopped", func(st engine.MirrorStatus) bool { return !st.Running }); st.Progress.Brought != 257 || st.State.Ended.IsZero() {
		t.Errorf("%+v", st)
	}
}

// A wrong key pauses the mirror; it goes on by itself when it is put right.
func TestMirrorWaitsForAPerson(t *testing.T) {
	r := newRig(t, nil, nil, nil)
	r.passersby(0, 10)
	r.key = "wrong"
	if _, err := r.engine.Mirror(t.Context(), nil); !errors.Is(err, store.CodeKeyRefused) {
		t.Errorf("once: %v", err)
	}
	r.engine.StartMirror()
	st := r.await("paused", func(st engine.MirrorStatus) bool { return st.Problem != nil })
	if !st.Running || !errors.Is(st.Problem, store.CodeKeyRefused) || st.State.Problem != store.CodeKeyRefused {
		t.Errorf("%+v", st)
	}
	must(t, r.engine.StopMirror(t.Context()))
	r.key = rightKey
	var told []mirror.Progress
	p, err := r.engine.Mirror(t.Context(), func(st engine.MirrorStatus) { told = append(told, st.Progress) })
	if err != nil || p.Brought != 10 || len(told) == 0 {
		t.Errorf("%+v %v, told %d times", p, err, len(told))
	}

	s, err := r.db.Settings(t.Context())
	must(t, err)
	s.SpeechSense.ConnectionID = ""
	must(t, r.db.SaveSettings(t.Context(), s))
	if _, err := r.engine.Mirror(t.Context(), nil); !errors.Is(err, store.CodeConnectionMissing) {
		t.Errorf("nothing to mirror: %v", err)
	}
}

// The line breaks now and then; the mirror sits it out.
func TestMirrorOverABadLine(t *testing.T) {
	var n atomic.Int32
	r := newRig(t, nil, func(_ context.Context, m sandbox.Moment) error {
		if m.Stage == sandbox.StageArrived && (m.Method == "Get" || m.Method == "Search") && n.Add(1)%3 == 1 {
			return sandbox.ErrDrop
		}
		return nil
	}, nil)
	r.passersby(0, 150)
	p, err := r.engine.Mirror(t.Context(), nil)
	if err != nil || p.Brought != 150 {
		t.Errorf("%+v %v", p, err)
	}
}
