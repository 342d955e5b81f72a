package transcript

import (
	"strings"
	"time"
)

// Range is a stretch of rows somebody chose, from the row where they began to
// the row they reached; it may run upwards. The zero Range is of row 0: use
// None for none.
type Range struct{ Anchor, Head int }

// None is the range of no rows.
var None = Range{-1, -1}

// Bounds returns the first and the last row; ok is false when there are none.
func (r Range) Bounds() (first, last int, ok bool) {
	return min(r.Anchor, r.Head), max(r.Anchor, r.Head), r.Anchor >= 0 && r.Head >= 0
}

// Has tells whether the row is in the range.
func (r Range) Has(row int) bool {
	first, last, ok := r.Bounds()
	return ok && first <= row && row <= last
}

// Copy returns the phrases of a range as text, a line each: time, name, words.
// silent stands for a phrase without words.
func (d *Document) Copy(r Range, clock func(time.Duration) string, name func(*Row) string, silent func(time.Duration) string) string {
	first, last, ok := r.Bounds()
	if !ok {
		return ""
	}
	var b strings.Builder
	for i := max(0, first); i <= last && i < len(d.Rows); i++ {
		row := &d.Rows[i]
		if row.Kind != KindPhrase {
			continue
		}
		text := row.Text()
		if text == "" {
			text = silent(row.Length())
		}
		b.WriteString(clock(row.Start()) + "\t" + name(row) + "\t" + text + "\n")
	}
	return b.String()
}

// Start returns where the row begins in the recording.
func (r *Row) Start() time.Duration { return time.Duration(r.StartMS) * time.Millisecond }

// Length returns how long the row lasts.
func (r *Row) Length() time.Duration { return time.Duration(r.EndMS-r.StartMS) * time.Millisecond }

// Start returns where the word begins in the recording.
func (t *Token) Start() time.Duration { return time.Duration(t.StartMS) * time.Millisecond }
