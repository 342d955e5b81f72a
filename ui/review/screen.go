package review

import (
	"context"
	"net/url"
	"reflect"
	"runtime"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
	"sensedesk/ui/transcript"
)

// Deps is what the desk is given.
type Deps struct {
	Post    post.Post
	Printer *i18n.Printer
	Calls   Calls
	Files   Files
	Waves   Waves
	Player  Player

	Ticks     func(every time.Duration) (ticks <-chan time.Time, stop func()) // nil = time.NewTicker
	Copy      func(text string)                                               // to the clipboard; nil = the app's
	Edits     Edits                                                           // of metadata; nil = the desk only shows them
	Desk      Desk                                                            // what a person writes; nil = the desk is only read
	Tell      func(text string)                                               // says something in passing; nil = nobody does
	Now       func() time.Time                                                // nil = time.Now
	OnEdited  func()                                                          // an edit of metadata waits to be sent; nil = nobody sends
	OnTrouble func(err error)                                                 // something a person did could not be kept; nil = nobody tells

	Scores  Scores                    // cards and scores; nil = calls are not scored here
	KeyHint func(keys.Command) string // the key of a command, as people call it; nil = as delivered
	OnCards func()                    // where cards are made and changed; nil = not offered

	Silence   time.Duration                                         // from which a silence is an event; 0 = DefaultSilence
	OnSilence func(time.Duration)                                   // another length was chosen; nil = it is not kept
	Habits    string                                                // of last time, as kept under PrefDesk
	Recall    func(ctx context.Context, key string) (string, error) // what Remember was told; nil = every call begins at its beginning
	Remember  func(key, value string)                               // keeps a value, without waiting for it; nil = nothing is kept

	Cost   func(length time.Duration, perMinute string) string // of recognising a recording; nil = not told
	OnOpen func(address *url.URL)                              // show a page in the browser; nil = not offered

	OnBack     func()                                 // back to the list of calls
	OnNext     func()                                 // the next call of the list
	Beat       time.Duration                          // of the countdown to the next call of a queue; 0 = a second
	Heard      Heard                                  // keeps what was played; nil = nobody counts
	Kept       Kept                                   // what the service said beyond the talk; nil = not offered
	ReadAnswer func(raw []byte) (store.Answer, error) // makes the answer as it came readable; nil with Kept

	OnFetch func(store.CallID) // fetch the recording again; nil = not offered
	OnLink  func(store.CallID) // take a file of this computer for the recording; nil = not offered
	OnAgain func(store.CallID) // ask whether to send the call again; nil = not offered
}

// Screen is the review desk. Everything but Close belongs to the UI goroutine.
type Screen struct {
	Deps
	state      State
	ctx        context.Context
	end        context.CancelFunc
	read       *post.Slot // the call
	sound      *post.Slot // its recording, into the player
	wave       *post.Slot // its outline
	everything *post.Slot // all that the service said of it
	finding    *post.Slot // within that
	tagging    *post.Slot // tags of other calls
	writes     writers
	scoring    *scoring
	meter      *meter   // counts what is heard
	queue      *InQueue // nil = the call is not in a queue
	leaveQueue func()
	onward     *onward // to the next call of the queue
	journal    *journal
	typed      *post.Pause // what is typed is kept when the hand rests
	editor     *editor
	drawn      *post.Coalescer
	pulse      *pulse
	visible    bool
	at         time.Duration // where the reader is while no sound tells
	soon       bool          // play was asked for before the recording was there
	hasNext    bool

	swaps map[string]bool // left and right changed over by now, by the name it is kept under

	keeping               *post.Soon // where the reader is
	keptPlace, keptHabits string     // as written last
	side                  float32    // width of the right column as chosen; 0 = by the window

	text    *transcript.Widget
	view    view
	fold    folding    // in a narrow window
	barOpen bool       // all controls of the sound are shown there
	data    *dataPanel // all the data, while it is open
}

// New returns an empty desk. Close it.
func New(ctx context.Context, d Deps) *Screen {
	s := &Screen{Deps: d, hasNext: d.OnNext != nil}
	if s.KeyHint == nil {
		m := keys.New(runtime.GOOS)
		s.KeyHint = func(c keys.Command) string { return m.Hint(s.Printer, c) }
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	s.ctx, s.end = context.WithCancel(ctx)
	s.meter = newMeter(s)
	s.state = State{Silence: d.Silence, Speed: 1, Gains: [2]Gain{{Level: 1}, {Level: 1}}}
	s.read, s.sound, s.wave = post.NewSlot(s.ctx, d.Post), post.NewSlot(s.ctx, d.Post), post.NewSlot(s.ctx, d.Post)
	s.everything, s.finding, s.tagging = post.NewSlot(s.ctx, d.Post), post.NewSlot(s.ctx, d.Post), post.NewSlot(s.ctx, d.Post)
	s.journal, s.typed = newJournal(s), post.NewPause(s.ctx, d.Post, rest)
	s.drawn = post.NewCoalescer(d.Post)
	s.scoring = newScoring(s)
	s.onward = newOnward(s)
	s.pulse = newPulse(d.Post, d.Ticks, s.tick)
	s.text = transcript.New(transcript.Config{Printer: d.Printer, OnSeek: s.playFrom, OnMove: s.moved})
	s.keeping = post.NewSoon(s.ctx, d.Post, keepEvery, s.keep)
	s.resume()
	s.build()
	s.apply()
	s.listen()
	return s
}

// Content is what the shell puts into the window.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// Transcript is the text of the call, for tests to look at.
func (s *Screen) Transcript() *transcript.Widget { return s.text }

// State is what the desk shows now.
func (s *Screen) State() State { return s.state }

// Call is the call on the desk; 0 when there is none.
func (s *Screen) Call() store.CallID { return s.state.ID }

// Loading tells whether the call is being read.
func (s *Screen) Loading() bool { return s.read.Busy() }

// Open puts a call on the desk. The one before is stopped.
func (s *Screen) Open(id store.CallID) {
	s.shutData()
	s.onward.stop()
	s.hear(false)
	s.editor.shut()
	s.Player.Pause()
	s.pulse.stop()
	s.sound.Cancel()
	s.wave.Cancel()
	s.keep()
	s.keptPlace = ""
	s.state = s.state.Fresh(id)
	s.at, s.soon = 0, false
	s.text.SetDocument(nil)
	s.scoring.fresh()
	s.apply()
	s.load()
	s.scoring.load()
}

// load reads the call on the desk.
func (s *Screen) load() {
	id, calls, edits, desk, files := s.state.ID, s.Calls, s.Edits, s.Desk, s.Files
	recall := s.Recall
	post.Load(s.read, func(ctx context.Context) Result {
		r := read(ctx, calls, edits, desk, files, id)
		r.Spot, r.SpotText = recallSpot(ctx, recall, id)
		r.Swapped = recallSwap(ctx, recall, r.Call)
		return r
	}, s.accept)
}

// accept shows what was read. A call that is on the desk already is only
// refreshed: the reader keeps place, choice and sound.
func (s *Screen) accept(r Result) {
	before, cost := s.state, s.costOf(r)
	if before.Loaded && r.Err == nil && sameAs(before, r) && before.Cost == cost && before.Currency == r.Currency {
		return
	}
	s.state = s.state.Accept(r)
	s.state.Cost, s.state.Currency = cost, r.Currency
	s.cutByWords()
	if r.Err == nil && !sameText(before, s.state) {
		if before.Loaded {
			s.text.Replace(s.state.Document)
		} else {
			s.text.SetDocument(s.state.Document)
		}
		s.text.SetPosition(s.position())
		s.view.find.look()
	}
	if r.Err == nil && !before.Loaded {
		s.goOn(r.Spot, r.SpotText)
		s.goOnSwapped(r.Swapped)
	}
	if s.visible {
		s.takeCopy(true) // at Show the window may not have known its content yet
	}
	if r.Err == nil && (!before.Loaded || recordingOf(before) != recordingOf(s.state)) {
		s.loadSound()
	}
	s.apply()
}

// sameAs tells whether what was read is what is shown already.
func sameAs(s State, r Result) bool {
	return s.Operator == r.Operator && reflect.DeepEqual(s.Call, r.Call) && s.ScoreKey == r.ScoreKey && reflect.DeepEqual(s.Edits, r.Edits) && reflect.DeepEqual(s.Desk, r.Desk) && reflect.DeepEqual(s.Talk, r.Talk)
}

// sameText tells whether two states show the same transcript.
func sameText(a, b State) bool {
	return a.Loaded && a.Operator == b.Operator && reflect.DeepEqual(a.Amended, b.Amended) && reflect.DeepEqual(a.Talk.Phrases, b.Talk.Phrases)
}

// recordingOf is the content hash of the call's recording, "" when there is none.
func recordingOf(s State) string {
	if s.Call.Recording == nil {
		return ""
	}
	return s.Call.Recording.Hash
}

// Changed tells that the store changed; the desk reads again what concerns it.
func (s *Screen) Changed(c store.Change) {
	mine := len(c.IDs) == 0 || slices.Contains(c.IDs, s.state.ID)
	if mine {
		s.scoring.changed(c)
	}
	if s.state.ID != 0 && mine && (c.Kind == store.KindCalls || c.Kind == store.KindTalks || c.Kind == store.KindDesk || c.Kind == store.KindSettings) {
		s.load()
	}
}

// Show tells that the desk is on the window.
func (s *Screen) Show() {
	s.visible = true
	s.takeCopy(true)
	s.follow()
}

// Hide tells that it no longer is: the sound pauses and nothing ticks.
func (s *Screen) Hide() {
	s.visible = false
	s.onward.stop()
	s.keep()
	s.shutData()
	s.editor.shut()
	s.takeCopy(false)
	s.pause()
	s.pulse.stop()
}

// SetHasNext offers «next call» or takes the offer away.
func (s *Screen) SetHasNext(has bool) {
	s.hasNext = has && s.OnNext != nil
	s.applyHeader()
}

// SetPrinter changes the language in place.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.Printer = p
	s.text.SetPrinter(p)
	s.build()
	s.apply()
}

// Close stops everything the desk began and waits for it. The player itself
// belongs to whoever made it.
func (s *Screen) Close() {
	s.scoring.close()
	s.editor.keep()
	s.typed.Close()
	s.journal.close()
	s.end()
	s.read.Close()
	s.sound.Close()
	s.wave.Close()
	s.everything.Close()
	s.finding.Close()
	s.onward.slot.Close()
	s.tagging.Close()
	s.writes.close()
	s.drawn.Close()
	s.keeping.Close()
	s.pulse.close()
	s.hear(false)
	s.meter.writer.close()
	s.Player.Pause()
}

// Position is where in the recording the reader is.
func (s *Screen) Position() time.Duration { return s.position() }
