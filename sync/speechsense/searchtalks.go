package speechsense

import (
	"context"
	"errors"
	"strings"
	"time"

	"sensedesk/store"
)

// FoundPage is one page of a search as a person is shown it.
type FoundPage struct {
	SearchPage
	// Unsorted: the service does not sort by what was asked for, so the page is
	// in its own order.
	Unsorted bool
	// Cut: the service began to repeat itself, so this is the last page although
	// there may be more.
	Cut bool
}

// emptyPages is how many empty pages in a row are passed over before the search
// gives the page up as it is.
const emptyPages = 20

// Search asks for one page of the talks a query finds. token is the Next of the
// page before, empty for the first; size is the page's, 0 = the service's own.
// Empty pages are passed over; a page whose token leads back to itself is the
// last. When the service refuses the order, the talks come in its own.
//
// Errors: query_invalid before anything is asked; query_key naming the key the
// service does not search by; else those of SearchPage.
func (c *Client) Search(ctx context.Context, q store.TalkQuery, token string, size int) (FoundPage, error) {
	if err := q.Validate(); err != nil {
		return FoundPage{}, err
	}
	r, err := RequestOf(c.settings, q)
	if err != nil {
		return FoundPage{}, err
	}
	r.PageSize, r.PageToken = size, token
	var found FoundPage
	seen := map[string]bool{token: true}
	for range emptyPages {
		if found.SearchPage, err = c.sorted(ctx, &r, &found.Unsorted); err != nil {
			return FoundPage{}, keyOf(err, q)
		}
		next := found.Next
		if next != "" && seen[next] {
			found.Next, found.Cut = "", true
		}
		if len(found.IDs) > 0 || found.Next == "" {
			return found, nil
		}
		seen[next] = true
		r.PageToken = next
	}
	return found, nil
}

// sorted is SearchPage; an order the service refuses is given up.
func (c *Client) sorted(ctx context.Context, r *SearchRequest, unsorted *bool) (SearchPage, error) {
	page, err := c.SearchPage(ctx, *r)
	if store.CodeOf(err) != store.CodeRefused || len(r.Sort) == 0 {
		return page, err
	}
	plain := *r
	plain.Sort = nil
	page, again := c.SearchPage(ctx, plain)
	if again != nil { // it was not the order
		if store.CodeOf(again) == store.CodeRefused {
			return page, err
		}
		return page, again
	}
	*r, *unsorted = plain, true
	return page, nil
}

// keyOf names the key of the query that a refusal is about.
func keyOf(err error, q store.TalkQuery) error {
	if store.CodeOf(err) != store.CodeRefused {
		return err
	}
	words := store.ArgsOf(err)["text"]
	key := ""
	for _, f := range q.Clauses() {
		if len(f.Key) > len(key) && strings.Contains(words, f.Key) {
			key = f.Key
		}
	}
	if key == "" {
		return err
	}
	name, isMeta := store.MetaName(key)
	if !isMeta {
		name = key
	}
	return store.E(store.CodeQueryKey, "search talks", err, "key", name, "text", words)
}

// RequestOf is a query as the service of the settings takes it.
func RequestOf(s store.SpeechSettings, q store.TalkQuery) (SearchRequest, error) {
	var r SearchRequest
	for _, f := range q.Clauses() {
		one, err := filterOf(f, q.Zone)
		if err != nil {
			return r, err
		}
		r.Filters = append(r.Filters, one)
	}
	if t := q.Text; t != nil && strings.TrimSpace(t.Text) != "" {
		r.Text = &SearchText{Text: t.Text, Inverse: t.Inverse}
		if t.Channel != nil {
			r.Text.Channel = new(*t.Channel + s.QueryChannelBase)
		}
	}
	r.Sort = q.Sort
	return r, nil
}

// filterOf reads the bounds of a filter; Validate has seen them.
func filterOf(f store.TalkFilter, zone *time.Location) (SearchFilter, error) {
	out := SearchFilter{Key: f.Key, Inverse: f.Inverse, Channel: f.Channel}
	var err error
	switch f.Kind {
	case store.FilterAnyMatch:
		out.AnyOf = f.Values
	case store.FilterBool:
		out.Bool = &f.Yes
	case store.FilterInt:
		out.Ints, err = rangeOf(f, store.ParseWhole)
	case store.FilterDouble:
		out.Doubles, err = rangeOf(f, store.ParseDecimal)
	case store.FilterDuration:
		out.Durations, err = rangeOf(f, store.ParseSeconds)
	case store.FilterDate:
		out.Dates = &DateRange{}
		d := out.Dates
		d.From, d.To, d.FromInclusive, d.ToInclusive, err = f.Instants(zone)
	default:
		err = store.E(store.CodeQueryInvalid, "search talks", errors.New("no such kind"), "key", f.Key, "what", "kind")
	}
	return out, err
}

func rangeOf[T any](f store.TalkFilter, parse func(string) (T, error)) (*Range[T], error) {
	r := &Range[T]{FromInclusive: !f.FromExcluded, ToInclusive: !f.ToExcluded}
	for _, end := range []struct {
		text string
		to   **T
	}{{f.From, &r.From}, {f.To, &r.To}} {
		if end.text == "" {
			continue
		}
		v, err := parse(end.text)
		if err != nil {
			return nil, store.E(store.CodeQueryInvalid, "search talks", err, "key", f.Key, "what", "number")
		}
		*end.to = &v
	}
	return r, nil
}

// Classifiers lists the classifiers of the project of the settings. A key that
// may not list them, a server that cannot, and settings without a project give
// none.
func (c *Client) Classifiers(ctx context.Context) ([]store.NamedID, error) {
	if c.settings.ProjectID == "" {
		return nil, nil
	}
	list, err := c.classifiers(ctx, c.settings.ProjectID)
	if err != nil {
		if namesUnavailable(err) {
			return nil, nil
		}
		return nil, err
	}
	out := make([]store.NamedID, 0, len(list))
	for _, item := range list {
		out = append(out, store.NamedID{ID: item.GetId(), Name: item.GetName()})
	}
	return out, nil
}
