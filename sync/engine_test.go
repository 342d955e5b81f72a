package sync_test

import (
	"context"
	"errors"
	stdsync "sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/sandbox"
)

func TestPassBringsCallsThere(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{
		talk(1),
		talk(2, func(c *sandbox.PortalCall) { c.UserID, c.Type = 7, 1 }),
		talk(3, func(c *sandbox.PortalCall) { c.Duration, c.Sound = time.Second, wav(time.Second, 3) }),
		talk(4, func(c *sandbox.PortalCall) { c.Sound, c.Duration, c.FailedCode = nil, 0, "304" }),
		talk(5, func(c *sandbox.PortalCall) { c.Type = 5 }),
		talk(6, func(c *sandbox.PortalCall) { c.Sound = nil }),
	}, nil, nil)

	report := r.pass()

	want := engine.Report{Found: 6, Skipped: 3, Waiting: 1, Uploaded: 2, Done: 2}
	if report != want {
		t.Errorf("got  %+v\nwant %+v", report, want)
	}
	c := r.wantState("1", store.StateDone, "")
	if c.OperatorName != "Ким Анна" || c.ClientName != "Алия М." || c.TalkID == "" || c.Recording == nil {
		t.Errorf("call is not whole: %+v", c)
	}
	r.wantState("2", store.StateDone, "")
	r.wantState("3", store.StateSkipped, store.CodeShort)
	r.wantState("4", store.StateSkipped, store.CodeNoTalk)
	r.wantState("5", store.StateSkipped, store.CodeDirection)
	r.wantState("6", store.StateWaiting, "")
	if _, err := r.db.Talk(t.Context(), c.ID); err != nil {
		t.Errorf("no result is stored: %v", err)
	}

	again := r.pass()
	if again.Uploaded != 0 || again.Done != 0 {
		t.Errorf("a second pass uploaded %d and stored %d", again.Uploaded, again.Done)
	}
	must(t, r.engine.ResetCheckpoint(t.Context()))
	if again = r.pass(); again.Uploaded != 0 || again.Found != 6 {
		t.Errorf("after a reset: %+v", again)
	}
	r.wantUploads(2)
}

func TestChosenFiltersHoldWhenThePortalDropsThem(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2, func(c *sandbox.PortalCall) { c.UserID = 7 })}, nil,
		func(s *store.Settings) { s.Users = []string{"7"} })
	r.faults.Set(func(f *sandbox.PortalFaults) { f.IgnoreFilter = true })

	if report := r.pass(); report.Uploaded != 1 || report.Skipped != 1 {
		t.Errorf("got %+v", report)
	}
	r.wantState("1", store.StateSkipped, store.CodeUser)
}

func TestLateRecordingIsFetched(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1, func(c *sandbox.PortalCall) { c.AppearAfter = time.Second }), talk(2)}, nil, nil)
	r.pass()
	waiting := r.wantState("1", store.StateWaiting, "")

	time.Sleep(time.Until(waiting.NextCheck)) // the portal's own clock attaches the file; there is nothing to await but the time itself
	if report := r.pass(); report.Uploaded != 1 {
		t.Errorf("got %+v", report)
	}
	r.wantState("1", store.StateDone, "")
	r.wantUploads(2)
}

// lostOnce drops the first upload's connection at a stage.
func lostOnce(stage sandbox.Stage) sandbox.Hook {
	var once stdsync.Once
	return func(_ context.Context, m sandbox.Moment) (err error) {
		if m.Stage == stage && m.Method == "Upload" {
			once.Do(func() { err = sandbox.ErrDrop })
		}
		return err
	}
}

func TestLostAnswerIsFoundNotSentAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		stage sandbox.Stage
	}{
		{"after the service took it", sandbox.StageAccepted},
		{"before the service took it", sandbox.StageReceived},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(c.stage), func(s *store.Settings) { s.UnknownGrace = 1 })
			if report := r.pass(); report.Unknown != 1 || report.Uploaded != 0 {
				t.Fatalf("after the loss: %+v", report)
			}
			lost := r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)

			r.pass() // within the grace period nothing may happen
			if got := r.call("1"); time.Now().Before(lost.NextCheck) && got.State != store.StateUnknown {
				t.Errorf("within the grace period the call went to %s", got.State)
			}
			time.Sleep(time.Until(lost.NextCheck)) // the grace period is real time of the settings
			r.pass()
			r.wantState("1", store.StateDone, "")
			r.wantUploads(1)
		})
	}
}

func TestGraceBeginsWhenTheUploadWasOver(t *testing.T) {
	const grace = time.Second
	lost := lostOnce(sandbox.StageReceived)
	slow := func(ctx context.Context, m sandbox.Moment) error {
		err := lost(ctx, m)
		if err != nil {
			time.Sleep(grace + grace/4) // an upload that takes longer than the grace period
		}
		return err
	}
	r := newRig(t, []sandbox.PortalCall{talk(1)}, slow, func(s *store.Settings) { s.UnknownGrace = int(grace / time.Second) })
	r.pass()
	unknown := r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	if got := unknown.NextCheck.Sub(unknown.ChangedAt); got < grace-time.Second/10 {
		t.Errorf("Search decides %v after the outcome became unknown, want %v", got, grace)
	}

	must(t, r.engine.Retry(t.Context(), unknown.ID)) // a person asks early
	r.pass()
	if got := r.call("1"); time.Now().Before(unknown.ChangedAt.Add(grace)) && got.State != store.StateUnknown {
		t.Errorf("within the grace period the call went to %s", got.State)
	}
}

func TestConfigurationPausesAndFailsNoCall(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(*rig)
		repair func(*rig)
		code   store.Code
	}{
		{"wrong key", func(r *rig) { r.key = "wrong" }, func(r *rig) { r.key = rightKey }, store.CodeKeyRefused},
		{
			"webhook refused", func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.RefuseWebhook = true }) },
			func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.RefuseWebhook = false }) }, store.CodeWebhookRefused,
		},
		{
			"no right on the statistics", func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.StatisticsRight = true }) },
			func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.StatisticsRight = false }) }, store.CodePortalRight,
		},
		{"scope missing", func(r *rig) { r.portal.SetScopes("disk", "user", "crm") }, func(r *rig) { r.portal.SetScopes("telephony", "disk", "user", "crm") }, store.CodeScopeMissing},
		{"unknown user", func(r *rig) { r.set(func(s *store.Settings) { s.Users = []string{"3", "999"} }) }, func(r *rig) { r.set(func(s *store.Settings) { s.Users = []string{"3"} }) }, store.CodeUsersUnknown},
		{"unknown connection", func(r *rig) { r.set(func(s *store.Settings) { s.SpeechSense.ConnectionID = "eagOther" }) }, func(r *rig) { r.set(func(s *store.Settings) { s.SpeechSense.ConnectionID = "eagConnection" }) }, store.CodeIDUnknown},
		{
			"unordered listing", func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.IgnoreSort = true }) },
			func(r *rig) { r.faults.Set(func(f *sandbox.PortalFaults) { f.IgnoreSort = false }) }, store.CodeListingUnordered,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, []sandbox.PortalCall{talk(2), talk(1)}, nil, nil)
			c.spoil(r)

			report, err := r.engine.Pass(t.Context(), engine.PassOptions{})

			if store.CodeOf(err) != c.code || report.Paused != string(c.code) {
				t.Errorf("got %v, paused %q, want %s", err, report.Paused, c.code)
			}
			if report.Failed != 0 || report.Unknown != 0 {
				t.Errorf("calls were failed for it: %+v", report)
			}
			c.repair(r)
			if report = r.pass(); report.Done != 2 {
				t.Errorf("after the repair: %+v", report)
			}
			r.wantUploads(2)
		})
	}
}

// set changes the settings.
func (r *rig) set(change func(*store.Settings)) {
	r.t.Helper()
	s, err := r.db.Settings(r.t.Context())
	must(r.t, err)
	change(&s)
	must(r.t, r.db.SaveSettings(r.t.Context(), s))
}

func TestOneBadRecordingStopsOnlyItself(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, func(s *store.Settings) { s.ParallelUploads = 1 })
	r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadPage = 10 })

	if report := r.pass(); report.Failed != 1 || report.Uploaded != 0 {
		t.Errorf("got %+v", report)
	}
	c := r.wantState("1", store.StateFailed, store.CodeNotSound)

	r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadPage = 0 })
	r.portal.Add(talk(2))
	must(t, r.engine.Retry(t.Context(), c.ID))
	if report := r.pass(); report.Failed != 0 || report.Uploaded != 2 {
		t.Errorf("after the retry: %+v", report)
	}
	r.wantState("1", store.StateDone, "")
}

func TestACutDownloadIsBegunAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		cuts  int
		state store.State
		code  store.Code
	}{{"cut once", 1, store.StateDone, ""}, {"always short", 100, store.StateFailed, store.CodeFileCut}} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
			r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadShort = c.cuts })
			r.pass()
			r.wantState("1", c.state, c.code)
		})
	}
}

func TestRefusedFileNamesTheRight(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	r.faults.Set(func(f *sandbox.PortalFaults) { f.FileRight = true })
	r.pass()
	r.wantState("1", store.StateFailed, store.CodeFileRight)
}

func TestPassingTroubleIsWaitedOut(t *testing.T) {
	var refused atomic.Int32
	r := newRig(t, []sandbox.PortalCall{talk(1)}, func(_ context.Context, m sandbox.Moment) error {
		if m.Method == "Upload" && m.Stage == sandbox.StageArrived && refused.Add(1) == 1 {
			return status.Error(codes.ResourceExhausted, "quota of requests exceeded")
		}
		return nil
	}, nil)
	r.faults.Set(func(f *sandbox.PortalFaults) { f.Cut = 3 })

	if report := r.pass(); report.Done != 1 {
		t.Errorf("got %+v", report)
	}
	r.wantUploads(1)
}

func TestStopLeavesACleanState(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2), talk(3)}, nil, func(s *store.Settings) { s.ParallelUploads = 2 })
	r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadHold = true })
	changes, cancel := r.feed.Subscribe()
	defer cancel()
	must(t, r.engine.Start())
	for c := range changes { // until a download hangs
		if c.Kind == store.KindRun && len(r.engine.Status().Active) == 2 {
			break
		}
	}

	ctx, done := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer done()
	if err := r.engine.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hanging downloads were not cut: %v", err)
	}
	counts, err := r.db.CountStates(t.Context(), "", "")
	must(t, err)
	if counts[store.StateQueued] != 3 {
		t.Errorf("after the stop: %v", counts)
	}
	if st := r.engine.Status(); st.Running || st.Phase != engine.PhaseIdle || len(st.Active) != 0 {
		t.Errorf("status after the stop: %+v", st)
	}

	r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadHold = false })
	if report := r.pass(); report.Done != 3 {
		t.Errorf("after the stop a pass gave %+v", report)
	}
	r.wantUploads(3)
}

func TestBackgroundRunFindsNewCalls(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	changes, cancel := r.feed.Subscribe()
	defer cancel()
	must(t, r.engine.Start())
	added := false
	for range changes {
		done := r.engine.Status().Counts[store.StateDone]
		if done == 1 && !added {
			added = true
			r.faults.Set(func(f *sandbox.PortalFaults) { f.DownloadPage = 0 })
			r.portal.Add(talk(2))
		}
		if done == 2 {
			break
		}
	}
	must(t, r.engine.Stop(t.Context()))
	r.wantUploads(2)
}

func TestPausedRunGoesOnAfterTheCure(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	r.faults.Set(func(f *sandbox.PortalFaults) { f.RefuseWebhook = true })
	changes, cancel := r.feed.Subscribe()
	defer cancel()
	must(t, r.engine.Start())
	for range changes {
		st := r.engine.Status()
		if st.Phase == engine.PhasePaused {
			if store.CodeOf(st.Problem) != store.CodeWebhookRefused {
				t.Errorf("paused for %v", st.Problem)
			}
			r.faults.Set(func(f *sandbox.PortalFaults) { f.RefuseWebhook = false })
			must(t, r.engine.Start()) // «continue»
		}
		if st.Counts[store.StateDone] == 1 {
			break
		}
	}
	must(t, r.engine.Stop(t.Context()))
}

func TestEstimateAfterAResetCountsOnlyWhatIsNotPaidYet(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2), talk(3, func(c *sandbox.PortalCall) { c.UserID = 7 })}, nil,
		func(s *store.Settings) { s.Users = []string{"3"} })
	r.pass()
	r.wantUploads(2)
	must(t, r.engine.ResetCheckpoint(t.Context()))
	s, err := r.db.Settings(t.Context())
	must(t, err)
	est, err := r.engine.Estimate(t.Context(), s, nil)
	must(t, err)
	if est.Calls != 0 || !est.Complete {
		t.Errorf("what was sent is counted again: %+v", est)
	}
	s.Users = nil
	est, err = r.engine.Estimate(t.Context(), s, nil)
	must(t, err)
	if est.Calls != 1 {
		t.Errorf("the conditions let one more call in, counted %+v", est)
	}
}

func TestEstimateSendsNothing(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2, func(c *sandbox.PortalCall) { c.Duration = time.Second })}, nil,
		func(s *store.Settings) { s.PricePerMinute = "2" })
	s, err := r.db.Settings(t.Context())
	must(t, err)

	est, err := r.engine.Estimate(t.Context(), s, nil)
	must(t, err)

	if est.Calls != 1 || est.Sound != 3*time.Second || est.Cost != "0.10" || est.Short != 1 || !est.Complete {
		t.Errorf("got %+v", est)
	}
	counts, err := r.db.CountStates(t.Context(), "", "")
	must(t, err)
	if len(counts) != 0 {
		t.Errorf("an estimate stored calls: %v", counts)
	}
}

func TestSendAgainIsAPersonsChoice(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, func(s *store.Settings) { s.PricePerMinute = "2" })
	r.pass()
	first := r.wantState("1", store.StateDone, "")

	est, err := r.engine.Repeat(t.Context(), first.ID)
	must(t, err)
	if est.Calls != 1 || est.Cost != "0.10" {
		t.Errorf("sending again costs %+v", est)
	}
	must(t, r.engine.SendAgain(t.Context(), first.ID))
	r.pass()

	again := r.wantState("1", store.StateDone, "")
	if again.TalkID == first.TalkID || len(r.speech.Uploads()) != 2 {
		t.Errorf("talk %s after %s, %d uploads", again.TalkID, first.TalkID, len(r.speech.Uploads()))
	}
}

func TestUnknownUnderAnUndeclaredMarkerStopsNothing(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2)}, lostOnce(sandbox.StageReceived), func(s *store.Settings) { s.ParallelUploads = 1 })
	r.pass()
	for _, id := range []string{"1", "2"} { // sent, say, before somebody took the key out of the connection
		_, err := r.db.Update(t.Context(), r.call(id).ID, func(c *store.Call) { c.MarkerKey = "ticket" })
		must(t, err)
	}

	report, err := r.engine.Pass(t.Context(), engine.PassOptions{})

	if err != nil || report.Unknown != 1 {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestStoredResultsAreLookedAtAgainTheNextDay(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
	r.pass()
	c := r.wantState("1", store.StateDone, "")
	if in := time.Until(c.NextCheck); in < 23*time.Hour || in > 25*time.Hour {
		t.Errorf("looked at again in %v, want a day", in)
	}
}

func TestUnknownWithoutMarkerWaitsForAPerson(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(1)}, lostOnce(sandbox.StageReceived), func(s *store.Settings) {
		s.SpeechSense.MarkerKey, s.SpeechSense.MetadataKeys = "", []string{"id"}
	})
	r.pass()
	lost := r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	r.pass()
	r.wantState("1", store.StateUnknown, store.CodeOutcomeUnknown)
	if n := len(r.speech.Uploads()); n != 0 {
		t.Fatalf("%d uploads were accepted", n)
	}

	must(t, r.engine.SendAgain(t.Context(), lost.ID))
	r.pass()
	r.wantState("1", store.StateDone, "")
}
