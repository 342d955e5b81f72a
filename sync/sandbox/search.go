package sandbox

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	maxPage     = 1000
	defaultPage = 100
	maxReach    = 10000 // results a search can page through
)

// Search returns the ids of the talks that pass every filter.
func (t talkService) Search(_ context.Context, req *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
	s := t.server
	if err := s.checkScope(req); err != nil {
		return nil, err
	}
	size := int(req.GetPageSize())
	if size == 0 {
		size = defaultPage
	}
	offset, err := readToken(req.GetPageToken())
	switch {
	case err != nil:
		return nil, err
	case size < 1 || size > maxPage:
		return nil, status.Errorf(codes.InvalidArgument, "page_size: from 1 to %d are allowed", maxPage)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range req.GetFilters() { // a wrong filter is refused even when there is nothing to filter
		if _, err := s.passes(&talk{}, f); err != nil {
			return nil, err
		}
	}
	var found []*talk
	for _, candidate := range s.talks {
		if !s.visible(candidate) || !candidate.within(req.GetConnectionId(), req.GetProjectId()) || !candidate.says(req.GetQuery()) {
			continue
		}
		all := true
		for _, f := range req.GetFilters() {
			ok, err := s.passes(candidate, f)
			if err != nil {
				return nil, err
			}
			all = all && ok
		}
		if all {
			found = append(found, candidate)
		}
	}
	if err := s.order(found, req.GetSortData()); err != nil {
		return nil, err
	}
	resp := &ss.SearchTalkResponse{TalksCount: int64(len(found))}
	reach := min(len(found), maxReach)
	end := min(offset+size, reach)
	for _, hit := range found[min(offset, reach):end] {
		resp.TalkIds = append(resp.TalkIds, hit.id)
	}
	if end < reach {
		resp.NextPageToken = base64.RawURLEncoding.EncodeToString([]byte("page:" + strconv.Itoa(end)))
	}
	return resp, nil
}

// readToken reads a page token back into an offset.
func readToken(token string) (int, error) {
	if token == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	digits, ok := strings.CutPrefix(string(raw), "page:")
	n, convErr := strconv.Atoi(digits)
	if err != nil || !ok || convErr != nil || n < 0 || n > maxReach {
		return 0, status.Error(codes.InvalidArgument, "page_token is not valid")
	}
	return n, nil
}

// says tells whether every word of the query occurs in the transcript.
func (t *talk) says(q *ss.Query) bool {
	if q.GetText() == "" {
		return true
	}
	var said strings.Builder
	for _, p := range t.content.Phrases {
		if q.GetChannelNumber() == nil || int64(p.Channel) == q.GetChannelNumber().GetValue() {
			said.WriteString(strings.ToLower(p.Text + " " + p.Normalized + "\n"))
		}
	}
	all := true
	for _, word := range strings.Fields(strings.ToLower(q.GetText())) {
		all = all && strings.Contains(said.String(), word)
	}
	return all != q.GetInverse()
}

// order sorts by metadata keys and statistics; equal talks stay in the order
// of acceptance.
func (s *Server) order(talks []*talk, by *ss.SortData) error {
	fields := slices.Clone(by.GetFields())
	slices.SortStableFunc(fields, func(a, b *ss.SortField) int { return cmp.Compare(a.GetPosition(), b.GetPosition()) })
	for _, f := range fields {
		if err := s.checkKey(f.GetField()); err != nil {
			return err
		}
	}
	slices.SortStableFunc(talks, func(a, b *talk) int {
		for _, f := range fields {
			c := compare(a, b, f.GetField())
			if f.GetOrder() == ss.SortOrder_SORT_ORDER_DESC {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return nil
}

// compare orders two talks by one key: as dates, as numbers, else as texts.
func compare(a, b *talk, key string) int {
	name, isMeta := strings.CutPrefix(key, metaPrefix)
	if !isMeta {
		x, _ := a.number(key, wholeTalk)
		y, _ := b.number(key, wholeTalk)
		return cmp.Compare(x, y)
	}
	x, y := a.fields[name], b.fields[name]
	dx, okX := parseDate(x)
	dy, okY := parseDate(y)
	if okX && okY {
		return dx.Compare(dy)
	}
	nx, errX := strconv.ParseFloat(x, 64)
	ny, errY := strconv.ParseFloat(y, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(nx, ny)
	}
	return cmp.Compare(x, y)
}

// bounds reads which ends of a range belong to it. The default of an absent
// message is documented nowhere; here it means neither.
func inRange[T any](v T, from, to *T, b *ss.BoundsInclusive, order func(a, b T) int) bool {
	if from != nil {
		if c := order(v, *from); c < 0 || c == 0 && !b.GetFromInclusive() {
			return false
		}
	}
	if to != nil {
		if c := order(v, *to); c > 0 || c == 0 && !b.GetToInclusive() {
			return false
		}
	}
	return true
}

// compareTimes orders instants.
func compareTimes(a, b time.Time) int { return a.Compare(b) }
