package again

import (
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
)

// markerSetting is the setting that names the metadata key a lost call is
// searched by, as errors spell it.
const markerSetting = "speechsense.marker_key"

// Undeclared returns the marker key an error says the connection does not
// declare; ok is false for every other error.
func Undeclared(err error) (key string, ok bool) {
	if store.CodeOf(err) != store.CodeSettingsInvalid || store.ArgsOf(err)["key"] != markerSetting {
		return "", false
	}
	return store.ArgsOf(err)["value"], true
}

// Blind tells whether a lost call cannot be searched for: no marker key is set,
// or the run stands still because the connection does not declare it.
func Blind(s store.Settings, problem error) bool {
	_, undeclared := Undeclared(problem)
	return s.SpeechSense.MarkerKey == "" || undeclared
}

// Question is what a person is told before choosing.
type Question struct {
	Call    store.Call
	Cost    engine.Estimate
	Blind   bool // a lost call cannot be searched for
	Running bool // the engine is at work
	Now     time.Time
}

// Words are the parts of the question.
type Words struct {
	Title string
	Price string // how long the call is and what sending it costs
	State string // what is known of the first sending, and what either choice means
	Bill  string // that it will be a second talk, billed again
}

// WordsOf puts a question into words.
func WordsOf(p *i18n.Printer, q Question) Words {
	w := Words{
		Title: p.S("again.title", i18n.Args{"id": p.Digits(q.Call.SourceID)}),
		Price: p.S("again.price.none", i18n.Args{"span": p.Span(q.Cost.Sound)}),
		State: p.S(stateKey(q)),
		Bill:  p.S("again.bill"),
	}
	if q.Cost.Cost != "" {
		w.Price = p.S("again.price", i18n.Args{"span": p.Span(q.Cost.Sound), "cost": p.Money(q.Cost.Cost, q.Cost.Currency)})
	}
	if left := q.Call.NextCheck.Sub(q.Now); q.Call.State == store.StateUnknown && !q.Blind && q.Running && left > 0 {
		w.State = p.S("again.unknown.in", i18n.Args{"span": p.Span(left.Round(time.Second))})
	}
	return w
}

func stateKey(q Question) string {
	switch q.Call.State {
	case store.StateUnknown:
		if q.Blind {
			return "again.unknown.blind"
		}
		return "again.unknown"
	case store.StateRecognitionFailed:
		return "again.unrecognised"
	case store.StateSent, store.StateProcessing:
		return "again.pending"
	}
	return "again.done"
}
