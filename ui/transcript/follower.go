package transcript

import (
	"sort"
	"time"
)

// lingerMS is how long a word stays lit after its end when no other begins.
const lingerMS = 400

// restart is how far into a phrase «previous phrase» still means its beginning.
const restart = 1500 * time.Millisecond

// Follower tells which rows are being spoken at a moment. It is made once for
// a document and answers in the time of a binary search.
type Follower struct {
	doc    *Document
	spoken []int   // rows that are phrases, ordered by start
	latest []int64 // latest[i] is the latest end of spoken[:i+1]
}

// NewFollower returns the follower of doc.
func NewFollower(doc *Document) *Follower {
	f := &Follower{doc: doc}
	end := int64(0)
	for i := range doc.Rows {
		if doc.Rows[i].Kind != KindPhrase {
			continue
		}
		end = max(end, doc.Rows[i].EndMS)
		f.spoken = append(f.spoken, i)
		f.latest = append(f.latest, end)
	}
	return f
}

// At appends to rows the phrases being spoken at ms, the one that began last
// first. In a pause there are none.
func (f *Follower) At(ms int64, rows []int) []int {
	for i := f.begun(ms) - 1; i >= 0 && f.latest[i] > ms; i-- {
		if f.doc.Rows[f.spoken[i]].EndMS > ms {
			rows = append(rows, f.spoken[i])
		}
	}
	return rows
}

// begun counts the phrases that start at ms or before.
func (f *Follower) begun(ms int64) int {
	return sort.Search(len(f.spoken), func(i int) bool { return f.doc.Rows[f.spoken[i]].StartMS > ms })
}

// Near returns the phrase a reader means by «here»: the one being spoken, else
// the last one before, else the first; -1 when there are no phrases.
func (f *Follower) Near(ms int64) int {
	if rows := f.At(ms, nil); len(rows) > 0 {
		return rows[0]
	}
	if n := f.begun(ms); n > 0 {
		return f.spoken[n-1]
	}
	if len(f.spoken) > 0 {
		return f.spoken[0]
	}
	return -1
}

// Next returns the row of the first phrase that begins after ms; -1 when there
// is none.
func (f *Follower) Next(ms int64) int {
	if i := f.begun(ms); i < len(f.spoken) {
		return f.spoken[i]
	}
	return -1
}

// Change returns the first moment after ms at which something else is lit: a
// phrase or a word begins, a phrase ends. -1 when nothing comes.
func (f *Follower) Change(ms int64) int64 {
	next := int64(-1)
	sooner := func(at int64) {
		if at > ms && (next < 0 || at < next) {
			next = at
		}
	}
	if row := f.Next(ms); row >= 0 {
		sooner(f.doc.Rows[row].StartMS)
	}
	for i := f.begun(ms) - 1; i >= 0 && f.latest[i] > ms; i-- {
		r := &f.doc.Rows[f.spoken[i]]
		sooner(r.EndMS)
		if r.EndMS <= ms {
			continue
		}
		for j := range r.Tokens {
			if t := &r.Tokens[j]; t.Timed && t.StartMS > ms {
				sooner(t.StartMS)
				break
			}
		}
	}
	return next
}

// Previous returns the row «previous phrase» goes to: the beginning of the
// phrase ms is well inside of, else the phrase before it; -1 when there are no
// phrases.
func (f *Follower) Previous(ms int64) int {
	i := f.begun(ms) - 1
	if i < 0 {
		if len(f.spoken) > 0 {
			return f.spoken[0]
		}
		return -1
	}
	if ms-f.doc.Rows[f.spoken[i]].StartMS < restart.Milliseconds() && i > 0 {
		i--
	}
	return f.spoken[i]
}

// WordAt returns the word of the row that is lit at ms: the last that has
// begun, until the next begins or a moment after its end. -1 when none is.
func (r *Row) WordAt(ms int64) int {
	lit := -1
	for i := range r.Tokens {
		t := &r.Tokens[i]
		if !t.Timed {
			continue
		}
		if t.StartMS > ms {
			break
		}
		lit = i
	}
	if lit >= 0 && ms >= r.Tokens[lit].EndMS+lingerMS {
		return -1
	}
	return lit
}
