package export

import (
	"slices"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/who"
)

// sheet is a document as a person reads it: in words, in one language, with
// corrections in their place. All formats are written from it.
type sheet struct {
	Document
	p *i18n.Printer

	Title   string
	Facts   []fact
	Summary []string // paragraphs
	Mine    bool     // the summary is a person's
	Fields  []fact   // the rest of the summarization
	Tags    []string
	Notes   []note
	Lines   []line
	Lost    []store.PhraseEdit // corrections whose phrase the service no longer has
}

// fact is something known under a name.
type fact struct {
	ID     string // of a field of the summarization; "" otherwise
	Name   string
	Values []string
}

// Value is a fact in one line.
func (f fact) Value() string { return strings.Join(f.Values, ", ") }

// note is a person's comment or bookmark.
type note struct {
	Time string // «01:23» or «01:23–02:00»
	Text string // "" = a bookmark
	store.Note
}

// line is one phrase as it is read.
type line struct {
	store.Phrase
	Time   string // when it begins, as a clock
	Name   string // of who speaks; "" where one channel holds both
	Role   string // operator, client, or "" where one channel holds both
	Text   string
	Edited bool   // a person corrected it
	Was    string // what the service said, where a person corrected it
}

// lay puts a document into words.
func lay(d Document, p *i18n.Printer) sheet {
	s := sheet{Document: d, p: p, Tags: d.tags()}
	operator, client := oneLine(who.Operator(p, d.Call)), oneLine(who.Client(d.Call, p.S("calls.client.hidden")))
	s.Title = operator + " — " + client
	s.facts(operator, client)
	s.summary()
	for _, n := range d.Desk.Notes() {
		at := p.Mark(ms(n.AtMS))
		if n.ToMS > n.AtMS {
			at += "–" + p.Mark(ms(n.ToMS))
		}
		s.Notes = append(s.Notes, note{Time: at, Text: oneLine(n.Text), Note: n})
	}
	s.lines()
	return s
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// facts lists what is known about the call.
func (s *sheet) facts(operator, client string) {
	p, c := s.p, s.Call
	add := func(key, value string) {
		if value != "" {
			s.Facts = append(s.Facts, fact{Name: p.S("export.fact." + key), Values: []string{value}})
		}
	}
	if !c.StartedAt.IsZero() {
		add("started", p.DateTime(c.StartedAt))
	}
	if c.Duration > 0 && !s.chat() {
		add("length", p.Clock(c.Duration))
	}
	if key := "calls.direction." + string(c.Direction); c.Direction != "" && p.Has(key) && !s.chat() {
		add("direction", p.S(key))
	}
	add("operator", operator)
	add("client", client)
	if c.ClientName != "" {
		add("phone", i18n.Phone(c.ClientPhone))
	}
	add("talk", string(c.TalkID))
}

func (s *sheet) chat() bool { return s.Call.IsChat(s.Talk) }

// summary takes the summarization apart: the summary, a person's before the
// service's, and the other fields.
func (s *sheet) summary() {
	s.Summary = linesOf(s.Talk.StatementValues("summary"))
	if text, mine := s.Desk.Values[store.DeskSummary]; mine {
		s.Summary, s.Mine = linesOf([]string{text}), true
	}
	for _, st := range s.Talk.Statements {
		values := linesOf(st.Values)
		if st.FieldID == "summary" || len(values) == 0 {
			continue
		}
		name := firstOf(st.Name, st.FieldID)
		if key := "review.field." + st.FieldID; s.p.Has(key) {
			name = s.p.S(key)
		}
		s.Fields = append(s.Fields, fact{ID: st.FieldID, Name: name, Values: values})
	}
}

// lines puts the phrases in order of time, with a person's corrections.
func (s *sheet) lines() {
	shown, by, lost := store.Amend(s.Talk.Phrases, s.Desk.PhraseEdits())
	s.Lost = lost
	mono := s.Call.Recording != nil && s.Call.Recording.Channels == 1
	for i, ph := range shown {
		l := line{Phrase: ph, Text: oneLine(ph.Shown())}
		switch {
		case mono:
		case ph.Channel == s.Operator:
			l.Role, l.Name = "operator", firstOf(s.Call.OperatorName, s.p.S("review.operator"))
		default:
			l.Role, l.Name = "client", firstOf(s.Call.ClientName, s.p.S("review.client"))
		}
		if _, l.Edited = by[i]; l.Edited {
			l.Was = oneLine(s.Talk.Phrases[i].Shown())
		}
		if s.chat() && !s.Call.StartedAt.IsZero() {
			l.Time = s.Call.StartedAt.Add(ms(ph.StartMS)).Format("2006-01-02 15:04")
		} else {
			l.Time = s.p.Mark(ms(ph.StartMS))
		}
		s.Lines = append(s.Lines, l)
	}
	slices.SortStableFunc(s.Lines, func(a, b line) int {
		if a.StartMS != b.StartMS {
			return int(max(-1, min(1, a.StartMS-b.StartMS)))
		}
		return a.Channel - b.Channel
	})
}

// oneLine is a text as one paragraph: without breaks, and without letters that
// are none or that no document may hold.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

// linesOf takes a text apart into its paragraphs.
func linesOf(texts []string) (lines []string) {
	for _, text := range texts {
		for l := range strings.Lines(text) {
			if l = oneLine(l); l != "" {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// firstOf is the first text that says something.
func firstOf(values ...string) string {
	for _, v := range values {
		if v = oneLine(v); v != "" {
			return v
		}
	}
	return ""
}
