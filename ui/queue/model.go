// Package queue is the screen «I have 30 minutes»: it has calls picked by a
// rule, leads from one to the next on the review desk, and reports what share
// of whose calls was heard.
package queue

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/store/queue"
)

// Form is what a person asks for.
type Form struct {
	Minutes   int        `json:"minutes"`
	Rule      queue.Rule `json:"rule"`
	Days      int        `json:"days"` // how far back; 0 = all calls
	Operators []string   `json:"operators"`
	Speed     float64    `json:"speed"`
	Again     bool       `json:"again"` // also calls heard already
}

// longest is the most minutes that can be asked for: a working day.
const longest = 600

// firstForm is what a person finds at first.
func firstForm() Form { return Form{Minutes: 30, Rule: queue.RuleRandom, Days: 30, Speed: 1.5} }

// sound puts right what cannot be.
func (f Form) sound() Form {
	first := firstForm()
	if f.Minutes < 1 || f.Minutes > longest {
		f.Minutes = first.Minutes
	}
	if !slices.Contains(queue.Rules(), f.Rule) {
		f.Rule = first.Rule
	}
	if f.Days < 0 {
		f.Days = first.Days
	}
	if f.Speed < 0.5 || f.Speed > 3 {
		f.Speed = first.Speed
	}
	return f
}

// Scope is which calls the form is about.
func (f Form) Scope(now time.Time) store.QueueScope {
	s := store.QueueScope{Operators: f.Operators}
	if f.Days > 0 {
		y, m, d := now.Date()
		s.From = dawn(y, m, d-f.Days+1, now.Location())
	}
	return s
}

// dawn is when a day begins. Where clocks are put forward at midnight the day
// has none, and time.Date may return an hour of the day before.
func dawn(y int, m time.Month, d int, zone *time.Location) time.Time {
	day := time.Date(y, m, d, 12, 0, 0, 0, zone)
	begin := time.Date(y, m, d, 0, 0, 0, 0, zone)
	for begin.Day() != day.Day() {
		begin = begin.Add(15 * time.Minute) // the step every zone's offset is a multiple of
	}
	return begin
}

// ask is the form as the rules take it.
func (f Form) ask() queue.Ask {
	return queue.Ask{Rule: f.Rule, Box: time.Duration(f.Minutes) * time.Minute, Speed: f.Speed, Again: f.Again}
}

// Item is one call of a queue, and why it is in it.
type Item struct {
	Call      store.CallID `json:"call"`
	CostMS    int64        `json:"cost_ms"`
	SilenceMS int64        `json:"silence_ms,omitempty"`
	Negative  int          `json:"negative,omitempty"`
	Marks     string       `json:"marks,omitempty"`
	Score     string       `json:"score,omitempty"`
}

// Run is a queue under way. It is kept, so that it is there after a restart.
type Run struct {
	Rule  queue.Rule `json:"rule"`
	Items []Item     `json:"items"`
	At    int        `json:"at"` // index of the call being listened to
}

// left is what the call at an index and those behind it take.
func (r *Run) left(at int) (sum time.Duration) {
	for _, i := range r.Items[at:] {
		sum += time.Duration(i.CostMS) * time.Millisecond
	}
	return sum
}

// index returns where a call stands, -1 when it is not in the queue.
func (r *Run) index(id store.CallID) int {
	return slices.IndexFunc(r.Items, func(i Item) bool { return i.Call == id })
}

// saved is what is kept between two starts of the program.
type saved struct {
	Form Form `json:"form"`
	Run  *Run `json:"run,omitempty"`
}

// prefQueue is the preference it is kept under.
const prefQueue = "queue"

func (s saved) text() string {
	raw, err := json.Marshal(s)
	if err != nil { // numbers and texts only
		return ""
	}
	return string(raw)
}

// readSaved reads what was kept; what cannot be read is as new.
func readSaved(text string) saved {
	s := saved{Form: firstForm()}
	if json.Unmarshal([]byte(text), &s) != nil {
		return saved{Form: firstForm()}
	}
	s.Form = s.Form.sound()
	if s.Run != nil && (len(s.Run.Items) == 0 || s.Run.At < 0 || s.Run.At >= len(s.Run.Items)) {
		s.Run = nil
	}
	return s
}

// scoreOf reads a score as people write it.
func scoreOf(text string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), 64)
	return f, err == nil
}

// Figures are the totals of a report.
type Figures struct {
	store.Listened
	PerHour float64 // minutes heard of each hour of calls
	Pace    float64 // minutes it took for each hour of the calls heard
	Paced   bool    // Pace is known
}

// figuresOf adds a report up.
func figuresOf(list []store.Listened) (f Figures) {
	for _, l := range list {
		f.Calls += l.Calls
		f.Unrecorded += l.Unrecorded
		f.Heard += l.Heard
		f.Length += l.Length
		f.OfHeard += l.OfHeard
		f.Played += l.Played
		f.Wall += l.Wall
	}
	if f.Length > 0 {
		f.PerHour = f.Played.Minutes() / f.Length.Hours()
	}
	if f.OfHeard > 0 {
		f.Pace, f.Paced = f.Wall.Minutes()/f.OfHeard.Hours(), true
	}
	return f
}
