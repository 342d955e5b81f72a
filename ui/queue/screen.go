package queue

import (
	"context"
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
)

// Deps is what the screen needs. All fields but Shuffle are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	DB      DB
	Now     func() time.Time
	Shuffle func(n int, swap func(i, j int)) // nil = rand.Shuffle

	OnListen  func(id store.CallID, speed float64) // listen to a call of the queue; speed 0 = as it is
	OnOpen    func(id store.CallID)                // look at a call outside of the queue
	OnChanged func()                               // the queue went on, began or ended
	Toast     func(text string)
	SavePath  func(name string, chosen func(path string))
}

// reportPace is how often the report is read again at most.
const reportPace = 2 * time.Second

// Screen is the queue. All methods belong to the UI goroutine.
type Screen struct {
	d    Deps
	view *view

	form   Form
	run    *Run // nil = none under way
	picked picked
	known  bool // picked is of the form
	left   int  // transcripts to measure before calls can be picked, as far as known
	halted bool // a person did not want to wait for it
	report report
	told   bool // report was read
	behind behind
	whose  string // heading of what behind shows; "" = nothing
	tab    string

	shown   bool
	restore *post.Slot
	pick    *post.Reader[picked]
	read    *post.Reader[report]
	look    *post.Slot
	file    *post.Slot
	keep    *post.Reader[error]
	loaded  bool // what was kept is here
}

// New makes the screen and reads what was kept of a queue.
func New(d Deps) *Screen {
	if d.Shuffle == nil {
		d.Shuffle = rand.Shuffle
	}
	s := &Screen{d: d, form: firstForm(), tab: TabPicked}
	s.restore, s.look, s.file = post.NewSlot(d.Ctx, d.Post), post.NewSlot(d.Ctx, d.Post), post.NewSlot(d.Ctx, d.Post)
	s.pick = post.NewReaderOf(d.Ctx, d.Post, 0, func() func(context.Context) picked {
		f := s.form
		return func(ctx context.Context) picked { return pick(ctx, d.DB, f, d.Now(), d.Shuffle, s.measuring(ctx)) }
	}, s.acceptPicked)
	s.read = post.NewReaderOf(d.Ctx, d.Post, reportPace, func() func(context.Context) report {
		f, run := s.form, s.run
		return func(ctx context.Context) report { return readReport(ctx, d.DB, f, run, d.Now()) }
	}, s.acceptReport)
	s.keep = post.NewReaderOf(d.Ctx, d.Post, 0, func() func(context.Context) error {
		text := saved{s.form, s.run}.text()
		return func(ctx context.Context) error {
			return d.DB.SetPref(context.WithoutCancel(ctx), prefQueue, text)
		}
	}, func(err error) {
		if err != nil {
			s.trouble(err)
		}
	})
	s.view = newView(s)
	post.Load(s.restore, func(ctx context.Context) string {
		text, _ := d.DB.Pref(ctx, prefQueue)
		return text
	}, func(text string) {
		if !s.loaded { // nothing was asked for meanwhile
			was := readSaved(text)
			s.form, s.run, s.loaded = was.Form, was.Run, true
		}
		s.view.build()
		s.d.OnChanged()
		if s.shown {
			s.again()
		}
	})
	return s
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter speaks another language.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.view.build()
}

// Show reads the report, and has calls picked when there are none yet.
func (s *Screen) Show() {
	s.shown = true
	if s.loaded {
		s.again()
	}
}

func (s *Screen) again() {
	if !s.known && s.run == nil && !s.halted {
		s.pick.Ask()
	}
	s.read.Ask()
}

// Hide stops reading.
func (s *Screen) Hide() {
	s.shown = false
	s.pick.Cancel()
	s.read.Cancel()
	s.look.Cancel()
}

// Changed reads the report again. What was picked stays: it would be other
// calls.
func (s *Screen) Changed(c store.Change) {
	switch c.Kind {
	case store.KindHeard, store.KindCalls, store.KindTalks:
		if s.shown && s.loaded {
			s.read.Ask()
		}
	}
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.restore.Close()
	s.pick.Close()
	s.read.Close()
	s.look.Close()
	s.file.Close()
	s.keep.Close()
}

// Do carries out a command that means something here.
func (s *Screen) Do(c keys.Command) bool {
	switch {
	case c == keys.NextCall:
		s.start()
	case c == keys.Refresh:
		s.repick()
	case c == keys.Leave && s.whose != "":
		s.shut()
	default:
		return false
	}
	return true
}

// Set takes another form from outside.
func (s *Screen) Set(f Form) {
	s.set(f)
	s.view.build()
}

// set takes the form a person changed.
func (s *Screen) set(f Form) {
	s.form, s.known, s.halted, s.loaded = f, false, false, true
	s.keep.Ask()
	s.shut()
	if s.run == nil {
		s.pick.Anew()
	}
	s.read.Anew()
	s.view.apply()
}

// repick has other calls picked.
func (s *Screen) repick() {
	if s.run == nil {
		s.known, s.halted = false, false
		s.pick.Anew()
		s.view.apply()
	}
	s.read.Anew()
}

func (s *Screen) acceptPicked(p picked) {
	s.picked, s.known, s.left = p, true, 0
	s.view.apply()
}

func (s *Screen) acceptReport(r report) {
	s.report, s.told = r, true
	s.view.apply()
}

// start begins the queue that was picked, or goes on with the one under way.
func (s *Screen) start() {
	if s.run != nil {
		s.d.OnListen(s.run.Items[s.run.At].Call, 0)
		return
	}
	if !s.known || len(s.picked.Items) == 0 {
		return
	}
	s.run = &Run{Rule: s.form.Rule, Items: s.picked.Items}
	s.report.Run = s.picked.Calls
	s.went()
	s.d.OnListen(s.run.Items[0].Call, s.form.Speed)
}

// went keeps where the queue is and tells of it.
func (s *Screen) went() {
	s.keep.Ask()
	s.view.apply()
	s.d.OnChanged()
}

// Left is how many calls of the queue are still to be listened to, with the one
// being listened to; 0 when there is no queue.
func (s *Screen) Left() int {
	if s.run == nil {
		return 0
	}
	return len(s.run.Items) - s.run.At
}

// Place tells where in the queue a call is: its number from 1 of how many, and
// the time it and those behind it take.
func (s *Screen) Place(id store.CallID) (n, of int, left time.Duration, ok bool) {
	if s.run == nil {
		return 0, 0, 0, false
	}
	i := s.run.index(id)
	if i < 0 {
		return 0, 0, 0, false
	}
	return i + 1, len(s.run.Items), s.run.left(i), true
}

// Next goes on to the call behind one of the queue; ok is false behind the last
// one, with which the queue ends.
func (s *Screen) Next(id store.CallID) (next store.CallID, ok bool) {
	if s.run == nil {
		return 0, false
	}
	i := s.run.index(id) + 1
	if i >= len(s.run.Items) {
		s.Leave()
		s.d.Toast(s.d.Printer.S("queue.over"))
		s.Turn(TabReport)
		return 0, false
	}
	s.run.At = i
	s.went()
	return s.run.Items[i].Call, true
}

// Leave ends the queue.
func (s *Screen) Leave() {
	s.run, s.known, s.halted = nil, false, false
	s.went()
	if s.shown {
		s.again()
	}
}

// at opens a call of the list picked: the queue goes on from there.
func (s *Screen) at(id store.CallID) {
	if s.run == nil {
		s.d.OnOpen(id)
		return
	}
	if i := s.run.index(id); i >= 0 {
		s.run.At = i
		s.went()
		s.d.OnListen(id, 0)
	}
}

// Turn shows another page.
func (s *Screen) Turn(tab string) {
	s.tab = tab
	s.view.build()
}
