package drill

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// The service knows one connection; its index lags, but less than the grace
// period, which is what the setting of that name must promise.
const (
	connection = "eagDrill"
	project    = "eagDrillProject"
	indexLag   = 800 * time.Millisecond
	grace      = 2 // seconds
)

// The calls on the portal: a few small recordings are always left to do, so
// that every child has work.
const (
	ahead      = 16
	streamed   = 29       // every so many-th recording is long enough to be streamed
	late       = 11       // and every so many-th appears after its call
	longBytes  = 3800_000 // over what is sent as one message
	shortBytes = 6_000
	lateBy     = 400 * time.Millisecond
)

// scene is the portal and the service a drill is played on.
type scene struct {
	seed   uint64
	now    func() time.Time
	portal *sandbox.Portal
	speech *sandbox.Server
	faults *faults
	watch  *watch
	calls  int // on the portal, numbered from 1
}

func openScene(ctx context.Context, seed uint64, now func() time.Time) (w *scene, err error) {
	w = &scene{seed: seed, now: now, watch: &watch{}}
	w.faults = newFaults(seed, w.watch)
	people := []sandbox.PortalPerson{{ID: 3, Name: "A"}, {ID: 5, Name: "B"}}
	if w.portal, err = sandbox.StartPortal(ctx, sandbox.PortalOptions{People: people}); err != nil {
		return w, err
	}
	w.speech, err = sandbox.Start(ctx, sandbox.Options{
		Key: "drill", ConnectionID: connection, ProjectID: project, VisibleAfter: indexLag, Hook: w.faults.hook,
	})
	if err != nil {
		return w, errors.Join(err, w.portal.Close())
	}
	return w, nil
}

func (w *scene) close() error { return errors.Join(w.speech.Close(), w.portal.Close()) }

// job is what a child is told to do.
func (w *scene) job(home string, wait bool) Child {
	s := store.DefaultSettings()
	s.SpeechSense.Kind, s.SpeechSense.Address, s.SpeechSense.TLS = store.KindSandbox, w.speech.Address(), store.TLSOff
	s.SpeechSense.ConnectionID, s.SpeechSense.ProjectID = connection, project
	s.SpeechSense.Service = "yandex.cloud.speechsense.v1.TalkService"
	s.MinDuration, s.PollSeconds, s.UnknownGrace = 0, 1, grace
	s.RecheckSeconds = []int{1, 2, 4, 8, 16, 60, 600, 3600}
	c := Child{Home: home, Webhook: w.portal.Webhook(), Key: "drill", Settings: s, Wait: time.Second / 2}
	if wait {
		c.Wait = 5 * time.Second
	}
	return c
}

// size is how many calls there are.
func (w *scene) size() int { return w.calls }

// supply puts calls in until enough are left to do.
func (w *scene) supply() {
	seen := map[string]bool{}
	for _, u := range w.speech.Uploads() {
		seen[u.Fields["call_id"]] = true
	}
	for w.calls < len(seen)+ahead {
		w.calls++
		w.portal.Add(w.call(w.calls))
	}
}

// call makes the n-th call, whose recording is like no other.
func (w *scene) call(n int) sandbox.PortalCall {
	c := sandbox.PortalCall{
		ID: int64(n), CallID: callID(n), UserID: int64(3 + 2*(n%2)), Phone: fmt.Sprintf("+7727%07d", n), Type: 1 + n%2,
		StartedAt: w.now().Add(-time.Hour), Duration: 30 * time.Second, Name: fmt.Sprintf("call_%d.wav", n),
		Open: func() ([]byte, error) {
			w.watch.saw(MomentFetching)
			return w.sound(n), nil
		},
	}
	if n%late == 0 {
		c.AppearAfter = lateBy
	}
	return c
}

// callID is the portal's unique id of the n-th call.
func callID(n int) string { return fmt.Sprintf("drill.%06d", n) }

// sound makes the n-th recording: a WAV of 16-bit samples of noise.
func (w *scene) sound(n int) []byte {
	size := shortBytes + 10*n
	if n%streamed == 0 {
		size = longBytes + 10*n
	}
	const rate = 8000 // Hz
	head := []byte("RIFF----WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00--------\x02\x00\x10\x00data----")
	binary.LittleEndian.PutUint32(head[4:], uint32(len(head)-8+size))
	binary.LittleEndian.PutUint32(head[24:], rate)
	binary.LittleEndian.PutUint32(head[28:], 2*rate)
	binary.LittleEndian.PutUint32(head[40:], uint32(size))
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], w.seed)
	binary.LittleEndian.PutUint64(key[8:], uint64(n))
	sound := make([]byte, size)
	_, _ = rand.NewChaCha8(key).Read(sound) // documented never to fail
	return append(head, sound...)
}
