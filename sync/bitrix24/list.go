package bitrix24

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"sensedesk/store"
	"sensedesk/sync/retry"
)

// statistic is the method that lists the calls of every exchange connected to
// the portal.
const statistic = "voximplant.statistic.get"

// pageSize is fixed by the portal.
const pageSize = 50

// statisticsQuery is the body of the request. Names are upper case and ORDER is
// exactly ASC or DESC: any other spelling is ignored without an error. Start -1
// spares the portal the counting, which takes minutes on large tables (docs:
// settings/performance/huge-data.md).
type statisticsQuery struct {
	Filter map[string]any `json:"FILTER"`
	Sort   string         `json:"SORT,omitempty"`
	Order  string         `json:"ORDER,omitempty"`
	Start  int            `json:"start"`
}

// statisticsPage is a decoded answer.
type statisticsPage struct {
	rows  []statRow
	total int
}

// statistics asks for one page of calls.
func (s *Source) statistics(ctx context.Context, p retry.Policy, q statisticsQuery) (statisticsPage, error) {
	a, err := s.call(ctx, p, statistic, q)
	if err != nil {
		return statisticsPage{}, err
	}
	raws, err := list(a.result)
	if err != nil {
		return statisticsPage{}, s.unexpected(statistic, err)
	}
	page := statisticsPage{rows: make([]statRow, 0, len(raws))}
	for _, raw := range raws {
		row, err := decodeRow(raw)
		if err != nil {
			return statisticsPage{}, s.unexpected(statistic, err)
		}
		page.rows = append(page.rows, row)
	}
	page.total, _ = strconv.Atoi(text(a.total))
	return page, nil
}

// List hands every call with an id above after ("" or "0" = all) to page, in
// growing order of the id and at most 50 at a time, until there are no more,
// page returns an error (which List returns as it is) or ctx ends. page is
// called on the caller's goroutine and never with an empty list.
//
// q only saves traffic: rows are passed on as they come and must be judged by
// the caller. Ids grow with the moment a call was reported, not with its start;
// an outside exchange may report hours later, and parallel reports may become
// visible out of order, so begin somewhat below the last id seen.
//
// Codes: listing_unordered when ids do not grow (going on would lose calls),
// and those of every request: webhook_refused, scope_missing, portal_right,
// portal_plan, portal_blocked, portal_gone, network, tls, busy.
func (s *Source) List(ctx context.Context, after string, q store.ListQuery, page func([]store.Row) error) error {
	last, err := cursor(after)
	if err != nil {
		return fmt.Errorf("%s: %w", s.op("list calls"), err)
	}
	filter := listFilter(q)
	for {
		filter[">ID"] = last
		got, err := s.statistics(ctx, s.steady(), statisticsQuery{Filter: filter, Sort: "ID", Order: "ASC", Start: -1})
		if err != nil {
			return err
		}
		rows := make([]store.Row, len(got.rows))
		for i, r := range got.rows {
			if r.number <= last {
				return store.E(store.CodeListingUnordered, s.op("list calls"), fmt.Errorf("call %d came after %d", r.number, last))
			}
			last = r.number
			rows[i] = r.Row
		}
		if len(rows) == 0 {
			return nil
		}
		if err := page(rows); err != nil {
			return err
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// Total returns how many calls List would hand over if the portal applies q;
// 0 when it does not say. For progress only.
func (s *Source) Total(ctx context.Context, after string, q store.ListQuery) (int, error) {
	last, err := cursor(after)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", s.op("count calls"), err)
	}
	filter := listFilter(q)
	filter[">ID"] = last
	got, err := s.statistics(ctx, s.steady(), statisticsQuery{Filter: filter, Sort: "ID", Order: "ASC", Start: 0})
	return max(got.total, 0), err
}

// Rows reads calls again by their ids. Calls the portal no longer shows are
// absent from the result.
func (s *Source) Rows(ctx context.Context, ids []string) (map[string]store.Row, error) {
	raw, err := s.statRows(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]store.Row, len(raw))
	for k, r := range raw {
		out[k] = r.Row
	}
	return out, nil
}

// statRows is Rows with what must not leave this package.
func (s *Source) statRows(ctx context.Context, ids []string) (map[string]statRow, error) {
	wanted := map[string]bool{}
	var numbers []string
	for _, v := range ids {
		if d := digits(v); d != "" && !wanted[d] {
			wanted[d] = true
			numbers = append(numbers, d)
		}
	}
	out := make(map[string]statRow, len(numbers))
	for len(numbers) > 0 { // never with an empty list: that filter would be dropped and everything returned
		batch := numbers[:min(pageSize, len(numbers))]
		numbers = numbers[len(batch):]
		got, err := s.statistics(ctx, s.steady(), statisticsQuery{Filter: map[string]any{"ID": batch}, Sort: "ID", Order: "ASC", Start: -1})
		if err != nil {
			return nil, err
		}
		for _, r := range got.rows {
			if !wanted[r.SourceID] {
				// A dropped filter fills the page with other calls; those asked for would look deleted.
				return nil, store.E(store.CodeListingUnordered, s.op("read calls again"), errors.New("the portal ignored the ids it was asked for"))
			}
			out[r.SourceID] = r
		}
	}
	return out, nil
}

// cursor reads a listing id; empty is the start.
func cursor(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil || n < 0 {
		return 0, store.E(store.CodeInternal, "read cursor", errors.New("not a listing id"))
	}
	return n, nil
}

// listFilter spells q in the portal's way: lists stand as arrays under the bare
// key, because the operator @ is not known to this method and a filter that is
// not known is dropped without an error; so is an empty array.
func listFilter(q store.ListQuery) map[string]any {
	f := map[string]any{}
	if q.From != "" {
		f[">=CALL_START_DATE"] = q.From
	}
	if q.Until != "" {
		f["<CALL_START_DATE"] = q.Until
	}
	if len(q.Users) > 0 {
		f["PORTAL_USER_ID"] = q.Users
	}
	if types := callTypes(q.Directions); len(types) > 0 {
		f["CALL_TYPE"] = types
	}
	return f
}
