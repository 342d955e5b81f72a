package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

// file is a settings file as the handbook shows it.
const file = `{
  "language": "ru-RU",
  "speechsense": {
    "kind": "cloud", "address": "api.speechsense.yandexcloud.net:443",
    "tls": "system", "ca_file": "", "service": "", "auth": "Api-Key",
    "organization_id": "", "space_id": "", "connection_id": "eag1", "project_id": "",
    "operator_channel": 0, "marker_key": "call_id",
    "metadata_keys": ["id", "call_id", "portal_user_id"]
  },
  "source": { "kind": "bitrix24", "utc_offset": "" },
  "date_from": "2026-03-01", "date_to": "", "users": ["3", "5", "7"],
  "directions": ["outgoing", "incoming", "incoming_redirected", "callback"],
  "min_duration_seconds": 30,
  "poll_seconds": 60, "parallel_uploads": 4, "unknown_grace_seconds": 3600, "recheck_seconds": [120, 600, 1800, 7200, 86400],
  "price_per_minute": "", "price_currency": "RUB"
}`

func TestSettingsFileGoesThere(t *testing.T) {
	s, err := store.DecodeSettings(strings.NewReader("\ufeff" + file))
	if err != nil {
		t.Fatal(err)
	}
	if s.SpeechSense.ConnectionID != "eag1" || len(s.Users) != 3 || s.DateFrom != "2026-03-01" || len(s.Directions) != 4 || s.UnknownGrace != 3600 {
		t.Errorf("read wrong: %+v", s)
	}

	var out strings.Builder
	if err := s.Encode(&out); err != nil {
		t.Fatal(err)
	}
	again, err := store.DecodeSettings(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, again); d != "" {
		t.Errorf("written and read again (-before +after):\n%s", d)
	}
}

func TestSettingsFileNeedsNotBeWhole(t *testing.T) {
	s, err := store.DecodeSettings(strings.NewReader(`{"users": null, "speechsense": {"project_id": "f3"}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := store.DefaultSettings()
	want.SpeechSense.ProjectID = "f3"
	if d := cmp.Diff(want, s); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	var out strings.Builder
	if err := (store.Settings{}).Encode(&out); err != nil || strings.Contains(out.String(), "null") {
		t.Errorf("lists that are nil come out as null (%v):\n%s", err, &out)
	}
}

func TestSettingsFileIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		code store.Code
		key  string
	}{
		"unknown key":              {`{"languages": "ru"}`, store.CodeSettingsInvalid, "languages"},
		"unknown key in a group":   {`{"speechsense": {"adress": "x"}}`, store.CodeSettingsInvalid, "speechsense.adress"},
		"key in other letters":     {`{"Users": ["3"]}`, store.CodeSettingsInvalid, "Users"},
		"a secret":                 {`{"speechsense": {"key": "AQVN"}}`, store.CodeSettingsInvalid, "speechsense.key"},
		"text for a number":        {`{"poll_seconds": "60"}`, store.CodeSettingsInvalid, "poll_seconds"},
		"fraction":                 {`{"poll_seconds": 1.5}`, store.CodeSettingsInvalid, "poll_seconds"},
		"number for a text":        {`{"speechsense": {"kind": 1}}`, store.CodeSettingsInvalid, "speechsense.kind"},
		"text for a list":          {`{"users": "3"}`, store.CodeSettingsInvalid, "users"},
		"text for a group":         {`{"speechsense": "cloud"}`, store.CodeSettingsInvalid, "speechsense"},
		"group for a text":         {`{"language": {"a": 1}}`, store.CodeSettingsInvalid, "language"},
		"list":                     {`[]`, store.CodeSettingsInvalid, ""},
		"nothing":                  {``, store.CodeSettingsInvalid, ""},
		"cut":                      {`{"language": "ru-RU"`, store.CodeSettingsInvalid, ""},
		"two values":               {`{} {}`, store.CodeSettingsInvalid, ""},
		"a bracket too many":       {`{}}`, store.CodeSettingsInvalid, ""},
		"a value that is not good": {`{"parallel_uploads": 11}`, store.CodeSettingsInvalid, "parallel_uploads"},
		"dates the wrong way":      {`{"date_from": "2026-03-02", "date_to": "2026-03-01"}`, store.CodeDates, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.DecodeSettings(strings.NewReader(c.in))
			if store.CodeOf(err) != c.code || store.ArgsOf(err)["key"] != c.key {
				t.Errorf("got %v; want %s for key %q", err, c.code, c.key)
			}
		})
	}
}

func TestSet(t *testing.T) {
	for _, c := range []struct {
		key, value string
		get        func(store.Settings) any
		want       any
	}{
		{"language", "ru-RU, kk-KZ", func(s store.Settings) any { return s.Language }, "ru-RU, kk-KZ"},
		{"speechsense.address", "10.0.0.5:443", func(s store.Settings) any { return s.SpeechSense.Address }, "10.0.0.5:443"},
		{"speechsense.operator_channel", "1", func(s store.Settings) any { return s.SpeechSense.OperatorChannel }, 1},
		{"speechsense.metadata_keys", "id, call_id,,portal_user_id ", func(s store.Settings) any { return s.SpeechSense.MetadataKeys }, []string{"id", "call_id", "portal_user_id"}},
		{"min_duration_seconds", "", func(s store.Settings) any { return s.MinDuration }, 0},
		{"min_duration_seconds", " 45 ", func(s store.Settings) any { return s.MinDuration }, 45},
		{"users", "3,5", func(s store.Settings) any { return s.Users }, []string{"3", "5"}},
		{"users", `["3","5"]`, func(s store.Settings) any { return s.Users }, []string{"3", "5"}},
		{"users", "", func(s store.Settings) any { return s.Users }, []string{}},
		{"directions", "outgoing,callback", func(s store.Settings) any { return s.Directions }, []store.Direction{store.DirectionOutgoing, store.DirectionCallback}},
		{"recheck_seconds", "60,3600", func(s store.Settings) any { return s.RecheckSeconds }, []int{60, 3600}},
		{"recheck_seconds", "[60, 3600]", func(s store.Settings) any { return s.RecheckSeconds }, []int{60, 3600}},
		{"recheck_seconds", "", func(s store.Settings) any { return s.RecheckSeconds }, []int{}},
		{"source.utc_offset", "Asia/Almaty", func(s store.Settings) any { return s.Source.UTCOffset }, "Asia/Almaty"},
		{"date_to", "2026-02-28", func(s store.Settings) any { return s.DateTo }, "2026-02-28"},
		{"price_per_minute", "1.98", func(s store.Settings) any { return s.PricePerMinute }, "1.98"},
	} {
		t.Run(c.key+"="+c.value, func(t *testing.T) {
			s := store.DefaultSettings()
			s.Users = nil // as a program may leave it
			got, err := s.Set(c.key, c.value)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, c.get(got)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			moved := 0
			for i, line := range got.Flat() {
				if line != store.DefaultSettings().Flat()[i] {
					moved++
				}
			}
			if moved > 1 {
				t.Errorf("%d settings moved", moved)
			}
		})
	}
}

func TestSetRefuses(t *testing.T) {
	for _, c := range []struct {
		key, value string
		code       store.Code
	}{
		{"", "x", store.CodeSettingsInvalid},
		{"adress", "x", store.CodeSettingsInvalid},
		{"speechsense", "x", store.CodeSettingsInvalid},
		{"speechsense.", "x", store.CodeSettingsInvalid},
		{"speechsense.kind.x", "x", store.CodeSettingsInvalid},
		{"nothing.at.all", "x", store.CodeSettingsInvalid},
		{"speechsense.kind", "clouds", store.CodeSettingsInvalid},
		{"speechsense.tls", "off", store.CodeTLSOff},
		{"poll_seconds", "a minute", store.CodeSettingsInvalid},
		{"poll_seconds", "1.5", store.CodeSettingsInvalid},
		{"poll_seconds", "0", store.CodeSettingsInvalid},
		{"users", "[3]", store.CodeSettingsInvalid},
		{"users", `["3"`, store.CodeSettingsInvalid},
		{"recheck_seconds", "60,soon", store.CodeSettingsInvalid},
		{"recheck_seconds", "60,-1", store.CodeSettingsInvalid},
		{"directions", "sideways", store.CodeSettingsInvalid},
		{"date_from", "1.3.2026", store.CodeSettingsInvalid},
		{"date_to", "2026-02-30", store.CodeSettingsInvalid},
		{"source.utc_offset", "Moon/Crater", store.CodeSettingsInvalid},
		{"price_per_minute", "1,98", store.CodeSettingsInvalid},
	} {
		t.Run(c.key+"="+c.value, func(t *testing.T) {
			before := store.DefaultSettings()
			got, err := before.Set(c.key, c.value)
			if store.CodeOf(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if c.code == store.CodeSettingsInvalid && !strings.HasPrefix(store.ArgsOf(err)["key"], strings.TrimSuffix(c.key, ".")) {
				t.Errorf("the error names %q, not %q", store.ArgsOf(err)["key"], c.key)
			}
			if !cmp.Equal(got, before) {
				t.Error("the settings changed nevertheless")
			}
		})
	}
}

func TestSetAllChecksTogether(t *testing.T) {
	s, err := store.DefaultSettings().SetAll([][2]string{
		{"speechsense.tls", "ca"}, {"speechsense.kind", "hybrid"}, {"speechsense.ca_file", "/etc/ca.pem"},
	})
	if err != nil || s.SpeechSense.TLS != store.TLSCA {
		t.Errorf("got %+v, %v", s.SpeechSense, err)
	}
	if _, err := store.DefaultSettings().Set("speechsense.tls", "ca"); store.ArgsOf(err)["key"] != "speechsense.ca_file" {
		t.Errorf("alone: %v", err)
	}
}

func TestFlatIsWhatSetTakes(t *testing.T) {
	s, err := store.DecodeSettings(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	back, err := store.DefaultSettings().SetAll(s.Flat())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, back); d != "" {
		t.Errorf("-flat +set:\n%s", d)
	}
}

func TestValidate(t *testing.T) {
	if err := store.DefaultSettings().Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	for name, c := range map[string]struct {
		change func(*store.Settings)
		code   store.Code
		key    string
	}{
		"plaintext on one's own server": {func(s *store.Settings) { s.SpeechSense.Kind, s.SpeechSense.TLS = store.KindHybrid, store.TLSOff }, "", ""},
		"plaintext in the cloud":        {func(s *store.Settings) { s.SpeechSense.TLS = store.TLSOff }, store.CodeTLSOff, ""},
		"auth":                          {func(s *store.Settings) { s.SpeechSense.Auth = "Basic" }, store.CodeSettingsInvalid, "speechsense.auth"},
		"channel":                       {func(s *store.Settings) { s.SpeechSense.OperatorChannel = 2 }, store.CodeSettingsInvalid, "speechsense.operator_channel"},
		"language":                      {func(s *store.Settings) { s.Language = "" }, store.CodeSettingsInvalid, "language"},
		"source":                        {func(s *store.Settings) { s.Source.Kind = "amocrm" }, store.CodeSettingsInvalid, "source.kind"},
		"negative length":               {func(s *store.Settings) { s.MinDuration = -1 }, store.CodeSettingsInvalid, "min_duration_seconds"},
		"no uploads":                    {func(s *store.Settings) { s.ParallelUploads = 0 }, store.CodeSettingsInvalid, "parallel_uploads"},
		"negative grace":                {func(s *store.Settings) { s.UnknownGrace = -1 }, store.CodeSettingsInvalid, "unknown_grace_seconds"},
		"other direction":               {func(s *store.Settings) { s.Directions = []store.Direction{store.DirectionOther} }, store.CodeSettingsInvalid, "directions"},
		"both dates bad: the first":     {func(s *store.Settings) { s.DateFrom, s.DateTo = "x", "y" }, store.CodeSettingsInvalid, "date_from"},
		"one day":                       {func(s *store.Settings) { s.DateFrom, s.DateTo = "2026-03-01", "2026-03-01" }, "", ""},
		"price with a point only":       {func(s *store.Settings) { s.PricePerMinute = "1." }, store.CodeSettingsInvalid, "price_per_minute"},
		"negative price":                {func(s *store.Settings) { s.PricePerMinute = "-1" }, store.CodeSettingsInvalid, "price_per_minute"},
		"offset":                        {func(s *store.Settings) { s.Source.UTCOffset = "+05:00" }, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := store.DefaultSettings()
			c.change(&s)
			err := s.Validate()
			if store.CodeOf(err) != c.code || store.ArgsOf(err)["key"] != c.key {
				t.Errorf("got %v, want %q for %q", err, c.code, c.key)
			}
			if c.code != "" && !errors.Is(err, c.code) {
				t.Errorf("errors.Is does not see %s in %v", c.code, err)
			}
		})
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct{ name, zone, from, to, wantFrom, wantUntil string }{
		{"open", "Asia/Almaty", "", "", "", ""},
		{"one day", "+05:00", "2026-03-12", "2026-03-12", "2026-03-11T19:00:00Z", "2026-03-12T19:00:00Z"},
		{"west of Greenwich", "-03:30", "2026-01-01", "2026-12-31", "2026-01-01T03:30:00Z", "2027-01-01T03:30:00Z"},
		{"leap day", "Z", "2024-02-28", "2024-02-29", "2024-02-28T00:00:00Z", "2024-03-01T00:00:00Z"},
		// Kazakhstan, 1 March 2024: Almaty went from +06 to +05 at midnight, so 29 February has 25 hours.
		{"Almaty's long day", "Asia/Almaty", "2024-02-29", "2024-02-29", "2024-02-28T18:00:00Z", "2024-02-29T19:00:00Z"},
		{"Almaty's day after", "Asia/Almaty", "2024-03-01", "2024-03-01", "2024-02-29T19:00:00Z", "2024-03-01T19:00:00Z"},
		{"Almaty since", "Asia/Almaty", "2026-03-12", "", "2026-03-11T19:00:00Z", ""},
		// Kyzylorda went from +06 to +05 on 21 December 2018.
		{"Kyzylorda", "Asia/Qyzylorda", "2018-12-20", "2018-12-21", "2018-12-19T18:00:00Z", "2018-12-21T19:00:00Z"},
		// Berlin: 23 and 25 hours, the clock moves at 2 and 3 in the night.
		{"short day", "Europe/Berlin", "2026-03-29", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"long day", "Europe/Berlin", "2026-10-25", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		// São Paulo, 15 October 2017: midnight does not exist, the day begins at one.
		{"no midnight", "America/Sao_Paulo", "2017-10-15", "2017-10-15", "2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z"},
		{"until no midnight", "America/Sao_Paulo", "2017-10-14", "2017-10-14", "2017-10-14T03:00:00Z", "2017-10-15T03:00:00Z"},
		{"no midnight in Cairo", "Africa/Cairo", "2023-04-28", "", "2023-04-27T22:00:00Z", ""},
		// Havana, 1 November 2026: at one it is midnight again.
		{"midnight twice", "America/Havana", "2026-11-01", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		// Samoa had no 30 December 2011.
		{"no such day", "Pacific/Apia", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := store.DefaultSettings()
			s.Source.UTCOffset, s.DateFrom, s.DateTo = c.zone, c.from, c.to
			zone, err := s.Zone(nil)
			if err != nil {
				t.Fatal(err)
			}
			from, until := s.Span(zone)
			for _, x := range []struct {
				name, want string
				got        time.Time
			}{{"from", c.wantFrom, from}, {"until", c.wantUntil, until}} {
				got := ""
				if !x.got.IsZero() {
					got = x.got.UTC().Format(time.RFC3339)
				}
				if got != x.want {
					t.Errorf("%s %s, want %s", x.name, got, x.want)
				}
			}
		})
	}
}

// TestEverySpanIsOneDay holds dayStart against the calendar, instant by instant.
func TestEverySpanIsOneDay(t *testing.T) {
	for _, name := range []string{"Asia/Almaty", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Atlantic/Azores", "Asia/Gaza", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2027; day = day.AddDate(0, 0, 1) {
			s := store.Settings{DateFrom: store.FormatDay(day), DateTo: store.FormatDay(day)}
			from, until := s.Span(zone)
			first, last := from.In(zone), until.Add(-time.Second).In(zone)
			before := from.Add(-time.Second).In(zone)
			if store.FormatDay(first) != s.DateFrom || store.FormatDay(last) != s.DateTo || store.FormatDay(before) >= s.DateFrom {
				t.Fatalf("%s, %s: from %v (a second before: %v) until %v", name, s.DateFrom, first, before, until.In(zone))
			}
		}
	}
}

func TestZone(t *testing.T) {
	almaty := time.FixedZone("portal", 5*3600)
	for _, c := range []struct {
		set    string
		portal *time.Location
		want   int // seconds east of UTC on 12 March 2026; -1 = error
	}{
		{"", almaty, 5 * 3600},
		{"", nil, 0},
		{" ", almaty, 5 * 3600},
		{"Z", almaty, 0},
		{"+03:00", almaty, 3 * 3600},
		{"-09:30", nil, -(9*3600 + 1800)},
		{"Europe/Moscow", nil, 3 * 3600},
		{"Asia/Oral", nil, 5 * 3600},
		{"+3", nil, -1},
		{"Almaty", nil, -1},
	} {
		t.Run(fmt.Sprintf("%q", c.set), func(t *testing.T) {
			s := store.DefaultSettings()
			s.Source.UTCOffset = c.set
			zone, err := s.Zone(c.portal)
			if c.want == -1 {
				if err == nil {
					t.Errorf("took it for %v", zone)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, got := time.Date(2026, 3, 12, 12, 0, 0, 0, zone).Zone(); got != c.want {
				t.Errorf("offset %d, want %d", got, c.want)
			}
		})
	}
}
