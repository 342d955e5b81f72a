package simulation

import (
	"fmt"
	"time"

	"sensedesk/store"
)

const account = "romashka.bitrix24.kz"

// portal is where calls come from: rows that appear late and out of order,
// recordings that appear later, change or turn out to be something else.
type portal struct {
	w      *world
	calls  []*portalCall // by listing id
	byID   map[string]*portalCall
	byMark map[string]*portalCall
	sounds []sound // every content there is
}

// portalCall is what is true about one call.
type portalCall struct {
	id       int64
	row      store.Row
	appears  time.Time // in the listing
	recorded time.Time // when its recording appears; zero = never
	replaced time.Time // when another recording takes its place; zero = never
	contents [2]int    // numbers of the contents before and after
}

// sound is one content of a recording.
type sound struct {
	call   int64
	kind   soundKind
	length time.Duration
	size   int64 // bytes; its last six digits are its number
}

type soundKind int

const (
	soundGood soundKind = iota
	soundForeign
	soundHTML
	soundEmpty
	soundLong
	soundShort
)

// firstSound is the number of the first content.
const firstSound = 100_000

// overlap is how far out of order the ids of a portal may become visible.
const overlap = 299

func newPortal(w *world) *portal {
	p := &portal{w: w, byID: map[string]*portalCall{}, byMark: map[string]*portalCall{}}
	n := int64(2 + w.upTo(7, "calls", 0, 0))
	id := int64(w.upTo(1000, "first id", 0, 0))
	steps := []int64{1, 1, 2, 60, 140, 299, 300, 700}
	for i := range n {
		id += steps[w.upTo(len(steps), "gap", i, 0)]
		p.add(i, id)
	}
	// A row is visible before any whose id is further on than portals put them out
	// of order, and not only while one listing is under way: that is what the
	// engine may rely on when it begins a little below the checkpoint.
	for i := len(p.calls) - 1; i >= 0; i-- {
		for _, later := range p.calls[i+1:] {
			if before := later.appears.Add(-30 * time.Minute); later.id-p.calls[i].id > overlap && before.Before(p.calls[i].appears) {
				p.calls[i].bring(before)
			}
		}
	}
	return p
}

func (p *portal) add(i, id int64) {
	w := p.w
	c := &portalCall{id: id}
	c.appears = w.start.Add(time.Duration(i)*20*time.Minute + w.span(-time.Hour, 2*time.Hour, "appears", i, 0))
	length := w.span(15*time.Second, 40*time.Minute, "length", i, 0).Truncate(time.Second)
	c.row = store.Row{
		SourceID: fmt.Sprint(id), UniqueID: fmt.Sprintf("mark-%d", id), Duration: length, Direction: store.DirectionIncoming,
		StartedAt: c.appears.Add(-length - w.span(0, 9*time.Hour, "reported late", i, 0)).Truncate(time.Second), OperatorID: "3", ClientPhone: "+77010004512",
	}
	good := sound{call: id, length: length}
	if w.is(150, "large", i, 0) { // hours of upload on a slow line
		good.size = int64(1+w.upTo(700, "size", i, 0)) * 1_000_000
	}
	switch w.upTo(20, "what it is", i, 0) {
	case 0:
		c.row.Direction = store.DirectionCallback // not one of the chosen
	case 1:
		c.row.Duration = 3 * time.Second
	case 2:
		c.row.Duration, c.row.Failed = 0, true
		c.contents = [2]int{p.sound(good), p.sound(good)}
		p.keep(c)
		return
	case 3:
		good.kind = soundForeign
	case 4:
		good.kind = soundHTML
	case 5:
		good.kind = soundEmpty
	case 6:
		good.kind, good.length = soundLong, 5*time.Hour
	case 7:
		good.kind, good.length = soundShort, 2*time.Second
	case 8: // never recorded
		c.contents = [2]int{p.sound(good), p.sound(good)}
		p.keep(c)
		return
	}
	c.recorded = c.appears
	switch w.upTo(4, "recorded when", i, 0) {
	case 0:
		c.recorded = c.appears.Add(w.span(0, 20*time.Minute, "recorded", i, 0))
	case 1:
		c.recorded = c.appears.Add(w.span(0, 3*time.Hour, "recorded", i, 0))
	}
	second := good
	if w.is(150, "replaced", i, 0) {
		c.replaced = c.recorded.Add(w.span(0, 2*time.Hour, "replaced at", i, 0))
		second.kind, second.length = soundGood, length+time.Second
	}
	c.contents = [2]int{p.sound(good), p.sound(second)}
	p.keep(c)
}

// bring makes a call appear earlier, and what happens to it with it.
func (c *portalCall) bring(at time.Time) {
	by := c.appears.Sub(at)
	c.appears, c.row.StartedAt = at, c.row.StartedAt.Add(-by).Truncate(time.Second)
	for _, t := range []*time.Time{&c.recorded, &c.replaced} {
		if !t.IsZero() {
			*t = t.Add(-by)
		}
	}
}

func (p *portal) sound(s sound) int {
	n := firstSound + len(p.sounds)
	s.size += int64(n)
	p.sounds = append(p.sounds, s)
	return n
}

// ofSize is the content of a size.
func (p *portal) ofSize(size int64) sound { return p.sounds[size%1_000_000-firstSound] }

func (p *portal) keep(c *portalCall) {
	p.calls = append(p.calls, c)
	p.byID[c.row.SourceID], p.byMark[c.row.UniqueID] = c, c
}

// content is the number of the recording there is at a time; 0 when there is none.
func (c *portalCall) content(at time.Time) int {
	switch {
	case c.recorded.IsZero() || at.Before(c.recorded):
		return 0
	case !c.replaced.IsZero() && !at.Before(c.replaced):
		return c.contents[1]
	}
	return c.contents[0]
}

// seen is the row as the portal tells it now.
func (c *portalCall) seen() store.Row {
	row := c.row
	if n := c.content(time.Now()); n != 0 {
		row.RecordRef = fmt.Sprint(n)
	}
	return row
}
