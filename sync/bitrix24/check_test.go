package bitrix24_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// report writes check lines down: name, argument and how it stands.
func report(lines []store.CheckLine) []string {
	var out []string
	for _, l := range lines {
		state := "bad"
		switch {
		case l.OK:
			state = "ok"
		case l.Unsure:
			state = "unsure"
		case l.Err != nil:
			state = string(store.CodeOf(l.Err))
		}
		out = append(out, strings.Join([]string{l.Name, l.Arg, state}, " "))
	}
	return out
}

func TestCheck(t *testing.T) {
	unsure := []string{"profile  unsure", "scope telephony unsure", "scope disk unsure", "scope user unsure", "scope crm unsure", "statistics  unsure"}
	cases := map[string]struct {
		scopes []string
		fault  func(*sandbox.PortalFaults)
		want   []string
	}{
		"all is well": {nil, nil, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony ok", "scope disk ok", "scope user ok", "scope crm ok", "statistics  ok",
		}},
		"names are missing": {[]string{"telephony", "disk"}, nil, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony ok", "scope disk ok", "scope user scope_missing", "scope crm scope_missing", "statistics  ok",
		}},
		"a narrower scope will do": {[]string{"telephony", "disk", "user_brief", "crm"}, nil, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony ok", "scope disk ok", "scope user ok", "scope crm ok", "statistics  ok",
		}},
		"nothing is ticked": {[]string{}, nil, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony scope_missing", "scope disk scope_missing", "scope user scope_missing", "scope crm scope_missing", "statistics  scope_missing",
		}},
		"no right": {nil, func(f *sandbox.PortalFaults) { f.StatisticsRight = true }, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony ok", "scope disk ok", "scope user ok", "scope crm ok", "statistics  portal_right",
		}},
		"refused":      {nil, func(f *sandbox.PortalFaults) { f.RefuseWebhook = true }, append([]string{"webhook HOST webhook_refused"}, unsure...)},
		"free plan":    {nil, func(f *sandbox.PortalFaults) { f.FreePlan = true }, append([]string{"webhook HOST portal_plan"}, unsure...)},
		"busy":         {nil, func(f *sandbox.PortalFaults) { f.RateLimited = 100 }, append([]string{"webhook HOST busy"}, unsure...)},
		"not a portal": {nil, func(f *sandbox.PortalFaults) { f.WebPage = 100 }, append([]string{"webhook HOST address"}, unsure...)},
		"busy once": {nil, func(f *sandbox.PortalFaults) { f.RateLimited = 1 }, []string{
			"webhook HOST ok", "profile Ахметова Алия ok", "scope telephony ok", "scope disk ok", "scope user ok", "scope crm ok", "statistics  ok",
		}},
	}
	for name, c := range cases {
		b := start(t, sandbox.PortalOptions{Scopes: c.scopes, Calls: calls(3), People: []sandbox.PortalPerson{{ID: 1, LastName: "Ахметова", Name: "Алия"}}})
		if c.fault != nil {
			b.portal.Faults().Set(c.fault)
		}
		got := report(b.Check(t.Context()))
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], b.portal.Address(), "HOST")
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestCheckOfAPortalThatForbidsTheProfile(t *testing.T) {
	s := odd(t, http.StatusForbidden, `{"error":"ACCESS_DENIED","error_description":"no"}`)
	got := report(s.Check(t.Context()))
	if len(got) != 7 || !strings.HasSuffix(got[0], " ok") || got[1] != "profile  portal_right" || got[2] != "scope telephony portal_right" {
		t.Errorf("got %v", fmt.Sprint(got))
	}
}
