package transcript

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
)

// Config is what a Widget is told once. Functions may be nil.
type Config struct {
	Printer *i18n.Printer
	OnSeek  func(at time.Duration)               // a word, a phrase or a pause was clicked
	OnLeave func(following bool)                 // the reader scrolled away, or came back
	OnMove  func()                               // the reader scrolled
	Glide   func(tick func(done float32)) func() // animates a scroll and returns its stop; nil = Fyne's own
}

// Widget shows a Document and follows a position in it. UI goroutine only.
type Widget struct {
	widget.BaseWidget
	cfg   Config
	names [2]string // by side

	doc    *Document
	follow Follow
	follower
	sel     Range
	hits    []Hit
	hit     int  // the one gone to, -1 = none
	started bool // a position was given: there is a current phrase to go back to

	scroll *container.Scroll
	sheet  *sheet
	pill   *pill
	hint   *hint
	flow   flow
	views  map[int]*rowView // rows near the screen
	spare  []*rowView
	own    bool // the view is being moved by us, not by the reader
	stop   func()
	wish   *wish // where to go at the first size
}

// follower is what is lit.
type follower struct {
	who  *Follower
	at   int64 // ms
	rows []int
	lit  map[int]int // row → lit word, -1 for none
}

// New returns an empty transcript.
func New(cfg Config) *Widget {
	w := &Widget{cfg: cfg, sel: None, views: map[int]*rowView{}}
	w.sheet = newSheet(w)
	w.scroll = container.NewVScroll(w.sheet)
	w.scroll.OnScrolled = w.scrolled
	w.pill = newPill(w.Follow)
	w.pill.Hide()
	w.hint = newHint()
	w.ExtendBaseWidget(w)
	w.SetDocument(nil)
	return w
}

// SetDocument shows another transcript from its beginning, following. nil is
// an empty one.
func (w *Widget) SetDocument(d *Document) {
	if d == nil {
		d = &Document{}
	}
	w.halt()
	w.hint.Hide()
	w.doc, w.sel, w.started, w.hits, w.hit, w.wish = d, None, false, nil, -1, nil
	w.follower = follower{who: NewFollower(d), lit: map[int]int{}}
	w.follow.Resume()
	w.flow.reset(d)
	w.dropViews()
	w.reflow()
	w.moveTo(0)
	w.showPill()
}

// Replace shows the same talk after something in its text was changed: the
// reader keeps place, choice and whether the view follows.
func (w *Widget) Replace(d *Document) {
	following, sel, started, at := w.follow.On(), w.sel, w.started, w.At()
	top, within := w.flow.heights.rowAt(w.scroll.Offset.Y), float32(0)
	if top >= 0 {
		within = w.scroll.Offset.Y - w.flow.heights.at(top)
	}
	w.SetDocument(d)
	if !following {
		w.follow.ReaderScrolled()
	}
	if rows := len(w.doc.Rows); top >= 0 && rows > 0 && w.flow.width > 0 {
		w.moveTo(w.flow.heights.at(min(top, rows-1)) + within)
		if sel.Has(sel.Anchor) && max(sel.Anchor, sel.Head) < rows {
			w.Select(sel)
		}
	}
	w.started = started
	w.SetPosition(at)
	w.showPill()
}

// Document returns what is shown.
func (w *Widget) Document() *Document { return w.doc }

// SetNames says how the parties are called.
func (w *Widget) SetNames(operator, client string) {
	if names := [2]string{operator, client}; names != w.names {
		w.names = names
		w.rebind()
	}
}

// nameOf is who speaks, "" when the recording does not tell.
func (w *Widget) nameOf(r *Row) string {
	switch r.Side {
	case SideBoth:
		return ""
	case SideBot:
		return w.cfg.Printer.S("transcript.bot")
	}
	return short(w.names[r.Side])
}

// clock writes a place in the talk: minutes and seconds of a recording, the time
// of day of a chat.
func (w *Widget) clock(d time.Duration) string {
	if w.doc.Began.IsZero() {
		return w.cfg.Printer.Mark(d)
	}
	return w.cfg.Printer.Time(w.doc.Began.Add(d))
}

// SetPrinter changes the language.
func (w *Widget) SetPrinter(p *i18n.Printer) {
	w.cfg.Printer = p
	w.pill.setText(p.S("transcript.follow"))
	w.rebind()
}

// SetPosition lights what is spoken at a place of the recording and, while it
// follows, keeps it in view. It is cheap when nothing changed.
func (w *Widget) SetPosition(at time.Duration) {
	w.started = w.started || at > 0
	w.at = at.Milliseconds()
	w.rows = w.who.At(w.at, w.rows[:0])
	changed := false
	for row := range w.lit {
		if !slices.Contains(w.rows, row) {
			delete(w.lit, row)
			w.relight(row)
			changed = true
		}
	}
	for _, row := range w.rows {
		word := w.doc.Rows[row].WordAt(w.at)
		if old, ok := w.lit[row]; ok && old == word {
			continue
		}
		w.lit[row] = word
		w.relight(row)
		changed = true
	}
	if changed {
		w.keepInView()
	}
}

// NextChange returns the first place behind the one given last at which
// something else is lit; ok is false when nothing comes.
func (w *Widget) NextChange() (at time.Duration, ok bool) {
	ms := w.who.Change(w.at)
	return time.Duration(ms) * time.Millisecond, ms >= 0
}

// relight shows the state of a row if it is near the screen.
func (w *Widget) relight(row int) {
	if v := w.views[row]; v != nil {
		v.relight()
	}
}

// At is the place given last.
func (w *Widget) At() time.Duration { return time.Duration(w.at) * time.Millisecond }

// Spoken says what is lit.
type Spoken struct {
	Row    int    // row of the document; -1 when nobody speaks
	Phrase int    // index into the talk's phrases; -1 likewise
	Text   string // the phrase as shown
	Word   int    // index of the lit word in the phrase; -1 when none is
	Lit    string // that word as shown
}

// Current returns what is lit; of several voices, the one that began last.
func (w *Widget) Current() Spoken {
	if len(w.rows) == 0 {
		return Spoken{Row: -1, Phrase: -1, Word: -1}
	}
	row := &w.doc.Rows[w.rows[0]]
	s := Spoken{Row: w.rows[0], Phrase: row.Phrase, Text: row.Text(), Word: w.lit[w.rows[0]]}
	if s.Word >= 0 {
		s.Lit = row.Tokens[s.Word].Text
	}
	return s
}

// Near returns the row a reader means by «here»; -1 when there are no phrases.
func (w *Widget) Near() int { return w.who.Near(w.at) }

// Following tells whether the view moves with the sound.
func (w *Widget) Following() bool { return w.follow.On() }

// Follow goes back to the current phrase and follows again.
func (w *Widget) Follow() {
	w.follow.Resume()
	w.showPill()
	w.keepInView()
}

// Neighbour returns where the previous (step < 0) or next phrase begins; ok is
// false when there is none.
func (w *Widget) Neighbour(step int) (time.Duration, bool) {
	row := -1
	if step < 0 {
		row = w.who.Previous(w.at)
	} else {
		row = w.who.Next(w.at)
	}
	if row < 0 {
		return 0, false
	}
	return w.doc.Rows[row].Start(), true
}

// Selection returns the chosen rows.
func (w *Widget) Selection() Range { return w.sel }

// Select chooses rows; None chooses none.
func (w *Widget) Select(r Range) {
	if r == w.sel {
		return
	}
	w.sel = r
	for _, v := range w.views {
		v.relight()
	}
}

// Copy returns the chosen phrases with times and names, or the phrase at the
// current position when none are chosen.
func (w *Widget) Copy() string {
	r := w.sel
	if _, _, ok := r.Bounds(); !ok {
		row := w.who.Near(w.at)
		r = Range{row, row}
	}
	p := w.cfg.Printer
	return w.doc.Copy(r, w.clock, func(r *Row) string { return w.nameOf(r) }, func(d time.Duration) string {
		return p.S("transcript.wordless", i18n.Args{"length": p.Span(d)})
	})
}

// Shown returns the text of the rows on the screen, top to bottom.
func (w *Widget) Shown() []string {
	var out []string
	top, view := w.scroll.Offset.Y, w.scroll.Size().Height
	for row := w.flow.heights.rowAt(top); row >= 0 && row < len(w.doc.Rows) && w.flow.heights.at(row) < top+view; row++ {
		out = append(out, w.doc.Rows[row].Text())
	}
	return out
}

// CreateRenderer is for Fyne.
func (w *Widget) CreateRenderer() fyne.WidgetRenderer { return &renderer{w} }

// renderer lays the scroll out with the pill above its lower edge.
type renderer struct{ w *Widget }

func (r *renderer) Layout(size fyne.Size) {
	r.w.scroll.Move(fyne.NewPos(0, -bleed()))
	r.w.resized(size)
	pill := r.w.pill.MinSize()
	r.w.pill.Resize(pill)
	r.w.pill.Move(fyne.NewPos((size.Width-pill.Width)/2, size.Height-pill.Height-3*pad()))
}

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(leastWidth(), 4*rowPitch()) }

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.w.scroll, r.w.pill, r.w.hint}
}

func (r *renderer) Refresh() { r.w.restyle() }

func (r *renderer) Destroy() { r.w.halt() }
