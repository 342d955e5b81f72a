package calls

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
)

// Deps is what the screen needs. All fields but OnMore are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window
	DB      DB
	Now     func() time.Time
	OnOpen  func(id store.CallID)     // a call is to be reviewed
	KeyHint func(keys.Command) string // the key of a command, as people call it; nil = none is named
	OnSetUp func()                    // there are no calls: the upload is to be set up
	OnMore  func()                    // a call asked after may have a next one now; nil = nobody asks
}

// How often the list is read again while the run goes on, and how long after
// the last letter a search begins.
const (
	listPace   = 700 * time.Millisecond
	typingRest = 150 * time.Millisecond
)

// Screen is the list of calls. All methods belong to the UI goroutine.
type Screen struct {
	d    Deps
	m    Model
	view *view

	shown  bool
	list   *post.Reader[Result]
	read   func()     // somebody waits for the list
	some   *post.Slot // single calls that changed
	more   *post.Slot // the next page
	tags   *post.Reader[[]store.Tag]
	typing *post.Slot // waits for the end of typing
	stale  bool       // something changed while hidden
	wanted []store.CallID
}

// New makes the screen; nothing is read before Show.
func New(d Deps) *Screen {
	s := &Screen{
		d: d, stale: true, m: Model{Filter: Filter{Group: GroupAll}},
		some: post.NewSlot(d.Ctx, d.Post), more: post.NewSlot(d.Ctx, d.Post), typing: post.NewSlot(d.Ctx, d.Post),
	}
	s.list = post.NewReaderOf(d.Ctx, d.Post, listPace, func() func(context.Context) Result {
		f := s.m.Filter
		return func(ctx context.Context) Result { return load(ctx, d.DB, f, 0, d.Now) }
	}, s.accept)
	s.tags = post.NewReader(d.Ctx, d.Post, tagPace, func(ctx context.Context) []store.Tag { return readTags(ctx, d.DB) }, s.acceptTags)
	s.view = newView(s)
	s.apply()
	return s
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter rebuilds the screen in another language, in the same place of the list.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.view.build()
	s.apply()
}

// Show begins to follow the list.
func (s *Screen) Show() {
	s.shown = true
	if s.stale {
		s.stale = false
		s.list.Ask()
	}
	s.tags.Ask()
	s.view.focus()
}

// Hide stops following; what changes meanwhile is read at the next Show.
func (s *Screen) Hide() {
	s.shown = false
	s.stale = true
	s.list.Cancel()
	s.tags.Cancel()
	s.some.Cancel()
	s.more.Cancel()
	s.typing.Cancel()
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.shown = false
	s.list.Close()
	s.tags.Close()
	for _, slot := range []*post.Slot{s.some, s.more, s.typing} {
		slot.Close()
	}
}

// Changed reads again what a change is about: single calls in place when they
// are on the list, else the list.
func (s *Screen) Changed(c store.Change) {
	if c.Kind == store.KindTalks && s.shown {
		s.tags.Ask()
	}
	switch {
	case c.Kind != store.KindCalls && c.Kind != store.KindTalks:
	case !s.shown:
		s.stale = true
	case len(c.IDs) == 0 || !s.m.Has(c.IDs) || s.m.Filter.Text != "" || s.m.Filter.Tag != "":
		s.list.Ask()
	default:
		s.patch(c.IDs)
	}
}

// patch reads single calls again. Ids asked for while an answer is awaited go
// into the next question.
func (s *Screen) patch(ids []store.CallID) {
	for _, id := range ids {
		if !slices.Contains(s.wanted, id) {
			s.wanted = append(s.wanted, id)
		}
	}
	if s.some.Busy() {
		return
	}
	asked, f, db := s.wanted, s.m.Filter, s.d.DB
	s.wanted = nil
	type answer struct {
		rowsRead
		counts map[store.State]int
	}
	post.Load(s.some, func(ctx context.Context) answer {
		rows, counts := loadSome(ctx, db, f, asked)
		return answer{rows, counts}
	}, func(a answer) {
		switch {
		case a.Err != nil || !s.m.Patch(asked, a.Rows):
			s.list.Ask()
		default:
			s.m.Counts = a.counts
			s.apply()
		}
		if len(s.wanted) > 0 {
			s.patch(nil)
		}
	})
}

// accept takes a new reading. What was scrolled to beyond the first page is
// read again, so that the place in the list is kept.
func (s *Screen) accept(r Result) {
	if r.Err == nil && len(s.m.Rows) > len(r.Rows) && r.Total > len(r.Rows) {
		s.keepPlace(r)
		return
	}
	s.more.Cancel()
	s.m.Accept(r)
	s.apply()
	if s.read != nil {
		s.read()
		s.read = nil
	}
}

// Read reads the list though it is not shown, and tells when that is done.
func (s *Screen) Read(done func()) {
	s.read = done
	s.list.Ask()
}

// keepPlace reads as many rows as were shown before taking the new result.
func (s *Screen) keepPlace(r Result) {
	f, db, now, rows := s.m.Filter, s.d.DB, s.d.Now, len(s.m.Rows)
	post.Load(s.more, func(ctx context.Context) Result { return load(ctx, db, f, rows, now) }, func(r Result) {
		s.m.Accept(r)
		s.apply()
	})
}

// narrow shows what fits another filter, from its top.
func (s *Screen) narrow(f Filter) {
	if f == s.m.Filter {
		return
	}
	s.some.Cancel()
	s.more.Cancel()
	s.wanted = nil
	s.m.Filter = f
	s.m.Rows = nil
	s.view.top = true
	s.list.Anew()
	s.view.applyChips()
	s.view.applyTags()
}

// Narrow shows the calls in some states, as another screen asks.
func (s *Screen) Narrow(states []store.State) {
	s.typing.Cancel()
	s.narrow(Filter{Group: GroupOf(states)})
	s.view.setText("")
}

// typed searches once the person stops typing for a moment.
func (s *Screen) typed(text string) {
	f := s.m.Filter
	f.Text = text
	post.Load(s.typing, func(ctx context.Context) struct{} {
		timer := time.NewTimer(typingRest)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		return struct{}{}
	}, func(struct{}) { s.narrow(f) })
}

// needMore reads the next page when the last rows come into view.
func (s *Screen) needMore(last int) {
	if !s.m.NeedsMore(last) || s.more.Busy() {
		return
	}
	f, db, offset := s.m.Filter, s.d.DB, len(s.m.Rows)
	post.Load(s.more, func(ctx context.Context) rowsRead { return loadMore(ctx, db, f, offset) }, func(r rowsRead) {
		if r.Err != nil {
			s.m.Err = r.Err
		} else {
			s.m.AcceptMore(r.Rows)
		}
		s.apply()
		if s.d.OnMore != nil {
			s.d.OnMore()
		}
	})
}

// all drops every condition.
func (s *Screen) all() {
	s.typing.Cancel()
	s.narrow(Filter{Group: GroupAll})
	s.view.setText("")
}

// open opens a call for review.
func (s *Screen) open(id store.CallID) {
	s.m.Selected = id
	s.d.OnOpen(id)
}

// Next returns the call that follows one in the list, for «next call», and
// marks it as the selected one.
func (s *Screen) Next(id store.CallID) (store.CallID, bool) {
	next, ok := s.After(id)
	if ok {
		s.m.Selected = next
		s.apply()
	}
	return next, ok
}

// After returns the call that follows one in the list. Near the end of what was
// read the next page is asked for, so that going on from call to call does not
// stop there; OnMore tells when it has come.
func (s *Screen) After(id store.CallID) (store.CallID, bool) {
	if i := s.m.index(id); i >= 0 {
		s.needMore(i)
	}
	return s.m.After(id)
}

// FocusSearch puts the cursor into the search field.
func (s *Screen) FocusSearch() { s.view.focusSearch() }

func (s *Screen) apply() { s.view.apply() }

// Selected is the call the keys mean; 0 = none.
func (s *Screen) Selected() store.CallID { return s.m.Selected }
