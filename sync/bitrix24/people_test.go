package bitrix24_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

func TestPeopleHaveNames(t *testing.T) {
	portal := sandbox.PortalOptions{People: []sandbox.PortalPerson{
		{ID: 1, LastName: "Ахметова", Name: "Алия", Post: "Директор"},
		{ID: 2, Name: "Пётр"},
		{ID: 3, Mail: "kim@romashka.kz"},
		{ID: 4},
		{ID: 5, LastName: "Уволенный", Dismissed: true},
		{ID: 6, Name: "Робот", Type: "bot"},
	}}
	b := start(t, portal)
	got, err := b.People(t.Context(), []string{"6", "5", "4", "3", "2", "1", "777", "x"})
	if err != nil {
		t.Fatal(err)
	}
	want := []store.Person{
		{ID: "1", Name: "Ахметова Алия", Post: "Директор", Active: true},
		{ID: "2", Name: "Пётр", Active: true},
		{ID: "3", Name: "kim@romashka.kz", Active: true},
		{ID: "4", Name: "ID 4", Active: true},
		{ID: "5", Name: "Уволенный"},
		{ID: "6", Name: "Робот", Active: true},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	all, err := b.People(t.Context(), nil)
	if d := cmp.Diff(want[:4], all); d != "" || err != nil {
		t.Errorf("who works there: %v %s", err, d)
	}

	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.IgnoreFilter = true })
	if got, err := b.People(t.Context(), []string{"3"}); err != nil || len(got) != 1 || got[0].ID != "3" {
		t.Errorf("filter dropped: %v, %v", got, err)
	}
	if got, err := b.People(t.Context(), nil); err != nil || len(got) != 4 {
		t.Errorf("filter dropped, who works there: %v, %v", got, err)
	}
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.IgnoreFilter = false })

	b.portal.SetScopes("telephony", "user_brief")
	if got, err := b.People(t.Context(), []string{"3"}); err != nil || len(got) != 1 || got[0].Name != "ID 3" {
		t.Errorf("without e-mails: %v, %v", got, err)
	}
	b.portal.SetScopes("telephony")
	if _, err := b.People(t.Context(), []string{"3"}); store.CodeOf(err) != store.CodeScopeMissing || store.ArgsOf(err)["scope"] != "user" {
		t.Errorf("without the scope: %v", err)
	}
}

func TestPeopleComeInBatches(t *testing.T) {
	var o sandbox.PortalOptions
	var ids []string
	for i := range 120 {
		o.People = append(o.People, sandbox.PortalPerson{ID: int64(i) + 1, Name: fmt.Sprintf("N%d", i)})
		ids = append(ids, fmt.Sprint(i+1))
	}
	b := start(t, o)
	got, err := b.People(t.Context(), append(ids, ids...))
	if err != nil || len(got) != 120 || len(b.portal.Requests()) != 3 {
		t.Errorf("%d people, %v, %d requests", len(got), err, len(b.portal.Requests()))
	}
	for i := range b.portal.Requests() {
		if p := asked(b.portal, i); !strings.HasPrefix(p, "map[FILTER:map[ID:[") || !strings.HasSuffix(p, "order:ASC sort:ID start:-1]") {
			t.Errorf("request %d: %s", i, p)
		}
	}
	b.portal.Forget()
	if got, err := b.People(t.Context(), nil); err != nil || len(got) != 120 || len(b.portal.Requests()) != 3 {
		t.Errorf("all: %d people, %v, %d requests", len(got), err, len(b.portal.Requests()))
	}
}

func TestClientName(t *testing.T) {
	portal := sandbox.PortalOptions{Clients: []sandbox.PortalClient{
		{Type: "COMPANY", ID: 9, Name: "ТОО Ромашка", Phone: "+7 (701) 000-00-01"},
		{Type: "CONTACT", ID: 275, Name: "Иванова Анна", Phone: "+77010000001"},
		{Type: "LEAD", ID: 4, Name: "Заявка с сайта", Phone: "+7999"},
		{Type: "CONTACT", ID: 276, Name: "Петров Олег", Phone: "+7000"},
	}}
	const search, card = "telephony.externalCall.searchCrmEntities", "crm.item.get"
	cases := map[string]struct {
		row   store.Row
		want  string
		asked []string
	}{
		"the call's own card among several": {store.Row{ClientPhone: "+77010000001", ClientEntity: "CONTACT:275"}, "Иванова Анна", []string{search}},
		"the first card of the number":      {store.Row{ClientPhone: "+77010000001"}, "ТОО Ромашка", []string{search}},
		"another number, the call's card":   {store.Row{ClientPhone: "+77010000001", ClientEntity: "CONTACT:276"}, "Петров Олег", []string{search, card}},
		"a lead has a title":                {store.Row{ClientPhone: "hidden", ClientEntity: "LEAD:4"}, "Заявка с сайта", []string{card}},
		"nobody":                            {store.Row{ClientPhone: "+7123"}, "", []string{search}},
		"nothing to ask by":                 {store.Row{ClientPhone: "hidden"}, "", nil},
		"a card that is gone":               {store.Row{ClientPhone: "", ClientEntity: "DEAL:1"}, "", []string{card}},
		"a kind of card we do not know":     {store.Row{ClientEntity: "DYNAMIC_1046:1"}, "", nil},
		"the card is gone, the number not":  {store.Row{ClientPhone: "+7999", ClientEntity: "CONTACT:1"}, "Заявка с сайта", []string{search, card}},
	}
	for name, c := range cases {
		b := start(t, portal)
		for range 2 { // the second time from memory
			if got, err := b.ClientName(t.Context(), c.row); err != nil || got != c.want {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		}
		if !slices.Equal(methods(b.portal), c.asked) {
			t.Errorf("%s: asked %v, want %v", name, methods(b.portal), c.asked)
		}
	}

	t.Run("without the scopes", func(t *testing.T) {
		portal.Scopes = []string{"telephony"}
		b := start(t, portal)
		if got, err := b.ClientName(t.Context(), store.Row{ClientPhone: "+7999", ClientEntity: "CONTACT:275"}); err != nil || got != "Заявка с сайта" {
			t.Errorf("without crm: %q, %v", got, err)
		}
		b.portal.SetScopes()
		if got, err := b.ClientName(t.Context(), store.Row{ClientPhone: "+7000"}); err != nil || got != "" {
			t.Errorf("without any: %q, %v", got, err)
		}
	})
	t.Run("portal away", func(t *testing.T) {
		b := start(t, portal, func(o *bitrix24.Options) { o.Tries = 1 })
		b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.BadGateway = 1 })
		row := store.Row{ClientPhone: "+7999"}
		if _, err := b.ClientName(t.Context(), row); store.CodeOf(err) != store.CodeBusy {
			t.Errorf("got %v", err)
		}
		if got, err := b.ClientName(t.Context(), row); err != nil || got != "Заявка с сайта" {
			t.Errorf("trouble was remembered as an answer: %q, %v", got, err)
		}
	})
}
