package sync_test

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// TestScoreReachesTheService: a person's score goes out with the next pass, or
// at once when asked, and an answer that got lost on the way changes nothing.
func TestScoreReachesTheService(t *testing.T) {
	lose := 0
	r := newRig(t, []sandbox.PortalCall{talk(1)}, func(_ context.Context, m sandbox.Moment) error {
		if m.Method == "Upload" && m.Stage == sandbox.StageAccepted && lose > 0 {
			lose--
			return status.Error(codes.Unavailable, "the line broke")
		}
		return nil
	}, nil)
	ctx := t.Context()
	r.pass()
	c := r.call("1")
	if c.State != store.StateDone {
		t.Fatalf("the call is %s", c.State)
	}

	for _, step := range []struct {
		name, key, value string
		lost             int
		send             func() error
		left             store.EditState
		reason           store.Code
	}{
		{"with a pass", "id", "70", 0, func() error { r.pass(); return nil }, "", ""},
		{"at once", "id", "75", 0, func() error { return r.engine.SendFields(ctx) }, "", ""},
		{"with a pass, the answer lost", "id", "80", 1, func() error { r.pass(); return nil }, "", ""},
		{"under a key the connection has not", "score_main", "80", 0, func() error { r.pass(); return nil }, store.EditRefused, store.CodeRefused},
	} {
		t.Run(step.name, func(t *testing.T) {
			lose = step.lost
			must(t, r.db.EditField(ctx, c.ID, step.key, step.value, time.Now()))
			must(t, step.send())
			edits, err := r.db.FieldEdits(ctx, c.ID)
			must(t, err)
			if step.left == "" {
				talk, err := r.db.Talk(ctx, c.ID)
				must(t, err)
				if len(edits) != 0 || talk.Field(step.key) != step.value || r.speech.Uploads()[0].Fields[step.key] != step.value {
					t.Errorf("left %+v, the talk says %q, the service %q", edits, talk.Field(step.key), r.speech.Uploads()[0].Fields[step.key])
				}
			} else if len(edits) != 1 || edits[0].State != step.left || edits[0].Reason != step.reason {
				t.Errorf("left %+v", edits)
			}
			if n := len(r.speech.Uploads()); n != 1 {
				t.Errorf("%d uploads: a score was billed", n)
			}
		})
	}
}

// TestEditsWaitOutTroubles: no key, no line, another profile: the edit stays.
func TestEditsWaitOutTroubles(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	ctx := t.Context()
	r.pass()
	c := r.call("1")
	must(t, r.db.EditField(ctx, c.ID, "id", "70", time.Now()))
	waits := func() {
		t.Helper()
		edits, err := r.db.FieldEdits(ctx, c.ID)
		must(t, err)
		if len(edits) != 1 || edits[0].State != store.EditPending {
			t.Fatalf("edits %+v", edits)
		}
	}

	r.key = "wrong"
	if err := r.engine.SendFields(ctx); store.CodeOf(err) != store.CodeKeyRefused {
		t.Fatal(err)
	}
	waits()
	r.key = rightKey
	set, err := r.db.Settings(ctx)
	must(t, err)
	other := set
	other.Profile = "second"
	must(t, r.db.SaveSettings(ctx, other))
	must(t, r.engine.SendFields(ctx))
	waits()
	must(t, r.db.SaveSettings(ctx, set))
	must(t, r.engine.SendFields(ctx))
	if edits, err := r.db.FieldEdits(ctx, c.ID); err != nil || len(edits) != 0 {
		t.Errorf("edits %+v, %v", edits, err)
	}
}
