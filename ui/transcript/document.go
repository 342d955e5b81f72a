package transcript

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sensedesk/store"
)

// Kind is what a row shows.
type Kind int

// The kinds of rows.
const (
	KindPhrase Kind = iota
	KindPause       // silence of both parties
)

// Side says whose voice a channel carries.
type Side int

// The sides. A recording with one channel holds both voices and is SideBoth.
const (
	SideOperator Side = iota
	SideClient
	SideBoth
	SideBot // a program that writes in a chat
)

// What counts as worth a reader's eye.
const (
	pauseMS     = 3000     // silence from which a row tells its length
	silenceMS   = 3600_000 // the same in a chat, where nobody answers at once
	interruptMS = 300      // overlap from which a phrase is told to interrupt; recognised ends are not finer
	longestWord = 60       // runes; a longer «word» (a link, a script without spaces) is cut so that lines can break
)

// Token is one word as it is shown.
type Token struct {
	Text    string
	StartMS int64
	EndMS   int64
	Timed   bool // the times come from recognised words; otherwise they are a guess, good enough to seek by
	Mark    int  // index into Row.Marks of the mark that covers the word, -1 when none does
}

// Mark is a classifier that fired on words of a phrase or on the whole of it.
type Mark struct {
	ID         string
	Name       string  // what a person calls it; the id when it has no name
	Tone       Tone    //
	Confidence float64 // 0 to 1; 0 when not told
	Whole      bool    // no words are named: the whole phrase is meant
	At         []int64 // ms where it is heard, in order: the first word of each stretch
}

// Row is one row of the transcript.
type Row struct {
	Kind      Kind
	Phrase    int // index into the talk's phrases; -1 for a pause
	Channel   int
	Side      Side
	StartMS   int64
	EndMS     int64 // after StartMS
	Tokens    []Token
	Marks     []Mark
	Edited    bool  // a person corrected the text or the speaker
	Interrupt int64 // ms this phrase speaks over the other party, who began earlier; 0 when it does not
}

// Text returns the row's words as they are shown.
func (r *Row) Text() string {
	var b strings.Builder
	for i := range r.Tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(r.Tokens[i].Text)
	}
	return b.String()
}

// Document is a transcript made ready to show. It does not change, so it can be
// built on any goroutine and handed to the widget.
type Document struct {
	Rows  []Row
	Began time.Time // of a chat: rows tell the time of day; zero for a recording
	Mono  bool      // one channel: who speaks and who interrupts is not known
	rows  []int
}

// Options say how a document is built.
type Options struct {
	OperatorChannel int               // 0-based channel of the operator's voice
	Channels        int               // channels of the recording; 0 = not known, taken for two
	Began           time.Time         // of a chat, when its first message was written; zero for a recording
	DurationMS      int64             // length of the recording; 0 = not known, no pause at the end
	Names           map[string]string // classifier id → name, for those the phrases do not name
	Edited          func(int) bool    // tells whether a person corrected a phrase; nil = none
}

// Build makes the document of a talk's phrases. Bad times (an end before its
// start, an order that jumps) are mended, nothing is dropped.
func Build(phrases []store.Phrase, o Options) *Document {
	order := make([]int, len(phrases))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := phrases[a].StartMS - phrases[b].StartMS; d != 0 {
			return sign(d)
		}
		return phrases[a].Channel - phrases[b].Channel
	})
	d := &Document{Mono: o.Channels == 1, Began: o.Began, rows: make([]int, len(phrases))}
	told := int64(pauseMS)
	if !o.Began.IsZero() {
		told = silenceMS
	}
	ends := map[int]int64{} // latest end of each channel
	silence := int64(0)     // where the present silence began
	for _, i := range order {
		p := &phrases[i]
		row := phraseRow(p, i, o)
		if d.Mono {
			row.Side = SideBoth
		}
		if row.StartMS-silence >= told {
			d.Rows = append(d.Rows, Row{Kind: KindPause, Phrase: -1, StartMS: silence, EndMS: row.StartMS})
		}
		for ch, end := range ends {
			if ch != row.Channel && !d.Mono {
				row.Interrupt = max(row.Interrupt, min(end, row.EndMS)-row.StartMS)
			}
		}
		if row.Interrupt < interruptMS {
			row.Interrupt = 0
		}
		ends[row.Channel] = max(ends[row.Channel], row.EndMS)
		silence = max(silence, row.EndMS)
		d.rows[i] = len(d.Rows)
		d.Rows = append(d.Rows, row)
	}
	if len(phrases) > 0 && o.DurationMS-silence >= told {
		d.Rows = append(d.Rows, Row{Kind: KindPause, Phrase: -1, StartMS: silence, EndMS: o.DurationMS})
	}
	return d
}

// RowOf returns the row that shows a phrase of the talk, -1 when there is none.
func (d *Document) RowOf(phrase int) int {
	if phrase < 0 || phrase >= len(d.rows) {
		return -1
	}
	return d.rows[phrase]
}

// phraseRow makes the row of one phrase.
func phraseRow(p *store.Phrase, index int, o Options) Row {
	row := Row{Phrase: index, Channel: p.Channel, Side: SideClient, StartMS: within(p.StartMS), EndMS: within(p.EndMS)}
	if p.Channel == o.OperatorChannel {
		row.Side = SideOperator
	}
	if !o.Began.IsZero() && p.Channel == store.RoleBot.Channel() {
		row.Side = SideBot
	}
	if row.EndMS <= row.StartMS {
		row.EndMS = row.StartMS + 1
		if n := len(p.Words); n > 0 {
			row.EndMS = max(row.EndMS, within(p.Words[n-1].EndMS))
		}
	}
	words, timed := spoken(p)
	display := split(p.Shown())
	if len(display) == 0 { // words without a text were never seen, but would be a pity to lose
		display = split(strings.Join(words, " "))
	}
	spans := align(display, words)
	row.Tokens = make([]Token, len(display))
	for i, text := range display {
		row.Tokens[i] = Token{Text: text, Mark: -1}
	}
	if timed {
		timeByWords(row.Tokens, spans, p.Words, row.StartMS)
	} else {
		timeByLetters(row.Tokens, row.StartMS, row.EndMS)
	}
	row.Edited = o.Edited != nil && o.Edited(index)
	mark(&row, p, spans, words, o.Names)
	return row
}

// spoken returns the recognised words and whether their times can be used.
func spoken(p *store.Phrase) ([]string, bool) {
	if len(p.Words) == 0 {
		return strings.Fields(p.Text), false
	}
	words := make([]string, len(p.Words))
	timed := false
	for i, w := range p.Words {
		words[i] = w.Text
		timed = timed || w.EndMS > 0
	}
	return words, timed
}

// split cuts a text into the words to show.
func split(text string) []string {
	fields := strings.Fields(text)
	long := false
	for _, f := range fields {
		long = long || len(f) > longestWord
	}
	if !long {
		return fields
	}
	var out []string
	for _, f := range fields {
		for utf8.RuneCountInString(f) > longestWord {
			cut := 0
			for range longestWord {
				_, n := utf8.DecodeRuneInString(f[cut:])
				cut += n
			}
			out, f = append(out, f[:cut]), f[cut:]
		}
		out = append(out, f)
	}
	return out
}

// sign turns a difference into an order.
func sign(d int64) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}
