package upload

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// portal imitates the engine: what it was told stands in log.
type portal struct {
	mu       sync.Mutex
	log      []string
	status   engine.Status
	lines    []store.CheckLine
	estimate engine.Estimate
	point    string // "" = 11842
	people   []store.Person
	err      error
	hold     chan struct{} // when not nil, an estimate waits for it
}

func (p *portal) did(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.log = append(p.log, what)
}

func (p *portal) has(what string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.log, what)
}

func (p *portal) Start() error {
	p.did("start")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Running, p.status.Phase = true, engine.PhaseWorking
	return p.err
}

func (p *portal) Stop(context.Context) error {
	p.did("stop")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status.Running, p.status.Phase = false, engine.PhaseIdle
	return p.err
}

func (p *portal) Status() engine.Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}

func (p *portal) Check(context.Context, store.Settings) []store.CheckLine {
	p.did("check")
	return p.lines
}

func (p *portal) Estimate(ctx context.Context, _ store.Settings, report func(engine.Estimate)) (engine.Estimate, error) {
	p.did("estimate")
	part := p.estimate
	part.Complete = false
	part.Calls /= 2
	report(part)
	if p.hold != nil {
		select {
		case <-p.hold:
		case <-ctx.Done():
			return engine.Estimate{}, ctx.Err()
		}
	}
	return p.estimate, p.err
}

func (p *portal) People(context.Context, store.Settings) ([]store.Person, error) {
	p.did("people")
	return p.people, p.err
}

func (p *portal) Retry(_ context.Context, ids ...store.CallID) error {
	for range ids {
		p.did("retry")
	}
	return p.err
}

func (p *portal) ResetCheckpoint(context.Context) error {
	p.did("reset")
	return p.err
}

func (p *portal) Checkpoint(context.Context) (account, lastID string, err error) {
	lastID = "11842"
	if p.point != "" {
		lastID = p.point
	}
	if p.has("reset") {
		lastID = "0"
	}
	return "romashka.bitrix24.kz", lastID, nil
}

// drawer imitates the database.
type drawer struct {
	mu     sync.Mutex
	s      store.Settings
	calls  []store.Call
	people []store.Person
	err    error
}

func (d *drawer) Settings(context.Context) (store.Settings, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.s, d.err
}

func (d *drawer) SaveSettings(_ context.Context, s store.Settings) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.s = s
	return d.err
}

func (d *drawer) Calls(context.Context, store.CallFilter) ([]store.Call, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls, nil
}

func (d *drawer) People(context.Context, store.SourceKind, string) ([]store.Person, error) {
	return d.people, nil
}

func (d *drawer) saved() store.Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.s
}

// ring imitates the keyring.
type ring struct {
	mu     sync.Mutex
	kept   map[store.SecretName]string
	memory bool
	err    error // of the system's service
}

func (r *ring) Set(_ context.Context, name store.SecretName, value string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil && !r.memory {
		return r.err
	}
	r.kept[name] = value
	return nil
}

func (r *ring) Saved(context.Context, ...store.SecretName) (map[store.SecretName]bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil && !r.memory {
		return nil, r.err
	}
	out := map[store.SecretName]bool{}
	for n := range r.kept {
		out[n] = true
	}
	return out, nil
}

func (r *ring) KeepInMemory() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.memory = true
}

func (r *ring) InMemory() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.memory
}

func (r *ring) secret(name store.SecretName) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[name]
}

// desk is one Upload screen in a window, with everything around it imitated.
type desk struct {
	*uitest.World
	s      *Screen
	portal *portal
	db     *drawer
	ring   *ring
	toasts []string
	opened [][]store.State
	call   store.CallID
	again  []store.CallID
	blind  bool
	help   int
	ticks  chan struct{}
}

// set says what a desk starts from.
type set struct {
	world uitest.Options
	empty bool // nothing was set up yet
	do    func(*desk)
}

func newDesk(t *testing.T, o set) *desk {
	t.Helper()
	s, _ := good().Settings(store.DefaultSettings())
	s.DateFrom, s.DateTo = "2026-03-01", "2026-03-12" // recent on the desk's clock
	s.Language = "ru-RU, kk-KZ"
	s.Directions = []store.Direction{store.DirectionOutgoing, store.DirectionIncoming}
	d := &desk{
		portal: &portal{
			people: []store.Person{
				{ID: "3", Name: "Ким Анна", Post: "Менеджер", Active: true},
				{ID: "7", Name: "Қасымов Ержан", Active: true},
				{ID: "12", Name: "О’Нил Пётр", Active: true},
			},
			estimate: engine.Estimate{Calls: 135, Sound: 6*time.Hour + 12*time.Minute, Cost: "736", Currency: "RUB", Short: 12, ShortFor: 4 * time.Minute, Complete: true},
			lines:    []store.CheckLine{{Name: "search", OK: true}, {Name: "upload", Unsure: true}, {Name: "webhook", Arg: "romashka.bitrix24.kz", OK: true}},
		},
		db:    &drawer{s: s},
		ring:  &ring{kept: map[store.SecretName]string{store.SecretSpeechSense: "AQVN-old", store.SecretBitrix24: "https://romashka.bitrix24.kz/rest/1/old/"}},
		ticks: make(chan struct{}),
	}
	d.db.people = d.portal.people
	if o.empty {
		d.portal.point = "0"
		d.db.s, d.ring.kept = store.DefaultSettings(), map[store.SecretName]string{}
	}
	if o.do != nil {
		o.do(d)
	}
	d.World = uitest.New(t, o.world)
	d.s = New(Deps{
		Ctx: t.Context(), Post: d.Post, Printer: d.Print, Window: d.Window,
		Engine: d.portal, DB: d.db, Secrets: d.ring, Now: d.Now,
		Webhook: func(pasted string) (string, string, error) {
			if !strings.HasPrefix(pasted, "https://") {
				return "", "", store.E(store.CodeWebhookShape, "read webhook", errors.New("no address"))
			}
			host, _, _ := strings.Cut(strings.TrimPrefix(pasted, "https://"), "/")
			return pasted, host, nil
		},
		After: func(ctx context.Context, _ time.Duration) {
			select {
			case <-d.ticks:
			case <-ctx.Done():
			}
		},
		OnHelp:  func() { d.help++ },
		OnCalls: func(states []store.State) { d.opened = append(d.opened, states) },
		OnCall:  func(id store.CallID) { d.call = id },
		OnAgain: func(id store.CallID, blind bool) { d.again, d.blind = append(d.again, id), blind },
		Toast:   func(text string) { d.toasts = append(d.toasts, text) },
	})
	t.Cleanup(d.s.Close)
	root := widgets.NewRoot(d.Post, d.s.Content())
	t.Cleanup(root.Close)
	d.World.Show(root)
	d.s.Show()
	d.Wait("the settings", func() bool { return d.s.m.Loaded })
	return d
}

// say is a sentence in the desk's language.
func (d *desk) say(key string, args ...i18n.Args) string { return d.Print.S(key, args...) }
