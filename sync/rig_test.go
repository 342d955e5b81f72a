package sync_test

import (
	"context"
	"encoding/binary"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	engine "sensedesk/sync"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

const rightKey = "AQVN-right-key"

// rig is an engine between a portal and a SpeechSense, all over loopback, on a
// database and recordings on disk.
type rig struct {
	t      *testing.T
	db     *db.DB
	folder *recordings.Folder
	feed   *store.Feed
	engine *engine.Engine
	portal *sandbox.Portal
	speech *sandbox.Server
	faults *sandbox.Faults
	key    string

	noPortal bool
}

// newRig starts everything. change may alter the settings, hook spoils SpeechSense.
func newRig(t *testing.T, calls []sandbox.PortalCall, hook sandbox.Hook, change func(*store.Settings)) *rig {
	t.Helper()
	r := &rig{t: t, feed: &store.Feed{}, faults: &sandbox.Faults{}, key: rightKey}
	ctx := t.Context()
	var err error
	r.portal, err = sandbox.StartPortal(ctx, sandbox.PortalOptions{
		Calls: calls, Faults: r.faults,
		People:  []sandbox.PortalPerson{{ID: 3, LastName: "Ким", Name: "Анна"}, {ID: 7, LastName: "Қасымов", Name: "Ержан"}},
		Clients: []sandbox.PortalClient{{Type: "CONTACT", ID: 275, Name: "Алия М.", Phone: "+77010004512"}},
	})
	must(t, err)
	t.Cleanup(func() { _ = r.portal.Close() })
	r.speech, err = sandbox.Start(ctx, sandbox.Options{Key: rightKey, Hook: hook, ConnectionID: "eagConnection", Keys: []string{"id", "call_id"}})
	must(t, err)
	t.Cleanup(func() { _ = r.speech.Close() })

	dir := t.TempDir()
	r.db, err = db.Open(ctx, filepath.Join(dir, "sensedesk.db"), r.feed)
	must(t, err)
	t.Cleanup(func() { must(t, r.db.Close()) })
	r.folder, err = recordings.Open(filepath.Join(dir, "recordings"))
	must(t, err)

	s := store.DefaultSettings()
	s.SpeechSense.Kind, s.SpeechSense.Address, s.SpeechSense.TLS = store.KindSandbox, r.speech.Address(), store.TLSOff
	s.SpeechSense.ConnectionID = "eagConnection"
	s.SpeechSense.MetadataKeys = []string{"id", "call_id"}
	s.MinDuration, s.PollSeconds, s.UnknownGrace = 2, 1, 0
	s.RecheckSeconds = []int{1, 2, 3600}
	if change != nil {
		change(&s)
	}
	must(t, r.db.SaveSettings(ctx, s))

	pace := rate.NewLimiter(rate.Inf, 0)
	r.engine, err = engine.New(ctx, engine.Options{
		Store: r.db, Fields: r.db, Server: r.db, Mirror: r.db, Recordings: r.folder, Feed: r.feed, Inspect: inspectWAV, Convert: decode.AsPCM16, Now: time.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		OpenSource: func(context.Context, store.Settings) (engine.Source, error) {
			if r.noPortal {
				return nil, store.E(store.CodeWebhookMissing, "open the portal", nil)
			}
			return bitrix24.New(bitrix24.Options{Webhook: r.portal.Webhook(), Account: "romashka.bitrix24.kz", Version: "test", Pace: pace, Tries: 2})
		},
		OpenSpeech: func(_ context.Context, s store.Settings) (engine.Speech, error) {
			return speechsense.Dial(speechsense.Options{Settings: s.SpeechSense, Key: r.key, Version: "test"})
		},
	})
	must(t, err)
	t.Cleanup(func() { must(t, r.engine.Close(context.Background())) })
	return r
}

// inspectWAV knows the files wav makes.
func inspectWAV(_ context.Context, _ *os.File, size int64) (engine.Sound, error) {
	return engine.Sound{
		Codec: "PCM 16", SampleRate: 8000, Channels: 2, Uploadable: true,
		Duration: time.Duration(size-44) * time.Second / 32000,
	}, nil
}

// pass does one pass that must go through.
func (r *rig) pass() engine.Report {
	r.t.Helper()
	report, err := r.engine.Pass(r.t.Context(), engine.PassOptions{Wait: 20 * time.Second})
	must(r.t, err)
	return report
}

// call returns the stored call with a listing id.
func (r *rig) call(sourceID string) store.Call {
	r.t.Helper()
	calls, err := r.db.Calls(r.t.Context(), store.CallFilter{})
	must(r.t, err)
	for _, c := range calls {
		if c.SourceID == sourceID {
			return c
		}
	}
	r.t.Fatalf("call %s is not stored", sourceID)
	return store.Call{}
}

func (r *rig) wantState(sourceID string, state store.State, reason store.Code) store.Call {
	r.t.Helper()
	c := r.call(sourceID)
	if c.State != state || c.Reason != reason {
		r.t.Errorf("call %s: got %s %q, want %s %q", sourceID, c.State, c.Reason, state, reason)
	}
	return c
}

// wantUploads demands that so many uploads were accepted, each of another call.
func (r *rig) wantUploads(n int) {
	r.t.Helper()
	seen := map[string]bool{}
	for _, u := range r.speech.Uploads() {
		if seen[u.Fields["call_id"]] {
			r.t.Errorf("call %s was paid for twice", u.Fields["call_id"])
		}
		seen[u.Fields["call_id"]] = true
	}
	if len(seen) != n {
		r.t.Errorf("%d calls were uploaded, want %d", len(seen), n)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// talk is a call of the portal with a recording of its own.
func talk(id int64, change ...func(*sandbox.PortalCall)) sandbox.PortalCall {
	c := sandbox.PortalCall{
		ID: id, UserID: 3, Phone: "+77010004512", Type: 2, EntityType: "CONTACT", EntityID: 275,
		StartedAt: time.Now().Add(-time.Hour), Duration: 3 * time.Second, Sound: wav(3*time.Second, uint32(id)), Name: "record.wav",
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// wav makes noise of a length: 16-bit PCM, 8 kHz, two channels, different for
// every seed.
func wav(length time.Duration, seed uint32) []byte {
	data := make([]byte, int(length/time.Millisecond)*32)
	for i := range data {
		seed = seed*1664525 + 1013904223
		data[i] = byte(seed >> 27)
	}
	head := []byte("RIFF....WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00")
	head = binary.LittleEndian.AppendUint32(head, 8000)
	head = binary.LittleEndian.AppendUint32(head, 32000)
	head = append(head, 4, 0, 16, 0)
	head = append(head, "data"...)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(data)))
	binary.LittleEndian.PutUint32(head[4:], uint32(36+len(data)))
	return append(head, data...)
}
