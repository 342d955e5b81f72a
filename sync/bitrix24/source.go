package bitrix24

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/retry"
)

// The pace of requests. The portal counts per address of this computer, what
// other programs ask included: it drains 2 a second and blocks above 50 (docs:
// limits.md).
const (
	PerSecond = 2
	Burst     = 10
)

// Options is what a Source is made of. Only Webhook and Version are needed.
type Options struct {
	Webhook string       // as pasted; a secret
	Version string       // of this program, for the User-Agent
	Account string       // name of the portal in our data; empty = the webhook's host. The demo portal sets it, because its port changes
	Client  *http.Client // nil = an own one; redirects and cookies are handled by the Source either way
	Log     *slog.Logger // nil = silent; never sees an address

	// Pace is the bucket all requests of the API go through; nil = PerSecond with
	// a burst of Burst.
	Pace *rate.Limiter
	// Tries is how often a read is started at most; 0 = 6.
	Tries int
	// Idle is how long a download may stand still; 0 = 1 min.
	Idle time.Duration
	// Now is the clock; nil = time.Now.
	Now func() time.Time
	// Sleep waits; nil = a real timer. Tests make it return at once.
	Sleep func(context.Context, time.Duration) error
	// Waiting is told of every pause between two tries; may be nil.
	Waiting func(retry.Wait)
}

// Source is one portal seen through one webhook. It may be used from any
// goroutine and is meant to be kept: it remembers names and the portal's pace.
type Source struct {
	o     Options
	hook  webhook
	api   *http.Client // follows no redirect: its addresses hold the secret
	files *http.Client // follows redirects to where recordings lie
	pace  *pace

	mu    sync.Mutex
	zone  *time.Location    // nil until asked
	names map[string]string // client names by lookup key; "" = known to have none
}

// New returns a Source; nothing is asked of the portal yet. Codes:
// webhook_shape, webhook_missing.
func New(o Options) (*Source, error) {
	hook, err := parseWebhook(o.Webhook)
	if err != nil {
		return nil, err
	}
	if o.Account == "" {
		o.Account = hook.host
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Pace == nil {
		o.Pace = rate.NewLimiter(PerSecond, Burst)
	}
	if o.Tries == 0 {
		o.Tries = 6
	}
	if o.Idle == 0 {
		o.Idle = time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = retry.Sleep
	}
	s := &Source{o: o, hook: hook, names: map[string]string{}}
	s.pace = &pace{bucket: o.Pace, now: o.Now, sleep: o.Sleep, methods: map[string]*methodPace{}}
	s.api, s.files = clients(o.Client, hook)
	return s, nil
}

// Kind returns store.SourceBitrix24.
func (s *Source) Kind() store.SourceKind { return store.SourceBitrix24 }

// Account names the portal: host[:port], without the secret.
func (s *Source) Account() string { return s.o.Account }

// Zone returns the zone in which the portal's people mean a calendar day: that
// of the webhook's owner; when the profile names none, the offset of the newest
// call; when there is none either, the offset of the portal's clock.
func (s *Source) Zone(ctx context.Context) (*time.Location, error) {
	s.mu.Lock()
	zone := s.zone
	s.mu.Unlock()
	if zone != nil {
		return zone, nil
	}
	zone, err := s.findZone(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zone = zone
	return zone, nil
}

func (s *Source) findZone(ctx context.Context) (*time.Location, error) {
	owner, answer, err := s.profile(ctx, s.steady())
	if err != nil {
		return nil, err
	}
	if name := text(owner["TIME_ZONE"]); name != "" {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc, nil
		}
	}
	newest, err := s.statistics(ctx, s.steady(), statisticsQuery{Filter: map[string]any{}, Sort: "ID", Order: "DESC", Start: -1})
	if err != nil {
		return nil, err
	}
	for _, r := range newest.rows {
		if t := r.StartedAt; !t.IsZero() {
			return offsetZone(t), nil
		}
	}
	if t := instant(text(answer.clock["date_start"])); !t.IsZero() {
		return offsetZone(t), nil
	}
	return time.UTC, nil
}

// offsetZone returns a zone that has t's offset all year and is named by it.
func offsetZone(t time.Time) *time.Location {
	_, offset := t.Zone()
	return time.FixedZone("UTC"+t.Format("-07:00"), offset)
}

// profile asks who the webhook belongs to; it needs no scope.
func (s *Source) profile(ctx context.Context, p retry.Policy) (fields, answer, error) {
	a, err := s.call(ctx, p, "profile", nil)
	if err != nil {
		return nil, a, err
	}
	owner, err := object(a.result)
	if err != nil {
		return nil, a, s.unexpected("profile", err)
	}
	return owner, a, nil
}

// steady is the policy of unattended work, hasty the one of a person's check.
func (s *Source) steady() retry.Policy {
	return retry.Policy{Tries: s.o.Tries, Sleep: s.o.Sleep, Waiting: s.o.Waiting}
}

func (s *Source) hasty() retry.Policy {
	p := s.steady()
	p.Tries = min(2, p.Tries)
	return p
}

// op says in errors what was being done and where.
func (s *Source) op(what string) string { return what + " at " + s.o.Account }

// unexpected is the error for an answer whose shape nobody documented. It may
// pass: a portal in the middle of an update answers all kinds of things.
func (s *Source) unexpected(method string, err error) error {
	return store.E(store.CodeBusy, s.op(method), errors.New("unexpected answer: "+s.hook.clean(err.Error())))
}
