package review

import (
	"math"
	"strings"
	"time"
	"unicode"

	"sensedesk/player"
	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// TextState says what there is to read.
type TextState int

// The states of the text.
const (
	TextLoading TextState = iota
	TextReady
	TextWordless // recognised, and nobody said anything
	TextPending  // on its way: the result comes by itself
	TextFailed   // the service could not recognise it; State.Reason
	TextStopped  // it was not sent, or nobody knows; State.Reason may say why
)

// SoundState says what there is to hear.
type SoundState int

// The states of the sound.
const (
	SoundLoading     SoundState = iota
	SoundReady                  // loaded; Silent says that no device plays it
	SoundMissing                // no recording on this computer
	SoundUnsupported            // it is there, and this player cannot play it; SoundErr
	SoundFailed                 // anything else; SoundErr
	SoundNone                   // a chat: nobody spoke
)

// Tab is a page of the right column.
type Tab int

// The tabs, in the order shown.
const (
	TabSummary Tab = iota
	TabScore
	TabStatistics
	TabFacts
)

// State is everything the desk shows, as plain values.
type State struct {
	ID       store.CallID
	Err      error // the call itself could not be read
	Loaded   bool
	Call     store.Call
	Talk     store.Talk
	Text     TextState
	Reason   error // why there is no text, as a coded error; nil when there is nothing to say
	Operator int   // channel of the operator's voice
	Document *transcript.Document
	Markers  []Marker                 // all, also silences the reader does not count as events: see Events
	Cost     string                   // of having it recognised, by the price per minute; "" = not known
	Currency string                   // of Cost
	Together []Span                   // where both parties speak at once
	ScoreKey string                   // metadata key of the reviewer's score
	Edits    []store.FieldEdit        // of metadata, which the service does not have yet
	Desk     store.Desk               // what people wrote
	Amended  map[int]store.PhraseEdit // corrections, by the phrase of Talk they concern
	Orphans  []store.PhraseEdit       // those whose phrase the service no longer has

	Sound    SoundState
	SoundErr error
	Silent   bool // no sound device: the clock runs, nothing is heard
	Lost     bool // the device went away while it played
	Damaged  bool // the recording cannot be read to its end
	Length   time.Duration
	Wave     Wave

	Tab   Tab
	Speed float64
	Gains [2]Gain // by side: operator, client
	Alone [2]bool // heard without the other; one of them at most
	Brisk bool    // long silences are left out
	// Swapped tells that left and right are changed over on the way to the ears,
	// as is chosen for all calls of a connection; who is who stays.
	Swapped bool
	// ByWords tells that silence is what lies between words, and Unspoken what that is.
	ByWords  bool
	Unspoken []player.Span
	Blind    bool // the score in the metadata is kept from the reviewer
	Still    bool // the device was looked for again, and is not there

	EventKind EventKind     // what the keys of events stop at
	Silence   time.Duration // from which a silence is an event; 0 = DefaultSilence
}

// Gain is how loud one party is heard.
type Gain struct {
	Level float64 // 0 to 1
	Muted bool
}

// Heard is the factor the player multiplies a party's sound with.
func (g Gain) Heard() float64 {
	if g.Muted {
		return 0
	}
	return g.Level
}

// Saved is how long the silences are that are left out, or would be.
func (s State) Saved() (sum time.Duration) {
	for _, span := range s.Silences() {
		sum += span.To - span.From
	}
	return sum
}

// Speeds are the speeds on offer; keys 1, 2 and 3 choose them.
var Speeds = [...]float64{1, 1.5, 2}

// Step returns the speed a key «faster» (by > 0) or «slower» leads to: the next
// tenth, from half to three times.
func Step(speed float64, by int) float64 {
	tenth := math.Round(speed*10) + float64(by)
	return max(5, min(30, tenth)) / 10
}

// Fresh is the state of a call that is about to be read. What the reader chose
// on the call before is kept.
func (s State) Fresh(id store.CallID) State {
	return State{
		ID: id, Tab: s.Tab, Speed: s.Speed, Gains: s.Gains, Alone: s.Alone, Silent: s.Silent, Lost: s.Lost, Still: s.Still, Brisk: s.Brisk, ByWords: s.ByWords,
		EventKind: s.EventKind, Silence: s.Silence,
	}
}

// Accept takes what was read about the call.
func (s State) Accept(r Result) State {
	s.Loaded, s.Err = r.Err == nil, r.Err
	if r.Err != nil {
		return s
	}
	s.Call, s.Talk, s.Operator, s.Document, s.Markers, s.Together = r.Call, r.Talk, r.Operator, r.Document, r.Markers, r.Together
	s.ScoreKey, s.Edits = r.ScoreKey, r.Edits
	s.Desk, s.Amended, s.Orphans = r.Desk, r.Amended, r.Lost
	s.Text, s.Reason = judge(r.Call, r.Talk, r.HasTalk)
	if s.Sound != SoundReady { // the player knows the length better than any figure
		s.Length = lengthOf(r.Call, r.Talk)
	}
	return s
}

// judge says what there is to read of a call, and why not when there is nothing.
func judge(c store.Call, t store.Talk, hasTalk bool) (TextState, error) {
	if hasTalk && len(t.Phrases) > 0 {
		return TextReady, nil
	}
	switch c.State {
	case store.StateDone, store.StatePartlyDone:
		return TextWordless, nil
	case store.StateRecognitionFailed:
		return TextFailed, reasonOf(c, t)
	case store.StateSkipped, store.StateFailed, store.StateUnknown, store.StateWaiting:
		return TextStopped, reasonOf(c, t)
	}
	return TextPending, nil
}

// reasonOf makes a coded error of what is known about why a call stands still.
func reasonOf(c store.Call, t store.Talk) error {
	code, args := c.Reason, c.ReasonArg
	if code == "" {
		switch c.State {
		case store.StateRecognitionFailed:
			code = store.CodeRecognitionFailed
		case store.StateUnknown:
			code = store.CodeOutcomeUnknown
		case store.StateWaiting:
			code = store.CodeNoRecording
		default:
			return nil
		}
	}
	e := &store.Error{Code: code, Op: "review call", Args: map[string]string{}}
	for k, v := range args {
		e.Args[k] = v
	}
	if e.Args["text"] == "" && code == store.CodeRecognitionFailed {
		e.Args["text"] = failureText(t)
	}
	return e
}

// failureText is the service's own word on a failed recognition.
func failureText(t store.Talk) string {
	for _, f := range t.Failures {
		if f.Message != "" {
			return f.Message
		}
		if f.Code != "" {
			return f.Code
		}
	}
	return ""
}

// lengthOf is the best guess at the length of the recording before it is
// decoded.
func lengthOf(c store.Call, t store.Talk) time.Duration {
	end := transcript.Moment(t.Conversation.DurationMS)
	for i := range t.Phrases {
		end = max(end, transcript.Moment(t.Phrases[i].EndMS))
	}
	if c.Recording != nil && c.Recording.Duration > 0 {
		return c.Recording.Duration
	}
	if end > 0 {
		return end
	}
	return c.Duration
}

// channels is how many channels the recording has, 0 when nobody knows.
func channels(c store.Call, t store.Talk) int {
	if c.Recording != nil && c.Recording.Channels > 0 {
		return c.Recording.Channels
	}
	return min(len(t.Speakers), 2)
}

// OperatorName is how the operator is called; "" when nobody told.
func (s State) OperatorName() string { return strings.TrimSpace(s.Call.OperatorName) }

// ClientName is how the client is called: by name, else by phone; "" when
// nobody told.
func (s State) ClientName() string {
	if n := strings.TrimSpace(s.Call.ClientName); n != "" {
		return n
	}
	return Phone(s.Call.ClientPhone)
}

// Phone writes a number the way people read it: +7 701 555 45 12. What is not
// an eleven-digit number of zone 7 stays as it came.
func Phone(raw string) string {
	raw = strings.TrimSpace(raw)
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, raw)
	d := digits
	if len(d) == 11 && d[0] == '8' && raw[0] != '+' {
		d = "7" + d[1:]
	}
	if len(d) != 11 || d[0] != '7' || len(raw)-len(digits) > 8 {
		return raw
	}
	return "+7 " + d[1:4] + " " + d[4:7] + " " + d[7:9] + " " + d[9:]
}

// Chat tells whether the call is a written dialog.
func (s State) Chat() bool { return s.Call.IsChat(s.Talk) }

// CanSeek tells whether there is a time line to move on.
func (s State) CanSeek() bool { return s.Loaded && s.Length > 0 }

// Clamp keeps a position inside the recording.
func (s State) Clamp(d time.Duration) time.Duration { return max(0, min(d, s.Length)) }

// zoneOf is the zone the call's times are shown in.
func zoneOf(c store.Call) *time.Location {
	if c.StartedAt.IsZero() {
		return time.UTC
	}
	return c.StartedAt.Location()
}
