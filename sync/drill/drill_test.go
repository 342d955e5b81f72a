package drill

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// asChild makes the test binary be a child that does what its value says.
const asChild = "SENSEDESK_TEST_DRILL_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(asChild) {
	case "":
		os.Exit(m.Run())
	case "breaks":
		os.Stderr.WriteString("the disk is on fire\n")
		os.Exit(ChildFailed)
	case "hangs":
		time.Sleep(time.Hour)
	}
}

func TestJudge(t *testing.T) {
	w := &scene{seed: 1, calls: 1}
	right := sandbox.UploadSeen{TalkID: "aud1", Hash: w.hash(1), Fields: map[string]string{"call_id": callID(1)}}
	done := store.Call{UniqueID: callID(1), State: store.StateDone, TalkID: "aud1"}
	with := func(u sandbox.UploadSeen, change func(*sandbox.UploadSeen)) sandbox.UploadSeen { change(&u); return u }
	for _, c := range []struct {
		name             string
		known            store.Call
		accepted         []sandbox.UploadSeen
		lost, duplicates int
	}{
		{"kept", done, []sandbox.UploadSeen{right}, 0, 0},
		{"never sent", done, nil, 1, 0},
		{"not known here", store.Call{}, []sandbox.UploadSeen{right}, 1, 0},
		{"results not home", store.Call{UniqueID: callID(1), State: store.StateSent, TalkID: "aud1"}, []sandbox.UploadSeen{right}, 1, 0},
		{"sent twice", done, []sandbox.UploadSeen{right, with(right, func(u *sandbox.UploadSeen) { u.TalkID = "aud2" })}, 0, 1},
		{"another talk is taken for its own", done, []sandbox.UploadSeen{with(right, func(u *sandbox.UploadSeen) { u.TalkID = "aud2" })}, 1, 0},
		{"half of the sound", done, []sandbox.UploadSeen{with(right, func(u *sandbox.UploadSeen) { u.Hash = "00" })}, 1, 0},
		{
			"of no call", done,
			[]sandbox.UploadSeen{right, with(right, func(u *sandbox.UploadSeen) { u.Fields = map[string]string{"call_id": "?"} })},
			0, 1,
		},
	} {
		r := w.judge([]store.Call{c.known}, c.accepted)
		if r.Lost != c.lost || r.Duplicates != c.duplicates || r.Passed() != (c.lost+c.duplicates == 0) {
			t.Errorf("%s: lost %d, duplicates %d, want %d and %d", c.name, r.Lost, r.Duplicates, c.lost, c.duplicates)
		}
	}
	if (Result{}).Passed() {
		t.Error("a drill without calls proves nothing")
	}
}

func TestWatchKillsAtTheMomentPlanned(t *testing.T) {
	died := 0
	w := &watch{}
	w.begin(plan{at: MomentAccepted, count: 2, after: time.Hour}, func() { died++ })
	for i, step := range []struct {
		saw  Moment
		died int
	}{{MomentListing, 0}, {MomentAccepted, 0}, {MomentSending, 0}, {MomentAccepted, 1}, {MomentCommitting, 1}, {MomentAccepted, 1}} {
		if w.saw(step.saw); died != step.died {
			t.Errorf("step %d: died %d times, want %d", i, died, step.died)
		}
	}
	if w.last() != MomentAccepted {
		t.Errorf("it died at %s", w.last())
	}
	w.end()
	if w.saw(MomentAccepted); died != 1 {
		t.Error("killed after its end")
	}
}

func TestRecordingsAreTheSameEveryTimeAndLikeNoOther(t *testing.T) {
	w, other := &scene{seed: 1}, &scene{seed: 2}
	if again := (&scene{seed: 1}); w.hash(1) != again.hash(1) || w.hash(1) == w.hash(2) || w.hash(1) == other.hash(1) {
		t.Error("recordings cannot be told apart")
	}
	if n := len(w.sound(streamed)); n < 7<<19 {
		t.Errorf("%d bytes are not streamed", n)
	}
}

// run does a drill whose children do what does says.
func run(ctx context.Context, t *testing.T, does string) (string, error) {
	t.Helper()
	t.Setenv(asChild, does)
	dir := t.TempDir()
	_, err := Run(ctx, Options{Program: []string{os.Args[0]}, Kills: 1, Seed: 7, Dir: dir})
	left, readErr := os.ReadDir(dir)
	if readErr != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, readErr)
	}
	return dir, err
}

func TestBrokenChildEndsTheDrillWithItsWords(t *testing.T) {
	// One that is killed before it has broken is followed by one that is not.
	if _, err := run(t.Context(), t, "breaks"); err == nil || !strings.Contains(err.Error(), "on fire") {
		t.Errorf("got %v", err)
	}
}

func TestCancelEndsTheChildToo(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := run(ctx, t, "hangs")
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 20*time.Second {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}
