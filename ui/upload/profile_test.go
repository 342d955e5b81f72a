package upload

import (
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

// Lost calls of another profile are told as resting; those of a removed one wait
// for a person; neither is among what the run settles.
func TestLostCallsOfOtherProfiles(t *testing.T) {
	beta := store.PresetOf(store.KindHybrid)
	beta.Name = "Бета"
	m := &Model{Saved: store.DefaultSettings().SetProfile("beta", beta), Status: engine.Status{Running: true}}
	lost := func(id store.CallID, profile store.ProfileID) store.Call {
		return store.Call{ID: id, SourceID: "7", State: store.StateUnknown, SendBegun: time.Now(), Profile: profile}
	}
	m.Attention = []store.Call{lost(1, ""), lost(2, "beta"), lost(3, "beta"), lost(4, "gamma (removed)")}
	items := m.Items()
	if len(items) != 3 || items[0].Action != ActionLook || items[0].Count != 1 || items[1].Whose == nil || items[1].Count != 2 || items[2].Action != ActionAgain {
		t.Fatalf("%+v", items)
	}
	for _, lang := range i18n.Langs() {
		p := uitest.Printer(t, lang)
		what, cure := ItemText(p, items[1], time.Now())
		if what != p.N("profiles.attention", 2, i18n.Args{"name": "Бета"}) || cure == "" {
			t.Errorf("%q %q", what, cure)
		}
	}
}

// Going over to another profile while the form is open gives up what was typed:
// it was meant for another service.
func TestTypedSettingsAreNotSavedIntoAnotherProfile(t *testing.T) {
	beta := store.PresetOf(store.KindHybrid)
	beta.Address, beta.ConnectionID = "sense.beta.kz:9000", "eag2"
	first := store.DefaultSettings().SetProfile("beta", beta)
	first.SpeechSense.ConnectionID = "eag1"
	m := &Model{}
	m.Accept(Loaded{Settings: first})
	m.Edit()
	m.Form.Connection = "eag-typed"
	second, err := first.WithProfile("beta")
	if err != nil {
		t.Fatal(err)
	}
	m.Accept(Loaded{Settings: second})
	if m.Editing || m.Form.Connection != "eag2" || m.Form.Address != beta.Address {
		t.Errorf("editing %v, %+v", m.Editing, m.Form)
	}
}

func TestNoEncryptionNeedsAYes(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		d.db.s.SpeechSense.Kind, d.db.s.SpeechSense.Address = store.KindHybrid, "sense.beta.kz:9000"
	}})
	d.Tap(d.say("upload.edit"))
	tls := d.s.view.form.selects[FieldTLS]
	choose := func(id string) {
		tls.SetSelected(id)
		tls.OnChanged(id)
	}
	choose(store.TLSOff)
	d.Tap(d.say("upload.cancel"))
	if d.s.m.Form.TLS != store.TLSSystem {
		t.Fatalf("it is %q without a yes", d.s.m.Form.TLS)
	}
	choose(store.TLSOff)
	d.Tap(d.say("profiles.plain.yes"))
	if d.s.m.Form.TLS != store.TLSOff {
		t.Errorf("it is %q after a yes", d.s.m.Form.TLS)
	}
}
