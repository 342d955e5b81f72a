package server

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
)

// Panel is what the second tab holds.
type Panel interface {
	Content() fyne.CanvasObject
	Show()
	Hide()
	Changed(c store.Change)
	SetPrinter(p *i18n.Printer)
	Close()
}

// Deps is what the screen needs. All fields but Mirror are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window
	Engine  Engine
	DB      DB
	Now     func() time.Time
	OnOpen  func(id store.CallID)     // a result is to be reviewed
	KeyHint func(keys.Command) string // the key of a command, as people call it; nil = none is named
	OnSetUp func()                    // SpeechSense is not set up yet
	Toast   func(text string)
	Mirror  Panel // «bring everything»; nil = there is no such tab
}

// The tabs, by id.
const (
	TabSearch = "search"
	TabMirror = "mirror"
)

// Screen is the search on the server. All methods belong to the UI goroutine.
type Screen struct {
	d    Deps
	m    Model
	view *view
	tab  string

	shown   bool
	stale   bool // the settings changed while hidden
	ground  *post.Reader[ground]
	names   *post.Slot
	page    *post.Slot
	opening *post.Slot
	saving  *post.Slot
	pulse   *post.Coalescer
	asked   int // which question the progress belongs to
}

// New makes the screen; nothing is read before Show.
func New(d Deps) *Screen {
	s := &Screen{
		d: d, stale: true, tab: TabSearch, m: Model{Draft: Draft{Order: OrderNewest}, Keys: store.TalkKeys(store.SpeechSettings{}, nil)},
		names: post.NewSlot(d.Ctx, d.Post), page: post.NewSlot(d.Ctx, d.Post), opening: post.NewSlot(d.Ctx, d.Post),
		saving: post.NewSlot(d.Ctx, d.Post), pulse: post.NewCoalescer(d.Post),
	}
	s.ground = post.NewReader(d.Ctx, d.Post, 0, func(ctx context.Context) ground { return loadLocal(ctx, d.DB) }, s.acceptGround)
	s.view = newView(s)
	s.view.apply()
	return s
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter rebuilds the screen in another language.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	if s.d.Mirror != nil {
		s.d.Mirror.SetPrinter(p)
	}
	s.view.build()
	s.view.apply()
}

// Show reads what the settings say now.
func (s *Screen) Show() {
	s.shown = true
	if s.stale {
		s.stale = false
		s.ground.Ask()
	}
	if s.tab == TabMirror {
		s.d.Mirror.Show()
		return
	}
	s.view.focus()
}

// Hide stops the search under way; what is there stays.
func (s *Screen) Hide() {
	s.shown = false
	s.cancel()
	s.opening.Cancel()
	s.m.Opening = ""
	if s.tab == TabMirror {
		s.d.Mirror.Hide()
	}
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.shown = false
	s.pulse.Close()
	s.ground.Close()
	for _, slot := range []*post.Slot{s.names, s.page, s.opening, s.saving} {
		slot.Close()
	}
	if s.d.Mirror != nil {
		s.d.Mirror.Close()
	}
}

// Changed reads the keys again when the settings changed.
func (s *Screen) Changed(c store.Change) {
	if s.d.Mirror != nil {
		s.d.Mirror.Changed(c)
	}
	switch {
	case c.Kind != store.KindSettings:
	case s.shown:
		s.ground.Ask()
	default:
		s.stale = true
	}
}

// acceptGround takes the settings' keys and asks the server for its names.
func (s *Screen) acceptGround(g ground) {
	s.m.Keys, s.m.Operator, s.m.Saved = g.keys, g.operator, g.saved
	if g.savedErr != nil {
		s.trouble(g.savedErr)
	}
	s.view.applyKeys()
	s.view.apply()
	post.Load(s.names, func(ctx context.Context) keysRead { return loadKeys(ctx, s.d.Engine) }, func(r keysRead) {
		s.m.KeysErr = r.err
		if r.err == nil {
			s.m.Keys = r.keys
			s.view.applyKeys()
		}
	})
}

// search asks for what the builder says, from the first page on.
func (s *Screen) search() {
	var q store.TalkQuery
	q, s.m.Faults = s.m.Draft.Query(s.m.Keys, s.m.Operator)
	s.view.applyFaults()
	if len(s.m.Faults) > 0 {
		return
	}
	s.m.Begin(q)
	s.view.top = true
	s.ask(q, "", func(r pageRead) { s.m.Accept(r.ServerPage, r.err) })
}

// needMore asks for the next page when the last rows come into view.
func (s *Screen) needMore(last int) {
	if s.m.NeedsMore(last) {
		s.more()
	}
}

func (s *Screen) more() {
	if s.m.Next == "" {
		return
	}
	s.m.More, s.m.MoreErr = true, nil
	s.ask(s.m.Query, s.m.Next, func(r pageRead) { s.m.AcceptMore(r.ServerPage, r.err) })
}

// ask reads a page and shows how far it is.
func (s *Screen) ask(q store.TalkQuery, cursor string, accept func(pageRead)) {
	s.asked++
	mine := s.asked
	s.m.Progress = engine.ServerProgress{}
	progress := func(p engine.ServerProgress) {
		s.pulse.Do(func() {
			if s.asked == mine && (s.m.Loading || s.m.More) {
				s.m.Progress = p
				s.view.applyFoot()
			}
		})
	}
	post.Load(s.page, func(ctx context.Context) pageRead { return loadPage(ctx, s.d.Engine, q, cursor, progress) }, func(r pageRead) {
		accept(r)
		s.view.apply()
		if s.shown && cursor == "" && s.tab == TabSearch {
			s.view.focusRows()
		}
	})
	s.view.apply()
}

// cancel gives up the page that is awaited.
func (s *Screen) cancel() {
	s.page.Cancel()
	s.asked++
	if s.m.Loading || s.m.More {
		s.m.Stop()
		s.view.apply()
	}
}

// open reviews a result; one that is not in the library is brought home first.
func (s *Screen) open(id store.TalkID) {
	h, ok := s.m.Hit(id)
	switch {
	case !ok:
		return
	case h.Local:
		s.d.OnOpen(h.Call.ID)
		return
	}
	s.m.Selected, s.m.Opening = id, id
	s.view.applyFoot()
	post.Load(s.opening, func(ctx context.Context) openedTalk { return openTalk(ctx, s.d.Engine, id) }, func(o openedTalk) {
		s.m.Opening = ""
		if o.err != nil {
			s.view.applyFoot()
			s.trouble(o.err)
			return
		}
		s.m.Opened(id, o.call)
		s.view.apply()
		s.d.OnOpen(o.call)
	})
}

// trouble tells of an error that leaves the screen as it is.
func (s *Screen) trouble(err error) {
	what, cure := errorText(s.d.Printer, err)
	s.d.Toast(what + ". " + cure)
}

// save asks for a name and keeps what the builder says under it.
func (s *Screen) save() {
	q, faults := s.m.Draft.Query(s.m.Keys, s.m.Operator)
	s.m.Faults = faults
	s.view.applyFaults()
	if len(faults) > 0 {
		return
	}
	s.view.askName(s.m.Chosen, func(name string) {
		s.m.Save(name, q)
		s.remember()
	})
}

// forget drops the saved search that is in the builder.
func (s *Screen) forget() {
	s.m.Forget()
	s.remember()
}

func (s *Screen) remember() {
	saved, db := s.m.Saved, s.d.DB
	post.Load(s.saving, func(ctx context.Context) error { return saveSearches(ctx, db, saved) }, func(err error) {
		if err != nil {
			s.trouble(err)
		}
	})
	s.view.applySaved()
}

// choose puts a saved search into the builder and asks it.
func (s *Screen) choose(name string) {
	for _, n := range s.m.Saved {
		if n.Name == name {
			s.m.Chosen = name
			s.m.Draft = DraftOf(n.Query, s.m.Keys, s.m.Operator)
			s.m.Faults = nil
			s.view.applyDraft()
			s.search()
			return
		}
	}
}

// clear empties the builder.
func (s *Screen) clear() {
	s.m.Draft = Draft{Order: s.m.Draft.Order}
	s.m.Faults, s.m.Chosen = nil, ""
	s.view.applyDraft()
	s.view.focus()
}

// Turn shows a tab.
func (s *Screen) Turn(tab string) {
	if tab == s.tab || tab == TabMirror && s.d.Mirror == nil {
		return
	}
	if s.tab == TabMirror {
		s.d.Mirror.Hide()
	}
	s.tab = tab
	s.view.applyTab()
	if tab == TabMirror {
		s.d.Mirror.Show()
	}
}

// canvas is where the screen stands.
func (s *Screen) canvas() fyne.Canvas { return s.d.Window.Canvas() }
