package sync_test

import (
	"context"
	"strconv"
	stdsync "sync"
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/sandbox"
)

// second adds a second company's SpeechSense as the profile «beta».
func (r *rig) second(o sandbox.Options) *sandbox.Server {
	r.t.Helper()
	if o.Key == "" {
		o.Key, o.ConnectionID, o.Keys = rightKey, "eagBeta", []string{"id", "call_id"}
	}
	beta, err := sandbox.Start(r.t.Context(), o)
	must(r.t, err)
	r.t.Cleanup(func() { _ = beta.Close() })
	r.set(func(s *store.Settings) {
		ss := s.SpeechSense
		ss.Address, ss.ConnectionID = beta.Address(), "eagBeta"
		*s = s.SetProfile("beta", ss)
	})
	return beta
}

// use makes a profile the active one.
func (r *rig) use(id store.ProfileID) {
	r.t.Helper()
	r.set(func(s *store.Settings) {
		next, err := s.WithProfile(id)
		must(r.t, err)
		*s = next
	})
}

func TestEachProfileSendsItsOwn(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	beta := r.second(sandbox.Options{})
	r.pass()
	first := r.wantState("1", store.StateDone, "")
	r.use("beta")
	r.portal.Add(talk(2))
	r.pass()

	second := r.wantState("2", store.StateDone, "")
	if first.Profile != "" || second.Profile != "beta" || second.ConnectionID != "eagBeta" {
		t.Errorf("sent by %q and %q to %q", first.Profile, second.Profile, second.ConnectionID)
	}
	if n, m := len(r.speech.Uploads()), len(beta.Uploads()); n != 1 || m != 1 {
		t.Errorf("%d and %d uploads", n, m)
	}
	if same := r.call("1"); !same.NextCheck.Equal(first.NextCheck) || same.TalkID != first.TalkID {
		t.Errorf("the first company's call was touched: %+v", same)
	}
}

// A call whose answer was lost belongs to the service it was sent to: the other
// one is neither asked for it nor given it, and it is found when its own is back.
func TestUnknownWaitsForItsOwnProfile(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(sandbox.StageAccepted), nil)
	beta := r.second(sandbox.Options{})
	_, _ = r.engine.Pass(t.Context(), engine.PassOptions{}) // the answer is lost
	lost := r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)

	r.use("beta")
	must(t, r.engine.Retry(t.Context(), lost.ID))
	r.pass()
	r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	if n := len(beta.Uploads()); n != 0 {
		t.Fatalf("%d uploads to the other company", n)
	}

	r.use("")
	r.pass()
	if c := r.wantState("1", store.StateDone, ""); c.Profile != "" {
		t.Errorf("found by %q", c.Profile)
	}
	r.wantUploads(1)
}

// A person goes over to another profile while a queue is being sent.
func TestSwitchingInTheMiddleOfAQueue(t *testing.T) {
	var r *rig
	var once stdsync.Once
	hook := func(_ context.Context, m sandbox.Moment) error {
		if m.Stage == sandbox.StageArrived && m.Method == "Upload" {
			once.Do(func() { r.use("beta") })
		}
		return nil
	}
	r = newRig(t, []sandbox.PortalCall{talk(1), talk(2), talk(3)}, hook, func(s *store.Settings) { s.ParallelUploads = 1 })
	beta := r.second(sandbox.Options{})
	r.pass()
	if n, m := len(r.speech.Uploads()), len(beta.Uploads()); n != 1 || m != 2 {
		t.Errorf("%d and %d uploads", n, m)
	}
	for _, id := range []string{"2", "3"} {
		if c := r.wantState(id, store.StateDone, ""); c.Profile != "beta" {
			t.Errorf("call %s was sent by %q", id, c.Profile)
		}
	}
	r.use("")
	r.pass()
	r.wantState("1", store.StateDone, "")
}

func TestSendAgainGoesToTheActiveProfile(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	beta := r.second(sandbox.Options{})
	r.pass()
	r.use("beta")
	must(t, r.engine.SendAgain(t.Context(), r.call("1").ID))
	r.pass()
	if c := r.wantState("1", store.StateDone, ""); c.Profile != "beta" || len(beta.Uploads()) != 1 || len(r.speech.Uploads()) != 1 {
		t.Errorf("sent by %q; %d and %d uploads", c.Profile, len(r.speech.Uploads()), len(beta.Uploads()))
	}
}

// What one service refused or could not be given is nobody's: the next takes it.
func TestWhatWasNotTakenIsFree(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	beta := r.second(sandbox.Options{})
	r.key = "wrong"
	_, err := r.engine.Pass(t.Context(), engine.PassOptions{})
	if store.CodeOf(err) != store.CodeKeyRefused {
		t.Fatalf("got %v", err)
	}
	if c := r.wantState("1", store.StateReady, ""); c.Sent() || c.MarkerKey != "" {
		t.Errorf("%+v", c)
	}
	r.key = rightKey
	r.use("beta")
	r.pass()
	r.wantState("1", store.StateDone, "")
	if len(beta.Uploads()) != 1 {
		t.Error("not taken by the other")
	}
}

// A call proven not to be with its service stays with it all the same.
func TestAnUnknownThatWasNotTakenStaysWithItsProfile(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(sandbox.StageReceived), nil)
	beta := r.second(sandbox.Options{})
	_, _ = r.engine.Pass(t.Context(), engine.PassOptions{}) // the answer is lost
	c := r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	_, err := r.db.Move(t.Context(), c.ID, store.StateReady, nil) // as Search decides
	must(t, err)
	r.use("beta")
	r.pass()
	if r.wantState("1", store.StateReady, ""); len(beta.Uploads()) != 0 {
		t.Error("given to the other company")
	}
	r.use("")
	r.pass()
	r.wantState("1", store.StateDone, "")
}

// The marker key may be changed while an outcome is unknown: the upload carries
// the old one.
func TestUnknownIsSearchedUnderTheKeyItWasSentWith(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(sandbox.StageAccepted), nil)
	_, _ = r.engine.Pass(t.Context(), engine.PassOptions{}) // the answer is lost
	r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	r.set(func(s *store.Settings) { s.SpeechSense.MarkerKey = "id" })
	r.pass()
	r.wantState("1", store.StateDone, "")
	r.wantUploads(1)
}

// The connection may be changed while results are on their way.
func TestResultsComeFromTheConnectionTheCallWasSentTo(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	o := sandbox.Options{Key: rightKey, VisibleAfter: 300 * time.Millisecond}
	anywhere := r.second(o) // knows every connection
	r.use("beta")
	r.set(func(s *store.Settings) { s.SpeechSense.Address = anywhere.Address() })
	_, err := r.engine.Pass(t.Context(), engine.PassOptions{})
	must(t, err)
	r.set(func(s *store.Settings) { s.SpeechSense.ConnectionID = "eagGamma" })
	r.pass()
	if c := r.wantState("1", store.StateDone, ""); c.ConnectionID != "eagBeta" {
		t.Errorf("sent to %q", c.ConnectionID)
	}
}

// A profile may be pointed at another server while an outcome is unknown: what
// that one does not have proves nothing, so a person decides.
func TestUnknownIsNotSearchedOnAnotherServer(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(sandbox.StageAccepted), nil)
	other := r.second(sandbox.Options{Key: rightKey})
	_, _ = r.engine.Pass(t.Context(), engine.PassOptions{}) // the answer is lost
	r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	r.set(func(s *store.Settings) { s.SpeechSense.Address = other.Address() })
	r.pass()
	r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	if len(other.Uploads()) != 0 {
		t.Error("sent again, to the other server")
	}
	r.set(func(s *store.Settings) { s.SpeechSense.Address = r.speech.Address() })
	must(t, r.engine.Retry(t.Context(), r.call("1").ID))
	r.pass()
	r.wantState("1", store.StateDone, "")
	r.wantUploads(1)
}

// A library full of one company's results, all due to be looked at again, does
// not stand before the other company's.
func TestOneProfileDoesNotStarveTheOther(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	beta := r.second(sandbox.Options{})
	r.pass()
	r.use("beta")
	r.portal.Add(talk(2))
	r.pass()
	past := time.Now().Add(-time.Hour)
	for i := range 120 { // more than a round looks at again
		c := r.call("1")
		c.SourceID, c.State, c.NextCheck = "old"+strconv.Itoa(i), store.StateDone, past
		_, err := r.db.Receive(t.Context(), c.Source, c.Account, []store.Call{c}, "")
		must(t, err)
	}
	_, err := r.db.Update(t.Context(), r.call("2").ID, func(c *store.Call) { c.NextCheck = past })
	must(t, err)
	r.pass()
	if c := r.call("2"); !c.NextCheck.After(time.Now()) {
		t.Errorf("still due since %v", c.NextCheck)
	}
	if len(beta.Uploads()) != 1 {
		t.Error("sent again")
	}
}
