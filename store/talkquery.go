package store

import (
	"time"
)

// FilterKind is how a filter compares, as SpeechSense names it.
type FilterKind string

// The kinds of filters.
const (
	FilterAnyMatch FilterKind = "any_match"      // the value equals one of several
	FilterInt      FilterKind = "int_range"      // whole numbers
	FilterDouble   FilterKind = "double_range"   // decimals
	FilterDate     FilterKind = "date_range"     // calendar days, or instants
	FilterDuration FilterKind = "duration_range" // lengths of time, in seconds
	FilterBool     FilterKind = "boolean_match"
)

// FilterKinds lists the kinds in the order offered.
func FilterKinds() []FilterKind {
	return []FilterKind{FilterAnyMatch, FilterInt, FilterDouble, FilterDate, FilterDuration, FilterBool}
}

// Range tells whether the kind has bounds.
func (k FilterKind) Range() bool {
	return k == FilterInt || k == FilterDouble || k == FilterDate || k == FilterDuration
}

// TalkQuery is what is searched for among the talks of the server. The zero
// value finds all of them. It is saved as JSON with the searches a person named.
type TalkQuery struct {
	From    string       `json:"from,omitempty"` // first calendar day of the talk's date, inclusive; empty = open
	To      string       `json:"to,omitempty"`   // last calendar day, inclusive; empty = open
	Filters []TalkFilter `json:"filters,omitempty"`
	Text    *TalkText    `json:"text,omitempty"` // words of the transcript; nil = any
	Sort    []TalkSort   `json:"sort,omitempty"` // the first counts most

	// Zone is where calendar days are meant; nil = UTC. It is that of the desk,
	// not part of the search.
	Zone *time.Location `json:"-"`
}

// TalkFilter chooses talks by one key; all filters of a query must hold.
type TalkFilter struct {
	Key     string     `json:"key"` // see TalkKeys, MetaKey, ClassifierKey, PointKey
	Kind    FilterKind `json:"kind"`
	Inverse bool       `json:"inverse,omitempty"` // talks that do not pass
	Channel *int       `json:"channel,omitempty"` // 0-based; nil = the whole talk

	Values []string `json:"values,omitempty"` // of any_match; one of them must be equal
	Yes    bool     `json:"yes,omitempty"`    // of boolean_match

	// Bounds as they are written: "5", "0.35", "2026-03-12" or an RFC 3339
	// instant, seconds "90". Empty is an open end. Both belong to the range
	// unless told otherwise; a calendar day always belongs to it whole.
	From         string `json:"from,omitempty"`
	To           string `json:"to,omitempty"`
	FromExcluded bool   `json:"from_excluded,omitempty"`
	ToExcluded   bool   `json:"to_excluded,omitempty"`
}

// TalkText is a full-text query.
type TalkText struct {
	Text    string `json:"text"`
	Inverse bool   `json:"inverse,omitempty"` // talks that do not say it
	Channel *int   `json:"channel,omitempty"` // 0-based; nil = whoever says it
}

// TalkSort is one step of an order.
type TalkSort struct {
	Key        string `json:"key"`
	Descending bool   `json:"descending,omitempty"`
}

// NamedQuery is a search a person saved.
type NamedQuery struct {
	Name  string    `json:"name"`
	Query TalkQuery `json:"query"`
}

// Clauses returns every filter of the query, the date window among them.
func (q TalkQuery) Clauses() []TalkFilter {
	if q.From == "" && q.To == "" {
		return q.Filters
	}
	return append([]TalkFilter{{Key: MetaKey(fieldDate), Kind: FilterDate, From: q.From, To: q.To}}, q.Filters...)
}

// Validate checks what can be checked without asking the server. The error is
// query_invalid with the key and what is wrong as the argument "what": empty,
// number, date, order, kind, channel, text, day.
func (q TalkQuery) Validate() error {
	for _, f := range q.Clauses() {
		if err := f.Validate(); err != nil {
			return err
		}
	}
	if t := q.Text; t != nil && !validChannel(t.Channel) {
		return badQuery("", "channel")
	}
	for _, s := range q.Sort {
		if s.Key == "" {
			return badQuery("", "empty")
		}
	}
	return nil
}

// Validate checks one filter; see TalkQuery.Validate.
func (f TalkFilter) Validate() error {
	switch {
	case f.Key == "":
		return badQuery("", "key")
	case !validChannel(f.Channel):
		return badQuery(f.Key, "channel")
	case f.Kind == FilterAnyMatch:
		if len(f.Values) == 0 {
			return badQuery(f.Key, "empty")
		}
		return nil
	case f.Kind == FilterBool:
		return nil
	case !f.Kind.Range():
		return badQuery(f.Key, "kind")
	case f.From == "" && f.To == "":
		return badQuery(f.Key, "empty")
	}
	from, err := f.bound(f.From)
	if err != nil {
		return err
	}
	to, err := f.bound(f.To)
	if err != nil {
		return err
	}
	if f.From != "" && f.To != "" && from > to {
		return badQuery(f.Key, "order")
	}
	return nil
}

// bound reads a bound as a number that orders like it.
func (f TalkFilter) bound(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	var v float64
	var err error
	switch f.Kind {
	case FilterInt:
		var n int64
		n, err = ParseWhole(text)
		v = float64(n)
	case FilterDouble:
		v, err = ParseDecimal(text)
	case FilterDuration:
		var d time.Duration
		d, err = ParseSeconds(text)
		v = d.Seconds()
	default:
		var at time.Time
		if at, err = parseMoment(text, time.UTC); err != nil {
			return 0, badQuery(f.Key, "day")
		}
		return float64(at.UnixMilli()), nil
	}
	if err != nil {
		return 0, badQuery(f.Key, "number")
	}
	return v, nil
}

// Instants returns the bounds of a date filter: a zero end is open. Calendar
// days are those of zone, and the last one belongs to the range whole: then the
// end is the first instant of the next day, which does not.
func (f TalkFilter) Instants(zone *time.Location) (from, to time.Time, fromIn, toIn bool, err error) {
	if zone == nil {
		zone = time.UTC
	}
	fromIn, toIn = !f.FromExcluded, !f.ToExcluded
	if f.From != "" {
		if from, err = parseMoment(f.From, zone); err != nil {
			return from, to, false, false, badQuery(f.Key, "day")
		}
		if d, dayErr := ParseDay(f.From); dayErr == nil {
			from, fromIn = dayStart(d, zone), true
		}
	}
	if f.To != "" {
		if to, err = parseMoment(f.To, zone); err != nil {
			return from, to, false, false, badQuery(f.Key, "day")
		}
		if d, dayErr := ParseDay(f.To); dayErr == nil {
			to, toIn = dayStart(d.AddDate(0, 0, 1), zone), false
		}
	}
	return from, to, fromIn, toIn, nil
}

// parseMoment reads a calendar day or an instant.
func parseMoment(text string, zone *time.Location) (time.Time, error) {
	if d, err := ParseDay(text); err == nil {
		return dayStart(d, zone), nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

func validChannel(c *int) bool { return c == nil || *c >= 0 && *c <= 2 } // 2 is the bot of a chat

func badQuery(key, what string) error {
	return E(CodeQueryInvalid, "check the search", nil, "key", key, "what", what)
}
