package speechsense_test

import (
	"context"
	"net"
	"slices"
	"strconv"
	"testing"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// scripted is a service whose Search answers as the test says.
type scripted struct {
	ss.UnimplementedTalkServiceServer
	search func(*ss.SearchTalkRequest) (*ss.SearchTalkResponse, error)
}

func (s *scripted) Search(_ context.Context, r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
	return s.search(r)
}

// dialScripted connects to a service whose Search is the given one.
func dialScripted(t *testing.T, search func(*ss.SearchTalkRequest) (*ss.SearchTalkResponse, error)) *speechsense.Client {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	ss.RegisterTalkServiceServer(server, &scripted{search: search})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return dial(t, speechsense.Options{Settings: settingsFor(listener.Addr().String())})
}

func page(next string, total int64, ids ...string) *ss.SearchTalkResponse {
	return &ss.SearchTalkResponse{TalkIds: ids, TalksCount: total, NextPageToken: next}
}

func TestAnEmptyPageWithATokenGoesOn(t *testing.T) {
	asked := 0
	c := dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		asked++
		if asked < 4 {
			return page("t"+strconv.Itoa(asked), 1), nil
		}
		return page("", 1, "aud1"), nil
	})
	p, err := c.Search(t.Context(), store.TalkQuery{}, "", 0)
	if err != nil || !slices.Equal(p.IDs, []store.TalkID{"aud1"}) || p.Next != "" || p.Cut || asked != 4 {
		t.Errorf("%+v after %d requests, %v", p, asked, err)
	}
	// Should it be empty for ever, the page is given up with its token.
	asked = 0
	c = dialScripted(t, func(*ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		asked++
		return page("t"+strconv.Itoa(asked), 1), nil
	})
	if p, err := c.Search(t.Context(), store.TalkQuery{}, "", 0); err != nil || p.Next == "" || asked > 50 {
		t.Errorf("%+v after %d requests, %v", p, asked, err)
	}
}

func TestARepeatedTokenEndsTheSearchAndSaysSo(t *testing.T) {
	c := dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		if r.GetPageToken() == "" {
			return page("again", 5, "aud1"), nil
		}
		return page("again", 5, "aud2"), nil
	})
	first, err := c.Search(t.Context(), store.TalkQuery{}, "", 0)
	if err != nil || first.Next != "again" || first.Cut {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := c.Search(t.Context(), store.TalkQuery{}, first.Next, 0)
	if err != nil || second.Next != "" || !second.Cut || len(second.IDs) != 1 {
		t.Errorf("%+v %v", second, err)
	}
	// Empty pages that go round in a ring end as well.
	c = dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		return page(map[string]string{"": "a", "a": "b", "b": "a"}[r.GetPageToken()], 5), nil
	})
	if p, err := c.Search(t.Context(), store.TalkQuery{}, "", 0); err != nil || !p.Cut || p.Next != "" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestARefusedOrderIsGivenUp(t *testing.T) {
	sort := []store.TalkSort{{Key: store.MetaKey("date"), Descending: true}}
	c := dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		if r.GetSortData() != nil {
			return nil, status.Error(codes.InvalidArgument, "sort_data: userMeta.date is not sortable")
		}
		return page("", 1, "aud1"), nil
	})
	p, err := c.Search(t.Context(), store.TalkQuery{Sort: sort}, "", 0)
	if err != nil || !p.Unsorted || len(p.IDs) != 1 {
		t.Errorf("%+v %v", p, err)
	}
	// When it was not the order, the first complaint stands.
	c = dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		if r.GetSortData() == nil {
			return nil, status.Error(codes.InvalidArgument, "something else")
		}
		return nil, status.Error(codes.InvalidArgument, "no such talk field: userMeta.colour")
	})
	_, err = c.Search(t.Context(), store.TalkQuery{Sort: sort, Filters: []store.TalkFilter{
		{Key: "userMeta.colour", Kind: store.FilterAnyMatch, Values: []string{"red"}},
		{Key: "userMeta.col", Kind: store.FilterAnyMatch, Values: []string{"red"}},
	}}, "", 0)
	if store.CodeOf(err) != store.CodeQueryKey || store.ArgsOf(err)["key"] != "colour" {
		t.Errorf("%v", err)
	}
	// A complaint about nothing of the query is passed on in the server's words.
	c = dialScripted(t, func(*ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		return nil, status.Error(codes.InvalidArgument, "not today")
	})
	if _, err := c.Search(t.Context(), store.TalkQuery{}, "", 0); store.CodeOf(err) != store.CodeRefused || store.ArgsOf(err)["text"] != "not today" {
		t.Errorf("%v", err)
	}
}

func TestWhatGoesOverTheWire(t *testing.T) {
	var got *ss.SearchTalkRequest
	c := dialScripted(t, func(r *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
		got = r
		return page("", 12_000), nil
	})
	one := 1
	p, err := c.Search(t.Context(), store.TalkQuery{
		From: "2026-03-01",
		Filters: []store.TalkFilter{
			{Key: "a", Kind: store.FilterInt, From: "1", Channel: &one},
			{Key: "b", Kind: store.FilterDouble, To: "0,5", ToExcluded: true, Inverse: true},
			{Key: "c", Kind: store.FilterDuration, From: "1:30"},
			{Key: "d", Kind: store.FilterBool},
		},
		Text: &store.TalkText{Text: "дорого", Channel: &one, Inverse: true},
		Sort: []store.TalkSort{{Key: "x"}, {Key: "y", Descending: true}},
	}, "token", 40)
	if err != nil || p.Total != 12_000 || got.GetPageSize() != 40 || got.GetPageToken() != "token" {
		t.Fatalf("%+v %v %v", p, err, got)
	}
	f := got.GetFilters()
	for i, b := range []*ss.BoundsInclusive{
		f[0].GetDateRange().GetBoundsInclusive(), f[1].GetIntRange().GetBoundsInclusive(),
		f[2].GetDoubleRange().GetBoundsInclusive(), f[3].GetDurationRange().GetBoundsInclusive(),
	} {
		if b == nil || !b.GetFromInclusive() || b.GetToInclusive() != (i != 2) {
			t.Errorf("bounds of filter %d: %v", i, b)
		}
	}
	switch {
	case f[0].GetKey() != "userMeta.date" || f[0].GetDateRange().GetFromValue().GetSeconds() != 1772323200 || f[0].GetDateRange().GetToValue() != nil,
		f[1].GetChannelNumber().GetValue() != 1 || f[1].GetIntRange().GetToValue() != nil || f[0].GetChannelNumber() != nil,
		f[2].GetDoubleRange().GetToValue().GetValue() != 0.5 || !f[2].GetInverse(),
		f[3].GetDurationRange().GetFromValue().GetSeconds() != 90,
		f[4].GetBooleanMatch() == nil || f[4].GetBooleanMatch().GetValue(),
		got.GetQuery().GetChannelNumber().GetValue() != 1 || !got.GetQuery().GetInverse(),
		got.GetSortData().GetFields()[1].GetOrder() != ss.SortOrder_SORT_ORDER_DESC || got.GetSortData().GetFields()[1].GetPosition() != 1:
		t.Errorf("%v", got)
	}
	// A service that counts channels of the query from one is told so.
	settings := settingsFor("127.0.0.1:1")
	settings.QueryChannelBase = 1
	if r, err := speechsense.RequestOf(settings, store.TalkQuery{Text: &store.TalkText{Text: "x", Channel: &one}}); err != nil || *r.Text.Channel != 2 {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := c.Search(t.Context(), store.TalkQuery{Filters: []store.TalkFilter{{Key: "a", Kind: store.FilterInt, From: "x"}}}, "", 0); store.CodeOf(err) != store.CodeQueryInvalid {
		t.Errorf("%v", err)
	}
}
