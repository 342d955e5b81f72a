package simulation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
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

// source is the portal as a process reaches it.
type source struct{ p *process }

func (s source) Kind() store.SourceKind { return store.SourceBitrix24 }
func (s source) Account() string        { return account }

// ask is the edge of every request: the time it takes and what goes wrong with it.
func (s source) ask(ctx context.Context, what string, id int64) error {
	w := s.p.w
	n := w.nth(what, id)
	if s.p.fate("at "+what, id, n) {
		return errDead
	}
	if err := s.p.wait(ctx, w.span(20*time.Millisecond, 2*time.Second, what, id, n)); err != nil {
		return store.E(store.CodeNetwork, what, err)
	}
	switch code := w.broken(); code {
	case store.CodeWebhookRefused, store.CodeScopeMissing, store.CodePortalBlocked:
		return store.E(code, what, nil)
	}
	if w.mishap(w.net, "net "+what, id, n) {
		return store.E([]store.Code{store.CodeNetwork, store.CodeBusy}[n%2], what, nil)
	}
	return nil
}

func (s source) Zone(ctx context.Context) (*time.Location, error) {
	return time.UTC, s.ask(ctx, "zone", 0)
}

// List hands over short pages, so that there is something between them.
func (s source) List(ctx context.Context, after string, _ store.ListQuery, page func([]store.Row) error) error {
	const size = 3
	last := number(after)
	for {
		if err := s.ask(ctx, "list", last); err != nil {
			return err
		}
		var rows []store.Row
		for _, c := range s.p.w.portal.calls {
			if c.id > last && !time.Now().Before(c.appears) && len(rows) < size {
				rows = append(rows, c.seen())
			}
		}
		if len(rows) == 0 {
			return nil
		}
		last = number(rows[len(rows)-1].SourceID)
		if err := page(rows); err != nil {
			return err
		}
		if len(rows) < size {
			return nil
		}
	}
}

func (s source) Total(ctx context.Context, _ string, _ store.ListQuery) (int, error) {
	return len(s.p.w.portal.calls), s.ask(ctx, "total", 0)
}

func (s source) Rows(ctx context.Context, ids []string) (map[string]store.Row, error) {
	if err := s.ask(ctx, "rows", number(ids[0])); err != nil {
		return nil, err
	}
	rows := map[string]store.Row{}
	for _, id := range ids {
		rows[id] = s.p.w.portal.byID[id].seen()
	}
	return rows, nil
}

func (s source) People(ctx context.Context, ids []string) ([]store.Person, error) {
	var people []store.Person
	for _, id := range ids {
		people = append(people, store.Person{ID: id, Name: "Ким Анна", Active: true})
	}
	return people, s.ask(ctx, "people", 0)
}

func (s source) ClientName(ctx context.Context, row store.Row) (string, error) {
	return "Алия М.", s.ask(ctx, "client", number(row.SourceID))
}

// Open downloads: the reference may be that of a recording replaced meanwhile,
// and then the row is read again, as the portal's client does.
func (s source) Open(ctx context.Context, row store.Row) (io.ReadCloser, int64, error) {
	w, c := s.p.w, s.p.w.portal.byID[row.SourceID]
	if err := s.ask(ctx, "open", c.id); err != nil {
		return nil, 0, err
	}
	n := c.content(time.Now())
	if n == 0 {
		return nil, 0, store.E(store.CodeNoRecording, "open", nil)
	}
	text := fmt.Sprintf("########%d", n)
	try := w.nth("download", c.id)
	size := int64(len(text))
	switch w.portal.sounds[n-firstSound].kind {
	case soundHTML:
		text, size = "<html>", 6
	case soundEmpty:
		text, size = "", 0
	}
	if w.mishap(w.cut, "cut", c.id, try) {
		switch w.upTo(4, "cut how", c.id, try) {
		case 0:
			text, size = "<html>", -1
		case 1:
			return nil, 0, store.E(store.CodeFileGone, "open", nil)
		case 2:
			return io.NopCloser(io.MultiReader(strings.NewReader(text), failing{store.E(store.CodeNetwork, "download", errors.New("reset"))})), size, nil
		default:
			if text != "" && size > 0 {
				text = text[:len(text)/2]
			}
		}
	}
	return io.NopCloser(strings.NewReader(text)), size, nil
}

// failing is a connection that broke.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (s source) Check(context.Context) []store.CheckLine { return nil }
