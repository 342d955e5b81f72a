package profiles

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
	"sensedesk/ui/upload"
)

// house imitates the database, the keyring and the engine.
type house struct {
	mu      sync.Mutex
	s       store.Settings
	kept    map[store.SecretName]string
	waiting map[store.ProfileID]int
	lines   []store.CheckLine
	checked []store.ProfileID
	removed []store.ProfileID
	err     error
}

func (h *house) Settings(context.Context) (store.Settings, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.s, nil
}

func (h *house) SaveSettings(_ context.Context, s store.Settings) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err == nil {
		h.s = s
	}
	return h.err
}

func (h *house) RemoveProfile(_ context.Context, s store.Settings, id store.ProfileID) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.s, h.removed = s, append(h.removed, id)
	return nil
}

func (h *house) CountByProfile(context.Context) (map[store.ProfileID]int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.waiting, nil
}

func (h *house) Set(_ context.Context, name store.SecretName, value string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept[name] = value
	return nil
}

func (h *house) Remove(_ context.Context, name store.SecretName) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.kept, name)
	return nil
}

func (h *house) Saved(context.Context, ...store.SecretName) (map[store.SecretName]bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := map[store.SecretName]bool{}
	for name := range h.kept {
		out[name] = true
	}
	return out, nil
}

func (h *house) CheckSpeech(_ context.Context, s store.Settings) []store.CheckLine {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checked = append(h.checked, s.Profile)
	return h.lines
}

func (h *house) secret(name store.SecretName) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.kept[name]
}

func (h *house) now() store.Settings {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.s
}

// desk is the panel in a window.
type desk struct {
	*uitest.World
	*house
	panel  *Panel
	print  *i18n.Printer
	toasts []string
	chosen string // the file a person chooses
}

func newDesk(t *testing.T, lang i18n.Lang) *desk {
	t.Helper()
	first := store.DefaultSettings()
	first.SpeechSense.ConnectionID = "eag1"
	beta := store.PresetOf(store.KindHybrid)
	beta.Name, beta.Address, beta.ConnectionID, beta.Service = "Бета", "sense.beta.kz:9000", "eag2", "yandex.cloud.speechsense.v1.TalkService"
	d := &desk{
		World: uitest.New(t, uitest.Options{Lang: lang}), print: uitest.Printer(t, lang),
		house: &house{
			s: first.SetProfile("beta", beta), kept: map[store.SecretName]string{store.SecretSpeechSense: "AQVN-first"},
			waiting: map[store.ProfileID]int{"beta": 3}, lines: []store.CheckLine{{Name: "search", OK: true}},
		},
	}
	d.panel = New(Deps{
		Ctx: t.Context(), Post: d.Post, Printer: d.print, Window: d.Window, DB: d.house, Secrets: d.house, Engine: d.house, Now: d.Now,
		Toast:    func(text string) { d.toasts = append(d.toasts, text) },
		OpenFile: func(_ []string, chosen func(string)) { chosen(d.chosen) },
	})
	t.Cleanup(d.panel.Close)
	d.Show(d.panel.Object())
	d.panel.Show()
	d.Wait("the list", func() bool { return d.panel.m.Loaded })
	return d
}

func (d *desk) say(key string, args ...i18n.Args) string { return d.print.S(key, args...) }

func TestGoOverToAnotherProfile(t *testing.T) {
	d := newDesk(t, i18n.RU)
	if !d.Sees("Бета") || !d.Sees(d.print.N("profiles.waiting", 3)) || !d.Sees(d.say("profiles.active")) {
		t.Fatalf("shown: %q", d.Texts())
	}
	d.Tap(d.say("profiles.use"))
	if !d.Sees(d.say("profiles.use.title", i18n.Args{"name": "Бета"})) || d.now().Profile != "" {
		t.Fatalf("not asked; shown: %q", d.Texts())
	}
	d.Tap(d.say("profiles.use.yes"))
	d.Wait("the switch", func() bool { return d.now().Profile == "beta" && len(d.toasts) == 1 })
	if s := d.now(); s.SpeechSense.ConnectionID != "eag2" || s.Profiles[""].ConnectionID != "eag1" {
		t.Errorf("%+v", s)
	}
}

func TestAddAProfile(t *testing.T) {
	d := newDesk(t, i18n.RU)
	authority := filepath.Join(t.TempDir(), "company.pem")
	_, pem, err := sandbox.MakeCertificate(d.Now(), "sense.gamma.kz")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(authority, pem, 0o600); err != nil {
		t.Fatal(err)
	}
	d.Tap(d.say("profiles.add.hybrid"))
	f := d.panel.form
	f.name.SetText(" Гамма  Сервис ")
	d.Tap(d.say("profiles.save"))
	if !d.Sees(d.say("upload.fault.address_empty")) || len(d.now().Profiles) != 1 {
		t.Fatalf("saved without an address; shown: %q", d.Texts())
	}
	f.address.SetText("sense.gamma.kz:9000")

	f.tls.SetSelected(store.TLSCA)
	f.chooseTLS(store.TLSCA)
	d.chosen = filepath.Join(t.TempDir(), "none.pem")
	d.Tap(d.say("profiles.ca.pick"))
	d.Wait("the wrong file", func() bool { return d.panel.m.Edit.CAErr != nil })
	if what, _ := d.print.Error(d.panel.m.Edit.CAErr); !d.Sees(what) {
		t.Errorf("shown: %q", d.Texts())
	}
	d.chosen = authority
	d.Tap(d.say("profiles.ca.pick"))
	d.Wait("the right file", func() bool { return d.panel.m.Edit.CA.Count == 1 })
	if !d.Sees("Sensedesk sandbox authority") {
		t.Errorf("shown: %q", d.Texts())
	}

	f.key.Focus()
	d.Type("Api-Key AQVN-gamma")
	d.Tap(d.say("profiles.save"))
	d.Wait("the check", func() bool { return len(d.panel.m.Checked) == 1 && d.Sees(d.say("upload.check.ok")) })
	id := store.ProfileID("hybrid")
	ss := d.now().Profiles[id]
	if ss.Name != "Гамма Сервис" || ss.Address != "sense.gamma.kz:9000" || ss.TLS != store.TLSCA || ss.CAFile != authority || d.now().Profile != "" {
		t.Errorf("%+v", ss)
	}
	if got := d.secret(store.SecretOf(id)); got != "AQVN-gamma" || d.secret(store.SecretSpeechSense) != "AQVN-first" {
		t.Errorf("key %q", got)
	}
	if !slices.Equal(d.checked, []store.ProfileID{id}) {
		t.Errorf("checked %q", d.checked)
	}
	if slices.ContainsFunc(d.Texts(), func(s string) bool { return strings.Contains(s, "AQVN") }) {
		t.Errorf("a key can be read: %q", d.Texts())
	}
}

func TestNoEncryptionIsAskedAbout(t *testing.T) {
	d := newDesk(t, i18n.EN)
	d.panel.edit(func() { d.panel.m.Begin("beta") })
	f := d.panel.form
	if len(tlsChoices(d.print, store.KindCloud)) != 2 {
		t.Error("the cloud may go without encryption")
	}
	f.chooseTLS(store.TLSOff)
	d.Tap(d.say("profiles.cancel"))
	if d.panel.m.Edit == nil || d.panel.m.Edit.Form.TLS != store.TLSSystem {
		t.Fatal("it is off without a yes")
	}
	f.chooseTLS(store.TLSOff)
	d.Tap(d.say("profiles.plain.yes"))
	if d.panel.m.Edit.Form.TLS != store.TLSOff || !d.Sees(d.say("profiles.plain.warning")) {
		t.Errorf("shown: %q", d.Texts())
	}
	d.Tap(d.say("profiles.save"))
	d.Wait("the save", func() bool { return d.panel.m.Edit == nil })
	if d.now().Profiles["beta"].TLS != store.TLSOff {
		t.Error("not saved")
	}
}

func TestPlaintextIsNeverTypedIn(t *testing.T) {
	e := editOf("beta", store.PresetOf(store.KindHybrid))
	e.Form.Address, e.Form.TLS = "sense.beta.kz:9000", store.TLSOff
	if _, faults := e.Result(store.DefaultSettings()); len(faults) != 1 {
		t.Errorf("faults %v", faults)
	}
	e.SetKind(store.KindCloud)
	if e.Form.TLS != store.TLSSystem || e.Form.Address != store.CloudAddress {
		t.Errorf("%+v", e.Form)
	}
	if _, faults := e.Result(store.DefaultSettings()); len(faults) != 1 || faults[FieldName].Key == "" {
		t.Errorf("two profiles without a name: %v", faults)
	}
	e.Form.TLS, e.Plain = store.TLSOff, true
	if _, faults := e.Result(store.DefaultSettings()); faults[upload.FieldTLS].Key == "" {
		t.Error("plaintext to the cloud")
	}
}

func TestFoundServiceNameCanBeForgotten(t *testing.T) {
	d := newDesk(t, i18n.RU)
	d.panel.edit(func() { d.panel.m.Begin("beta") })
	if !d.Sees("yandex.cloud.speechsense.v1.TalkService") {
		t.Fatalf("shown: %q", d.Texts())
	}
	d.Tap(d.say("profiles.service.reset"))
	d.Tap(d.say("profiles.save"))
	d.Wait("the save", func() bool { return d.now().Profiles["beta"].Service == "" && d.panel.m.Edit == nil })
}

func TestRemoveAProfileAndItsKey(t *testing.T) {
	d := newDesk(t, i18n.KK)
	d.house.mu.Lock()
	d.kept[store.SecretOf("beta")] = "AQVN-beta"
	d.house.mu.Unlock()
	d.Tap(d.say("profiles.remove"))
	if !d.Sees(d.print.N("profiles.remove.waiting", 3)) || len(d.now().Profiles) != 1 {
		t.Fatalf("shown: %q", d.Texts())
	}
	d.Tap(d.say("profiles.remove.yes"))
	d.Wait("the removal", func() bool { return len(d.now().Profiles) == 0 && d.secret(store.SecretOf("beta")) == "" })
	if !slices.Equal(d.removed, []store.ProfileID{"beta"}) || d.secret(store.SecretSpeechSense) == "" {
		t.Errorf("removed %q", d.removed)
	}
}

func TestFailedCheckNamesTheCure(t *testing.T) {
	d := newDesk(t, i18n.RU)
	d.lines = []store.CheckLine{{Name: "address", Arg: "sense.beta.kz:9000", Err: store.E(store.CodeTLS, "check", nil, "why", "authority")}}
	d.panel.check("beta")
	d.Wait("the check", func() bool { return !d.panel.m.Checked["beta"].Running })
	what, cure := d.print.Code(store.CodeTLS, map[string]string{"why": "authority"})
	read := strings.Join(d.Texts(), " ")
	if !strings.Contains(read, strings.Fields(what)[0]) || !d.Sees(cure[:20]) {
		t.Errorf("shown: %q", d.Texts())
	}
	d.panel.SetPrinter(uitest.Printer(t, i18n.EN))
	if !d.Sees("Yandex Cloud") {
		t.Errorf("shown: %q", d.Texts())
	}
}
