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
