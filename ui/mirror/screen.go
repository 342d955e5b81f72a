package mirror

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// Engine is what the panel asks of the work. StopMirror and MirrorStatus may
// take a while and are called in the background.
type Engine interface {
	StartMirror()
	StopMirror(ctx context.Context) error
	MirrorStatus(ctx context.Context) (engine.MirrorStatus, error)
}

// Deps is what the panel needs. All fields are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Engine  Engine
	Now     func() time.Time
	// After waits for d; it returns early when ctx ends.
	After func(ctx context.Context, d time.Duration)
}

const (
	readPace = 300 * time.Millisecond
	// lookEvery is how often a shown panel reads the quota, which gains room
	// without anything being announced.
	lookEvery = 2 * time.Second
)

// loaded is one reading.
type loaded struct {
	status engine.MirrorStatus
	err    error
}

// Screen is the panel. All methods belong to the UI goroutine.
type Screen struct {
	d     Deps
	view  *view
	last  loaded
	known bool
	shown bool

	read *post.Reader[loaded]
	work *post.Slot // a start or a stop
	tick *post.Slot
}

// New makes the panel; nothing is read before Show.
func New(d Deps) *Screen {
	s := &Screen{d: d, work: post.NewSlot(d.Ctx, d.Post), tick: post.NewSlot(d.Ctx, d.Post)}
	s.read = post.NewReader(d.Ctx, d.Post, readPace, func(ctx context.Context) loaded {
		st, err := d.Engine.MirrorStatus(ctx)
		return loaded{st, err}
	}, s.accept)
	s.view = newView(s)
	return s
}

// Content is what is shown.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter speaks another language.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.view.build()
}

// Show begins to read how things stand.
func (s *Screen) Show() {
	s.shown = true
	s.read.Ask()
	s.look()
}

// Hide stops reading.
func (s *Screen) Hide() {
	s.shown = false
	s.read.Cancel()
	s.tick.Cancel()
}

// Changed reads again when the work or the settings changed.
func (s *Screen) Changed(c store.Change) {
	if s.shown && (c.Kind == store.KindRun || c.Kind == store.KindSettings) {
		s.read.Ask()
	}
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.read.Close()
	s.tick.Close()
	s.work.Close()
}

// look reads again in a while, as long as the panel is shown.
func (s *Screen) look() {
	after := s.d.After
	post.Load(s.tick, func(ctx context.Context) struct{} {
		after(ctx, lookEvery)
		return struct{}{}
	}, func(struct{}) {
		if s.shown {
			s.read.Ask()
			s.look()
		}
	})
}

func (s *Screen) accept(l loaded) {
	s.last, s.known = l, true
	s.view.apply()
}

func (s *Screen) start() {
	work := s.d.Engine
	post.Load(s.work, func(context.Context) error {
		work.StartMirror()
		return nil
	}, func(error) { s.read.Ask() })
}

func (s *Screen) stop() {
	work := s.d.Engine
	post.Load(s.work, work.StopMirror, func(error) { s.read.Ask() })
}
