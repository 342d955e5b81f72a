package upload

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// Deps is what the screen needs. All fields are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window // for questions and menus
	Engine  Engine
	DB      DB
	Secrets Secrets
	// Webhook reads a pasted webhook address; the error is coded and free of
	// the address itself.
	Webhook func(pasted string) (normalised, account string, err error)
	Demo    bool // keys are of no worth: where they are kept is not told
	Now     func() time.Time
	// After waits for a countdown; it returns early when ctx ends.
	After  func(ctx context.Context, d time.Duration)
	OnHelp func()
	// OnChats brings chats from a file; nil = not offered.
	OnChats func()
	// OnCalls opens the list of calls narrowed to states.
	OnCalls func(states []store.State)
	// OnCall opens one call.
	OnCall func(id store.CallID)
	// OnAgain asks whether a call is to be sent again; blind tells that a lost
	// one cannot be searched for.
	OnAgain func(id store.CallID, blind bool)
	// Toast shows a short message that needs no answer.
	Toast func(text string)
}

// Screen is the Upload screen. All methods belong to the UI goroutine.
type Screen struct {
	d    Deps
	m    Model
	view *view

	shown    bool
	settings *post.Reader[Loaded]
	status   *post.Reader[engine.Status]
	calls    *post.Reader[attention]
	point    *post.Reader[checkpoint]
	slots    slots

	question *question // the one asked before Start; nil while none is

	secretSlots    map[store.SecretName]*post.Slot
	fresh, refused map[store.SecretName]bool // secrets whose fields have not been told yet how storing went
}

// slots holds one request a person made of each kind.
type slots struct {
	save, check, estimate, people, run, retry, reset, tick *post.Slot
}

// How often the screen re-reads while things change fast: the numbers as fast
// as they are announced, lists at the pace a person reads, and what costs a
// look into the keyring seldom.
const (
	statusPace     = 200 * time.Millisecond
	attentionPace  = 400 * time.Millisecond
	checkpointPace = 2 * time.Second
)

// New makes the screen; nothing is read before Show.
func New(d Deps) *Screen {
	s := &Screen{
		d: d, fresh: map[store.SecretName]bool{}, refused: map[store.SecretName]bool{},
		secretSlots: map[store.SecretName]*post.Slot{
			store.SecretSpeechSense: post.NewSlot(d.Ctx, d.Post), store.SecretBitrix24: post.NewSlot(d.Ctx, d.Post),
		},
	}
	s.settings = post.NewReader(d.Ctx, d.Post, 0, func(ctx context.Context) Loaded {
		return load(ctx, d.DB, d.Secrets, d.Engine)
	}, func(l Loaded) {
		s.m.Accept(l)
		s.apply()
		s.estimateFirst()
	})
	s.status = post.NewReader(d.Ctx, d.Post, statusPace, func(context.Context) engine.Status {
		return d.Engine.Status()
	}, s.acceptStatus)
	s.calls = post.NewReader(d.Ctx, d.Post, attentionPace, func(ctx context.Context) attention {
		return loadAttention(ctx, d.DB)
	}, func(a attention) {
		s.m.Attention, s.m.AttentionErr = a.Calls, a.Err
		s.applyRun()
	})
	s.point = post.NewReader(d.Ctx, d.Post, checkpointPace, func(ctx context.Context) checkpoint {
		return loadCheckpoint(ctx, d.Engine)
	}, func(c checkpoint) {
		s.m.AcceptCheckpoint(c)
		s.apply()
	})
	for _, slot := range s.each() {
		*slot = post.NewSlot(d.Ctx, d.Post)
	}
	s.view = newView(s)
	s.apply()
	return s
}

func (s *Screen) each() []**post.Slot {
	l := &s.slots
	return []**post.Slot{&l.save, &l.check, &l.estimate, &l.people, &l.run, &l.retry, &l.reset, &l.tick}
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter rebuilds the screen in another language. What was typed stays, except
// for secrets, which no one keeps outside of their fields.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.view.build()
	s.apply()
}

// Show begins to follow the run.
func (s *Screen) Show() {
	s.shown = true
	s.settings.Ask()
	s.status.Ask()
	s.calls.Ask()
}

// Hide stops following; requests a person began go on.
func (s *Screen) Hide() {
	s.shown = false
	s.settings.Cancel()
	s.status.Cancel()
	s.calls.Cancel()
	s.point.Cancel()
	s.slots.tick.Cancel()
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.shown = false
	s.settings.Close()
	s.status.Close()
	s.calls.Close()
	s.point.Close()
	for _, slot := range s.each() {
		(*slot).Close()
	}
	for _, slot := range s.secretSlots {
		slot.Close()
	}
}

// Changed re-reads what a change is about.
func (s *Screen) Changed(c store.Change) {
	if !s.shown {
		return
	}
	switch c.Kind {
	case store.KindRun:
		s.status.Ask()
	case store.KindCalls, store.KindTalks:
		s.calls.Ask()
	case store.KindSettings:
		s.settings.Ask()
	}
}

// Dirty tells whether typed changes would be lost.
func (s *Screen) Dirty() bool { return s.m.Editing && s.m.Loaded && s.m.Changed() }

func (s *Screen) acceptStatus(st engine.Status) {
	moved := st.Listed != s.m.Status.Listed || st.Running != s.m.Status.Running
	s.m.AcceptStatus(st)
	s.applyRun()
	if moved && s.m.Secrets[store.SecretBitrix24] {
		s.point.Ask()
	}
}

// apply shows the whole model.
func (s *Screen) apply() {
	s.view.apply()
	s.tick()
}

// applyRun shows what changes while the run goes on.
func (s *Screen) applyRun() {
	s.view.applyRun()
	s.tick()
}

// tick arranges for countdowns to be drawn again when they stop being true.
func (s *Screen) tick() {
	wait := NextTick(s.d.Now(), s.m.Items(), s.m.Status)
	if wait == 0 || !s.shown {
		s.slots.tick.Cancel()
		return
	}
	after := s.d.After
	post.Load(s.slots.tick, func(ctx context.Context) struct{} {
		after(ctx, wait)
		return struct{}{}
	}, func(struct{}) { s.applyRun() })
}
