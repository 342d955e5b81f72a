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
	"sensedesk/sync/sandbox"
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

// Questions and answers, and who answers whom in a chat, are searched too.
func TestSearchByAnswersAndReactions(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	yes, no := "1. Да", "1. Нет"
	quiz := func(answer *string) *store.Details {
		return &store.Details{Quiz: []store.QuizAnswer{{ID: "1", Question: "Оператор поздоровался?", Answer: answer}}}
	}
	at := func(channel int, second int64) store.Phrase {
		return store.Phrase{Channel: channel, StartMS: second * 1000, EndMS: second * 1000, Text: "сообщение"}
	}
	s.Load(
		sandbox.Loaded{ID: "audYes", ConnectionID: "eag-connection", Content: store.Talk{Details: quiz(&yes)}},
		sandbox.Loaded{ID: "audNo", ConnectionID: "eag-connection", Content: store.Talk{Details: quiz(&no)}},
		sandbox.Loaded{ID: "audNull", ConnectionID: "eag-connection", Content: store.Talk{Details: quiz(nil)}},
		sandbox.Loaded{ID: "audChat", ConnectionID: "eag-connection", Content: store.Talk{
			Phrases:    []store.Phrase{at(1, 0), at(0, 40), at(1, 45), at(1, 50), at(0, 60)},
			Statements: []store.Statement{{FieldID: "theme", Values: []string{"доставка"}}},
		}},
	)
	settings := settingsFor(s.Address())
	settings.ProjectID = "" // loaded talks are of no project
	c := dial(t, speechsense.Options{Settings: settings})
	operator, client := 0, 1
	key := func(name string) string { return "talk.statistics.reactions." + name }
	for name, tc := range map[string]struct {
		f    store.TalkFilter
		want []store.TalkID
	}{
		"yes":               {store.TalkFilter{Key: store.PointKey("1"), Kind: store.FilterBool, Yes: true}, []store.TalkID{"audYes"}},
		"no":                {store.TalkFilter{Key: store.PointKey("1"), Kind: store.FilterBool}, []store.TalkID{"audNo"}},
		"not yes":           {store.TalkFilter{Key: store.PointKey("1"), Kind: store.FilterBool, Yes: true, Inverse: true}, []store.TalkID{"audNo", "audNull", "audChat"}},
		"a theme":           {store.TalkFilter{Key: store.PointKey("theme"), Kind: store.FilterAnyMatch, Values: []string{"возврат", "доставка"}}, []store.TalkID{"audChat"}},
		"an answer":         {store.TalkFilter{Key: store.PointKey("1"), Kind: store.FilterAnyMatch, Values: []string{"Нет"}}, []store.TalkID{"audNo"}},
		"slow first answer": {store.TalkFilter{Key: key("first_duration_seconds"), Kind: store.FilterDuration, From: "40", Channel: &operator}, []store.TalkID{"audChat"}},
		"slowest client":    {store.TalkFilter{Key: key("max_duration_seconds"), Kind: store.FilterDuration, From: "6", Channel: &client}, nil},
		"fastest":           {store.TalkFilter{Key: key("min_duration_seconds"), Kind: store.FilterDuration, From: "5", To: "5"}, []store.TalkID{"audChat"}},
		"three answers":     {store.TalkFilter{Key: key("count"), Kind: store.FilterInt, From: "3", To: "3"}, []store.TalkID{"audChat"}},
	} {
		p, err := c.Search(t.Context(), store.TalkQuery{Filters: []store.TalkFilter{tc.f}}, "", 0)
		if err != nil || !slices.Equal(p.IDs, tc.want) {
			t.Errorf("%s: %v %v, want %v", name, p.IDs, err, tc.want)
		}
	}
	_, err := c.Search(t.Context(), store.TalkQuery{Filters: []store.TalkFilter{{Key: store.PointKey("1"), Kind: store.FilterInt, From: "1"}}}, "", 0)
	if store.CodeOf(err) != store.CodeQueryKey {
		t.Errorf("a kind that does not fit: %v", err)
	}
	results, err := c.Get(t.Context(), []store.TalkID{"audYes"})
	if err != nil || len(results) != 1 || results[0].Talk.Details == nil || *results[0].Talk.Details.Quiz[0].Answer != yes {
		t.Errorf("%+v %v", results, err)
	}
}

// Of 12 000 talks 10 000 can be paged through, and all are counted.
func TestTheReachOfASearch(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	many := make([]sandbox.Loaded, 12_000)
	for i := range many {
		many[i] = sandbox.Loaded{ID: "aud" + strconv.Itoa(i), ConnectionID: "eag-connection", Fields: map[string]string{"date": "2026-03-12T10:00:00Z"}}
	}
	s.Load(many...)
	settings := settingsFor(s.Address())
	settings.ProjectID = ""
	c := dial(t, speechsense.Options{Settings: settings})
	seen := map[store.TalkID]bool{}
	for token := ""; ; {
		p, err := c.Search(t.Context(), store.TalkQuery{}, token, speechsense.SearchPageSize)
		if err != nil || p.Total != 12_000 || p.Cut {
			t.Fatalf("%d of %d, %v", len(p.IDs), p.Total, err)
		}
		for _, id := range p.IDs {
			seen[id] = true
		}
		if token = p.Next; token == "" {
			break
		}
	}
	if len(seen) != speechsense.SearchReach {
		t.Errorf("%d talks were reached", len(seen))
	}
}
