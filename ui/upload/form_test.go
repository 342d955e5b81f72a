package upload

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

// good is a form that can be saved.
func good() Form {
	f := FormOf(store.DefaultSettings())
	f.Connection = "eag4k2v9"
	f.From, f.To = "2026-03-26", "2026-04-27"
	f.Users = []string{"3", "7"}
	f.Directions = []store.Direction{store.DirectionOutgoing}
	f.Minimum = "41"
	return f
}

func TestFormKeepsWhatItDoesNotShow(t *testing.T) {
	base := store.DefaultSettings()
	base.ParallelUploads, base.PollSeconds, base.SpeechSense.Service = 7, 90, "yandex.cloud.speechsense.v1.TalkService"

	got, faults := good().Settings(base)

	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	want := base
	want.SpeechSense.ConnectionID, want.DateFrom, want.DateTo, want.MinDuration = "eag4k2v9", "2026-03-26", "2026-04-27", 41
	want.Users, want.Directions = []string{"3", "7"}, []store.Direction{store.DirectionOutgoing}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(FormOf(got), good()); d != "" {
		t.Errorf("a saved form reads back differently: %s", d)
	}
}

func TestFormNamesTheFieldAtFault(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Form)
		field  Field
		key    string
	}{
		"dates the wrong way round": {func(f *Form) { f.From, f.To = "2026-04-27", "2026-03-26" }, FieldDates, "upload.fault.dates_order"},
		"a date that is none":       {func(f *Form) { f.From = "2026-02-30" }, FieldDates, "upload.fault.dates"},
		"connection with a space":   {func(f *Form) { f.Connection = "eag 4k" }, FieldConnection, "upload.fault.connection_shape"},
		"connection as an address":  {func(f *Form) { f.Connection = "https://speechsense.yandex.cloud/eag4" }, FieldConnection, "upload.fault.connection_shape"},
		"user by name":              {func(f *Form) { f.Users = []string{"3", "Анна"} }, FieldUsers, "upload.fault.users_shape"},
		"minimum in words":          {func(f *Form) { f.Minimum = "полминуты" }, FieldMinimum, "upload.fault.minimum_number"},
		"minimum below zero":        {func(f *Form) { f.Minimum = "-1" }, FieldMinimum, "upload.fault.minimum_number"},
		"minimum over four hours":   {func(f *Form) { f.Minimum = "14401" }, FieldMinimum, "upload.fault.minimum_large"},
		"address without a port":    {func(f *Form) { f.Address = "speechsense.local" }, FieldAddress, "upload.fault.address_shape"},
		"address with a scheme":     {func(f *Form) { f.Address = "https://speechsense.local:443" }, FieldAddress, "upload.fault.address_shape"},
		"hybrid without an address": {func(f *Form) { f.Profile, f.Address = store.KindHybrid, "" }, FieldAddress, "upload.fault.address_empty"},
		"no TLS in the cloud":       {func(f *Form) { f.TLS = store.TLSOff }, FieldTLS, "upload.fault.tls_off"},
		"own CA without a file":     {func(f *Form) { f.TLS = store.TLSCA }, FieldCAFile, "upload.fault.ca_file"},
		"price in words":            {func(f *Form) { f.Price = "два рубля" }, FieldPrice, "upload.fault.price"},
		"zone that is none":         {func(f *Form) { f.Zone = "Луна" }, FieldZone, "upload.fault.zone"},
		"marker with a space":       {func(f *Form) { f.Marker = "call id" }, FieldMarker, "upload.fault.key_shape"},
		"metadata key in Cyrillic":  {func(f *Form) { f.Metadata = []string{"звонок"} }, FieldMetadata, "upload.fault.key_shape"},
		"project as an address":     {func(f *Form) { f.Project = "a/b" }, FieldProject, "upload.fault.id_shape"},
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			tc.change(&f)

			_, faults := f.Settings(store.DefaultSettings())

			if len(faults) != 1 || faults[tc.field].Key != tc.key {
				t.Errorf("faults %v, want %s: %s", faults, tc.field, tc.key)
			}
		})
	}
}

func TestFormForgives(t *testing.T) {
	f := good()
	f.Connection, f.Users, f.Minimum, f.Price = "  eag4k2v9\n", []string{" 3 ", "", "3", "7"}, "", " 1,98 "
	f.Address, f.Marker = "", ""

	s, faults := f.Settings(store.DefaultSettings())

	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	if s.SpeechSense.ConnectionID != "eag4k2v9" || s.MinDuration != 0 || s.PricePerMinute != "1.98" ||
		s.SpeechSense.Address != store.CloudAddress || s.SpeechSense.MarkerKey != "call_id" {
		t.Errorf("got %+v", s)
	}
	if d := cmp.Diff([]string{"3", "7"}, s.Users); d != "" {
		t.Error(d)
	}
}

func TestChangingTheProfileForgetsTheService(t *testing.T) {
	base := store.DefaultSettings()
	base.SpeechSense.Service = "yandex.cloud.speechsense.v1.TalkService"
	f := good()
	f.Profile, f.Address = store.KindHybrid, "10.0.0.5:9090"

	s, faults := f.Settings(base)

	if len(faults) > 0 || s.SpeechSense.Service != "" {
		t.Errorf("service %q, faults %v", s.SpeechSense.Service, faults)
	}
}

func TestStartWarning(t *testing.T) {
	now := time.Date(2026, 4, 27, 23, 30, 0, 0, time.FixedZone("", 5*3600))
	for from, want := range map[string]Warning{
		"":           WarnAllTime,
		"2026-02-25": WarnOld,
		"2026-02-26": WarnNone, // exactly sixty days ago
		"2026-04-27": WarnNone,
	} {
		s := store.DefaultSettings()
		s.DateFrom = from
		if got := StartWarning(s, now); got != want {
			t.Errorf("from %q: %q, want %q", from, got, want)
		}
	}
}

func TestSecretOf(t *testing.T) {
	for pasted, want := range map[string]string{
		" AQVNabc\n":                      "AQVNabc",
		"Api-Key AQVNabc":                 "AQVNabc",
		"Authorization: Api-Key AQVNabc":  "AQVNabc",
		"authorization: bearer t1.9euelZ": "t1.9euelZ",
		"":                                "",
	} {
		if got := secretOf(pasted); got != want {
			t.Errorf("%q became %q, want %q", pasted, got, want)
		}
	}
}

func TestMetadataKeysAreTwentyEight(t *testing.T) {
	keys := MetadataKeys()
	if len(keys) != 28 || len(clean(keys)) != 28 {
		t.Errorf("%d keys, %d different", len(keys), len(clean(keys)))
	}
}
