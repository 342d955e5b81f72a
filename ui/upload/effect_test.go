package upload

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

func TestEffectOf(t *testing.T) {
	const here, there = "romashka.bitrix24.kz", "lotos.bitrix24.kz"
	for name, tc := range map[string]struct {
		point, portal string
		change        func(*store.Settings)
		want          Effect
	}{
		"nothing changed":          {"11842", "", func(*store.Settings) {}, Effect{Point: "11842"}},
		"the same webhook again":   {"11842", here, func(*store.Settings) {}, Effect{Point: "11842"}},
		"nothing was listed yet":   {"0", there, func(s *store.Settings) { s.MinDuration++ }, Effect{}},
		"what chooses no calls":    {"11842", "", func(s *store.Settings) { s.PricePerMinute = "2" }, Effect{Point: "11842"}},
		"another order of users":   {"11842", "", func(s *store.Settings) { s.Users = []string{"7", "3"} }, Effect{Point: "11842"}},
		"first day":                {"11842", "", func(s *store.Settings) { s.DateFrom = "2026-01-01" }, Effect{Conditions: true, Point: "11842"}},
		"last day":                 {"11842", "", func(s *store.Settings) { s.DateTo = "" }, Effect{Conditions: true, Point: "11842"}},
		"users":                    {"11842", "", func(s *store.Settings) { s.Users = nil }, Effect{Conditions: true, Point: "11842"}},
		"directions":               {"11842", "", func(s *store.Settings) { s.Directions = s.Directions[:1] }, Effect{Conditions: true, Point: "11842"}},
		"minimum":                  {"11842", "", func(s *store.Settings) { s.MinDuration = 5 }, Effect{Conditions: true, Point: "11842"}},
		"another portal":           {"11842", there, func(*store.Settings) {}, Effect{From: here, To: there, Point: "11842"}},
		"another portal and dates": {"11842", there, func(s *store.Settings) { s.DateTo = "" }, Effect{Conditions: true, From: here, To: there, Point: "11842"}},
	} {
		m := ready()
		m.Saved.DateTo, m.Saved.Users = "2026-04-20", []string{"3", "7"}
		m.Saved.Directions = []store.Direction{store.DirectionOutgoing, store.DirectionIncoming}
		m.Account, m.Checkpoint = here, tc.point
		set := m.Saved
		tc.change(&set)
		if got := m.EffectOf(set, tc.portal); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

// changeMinimum opens the form and types another minimum.
func (d *desk) changeMinimum(text string) {
	d.Wait("the checkpoint", func() bool { return d.s.m.Checkpoint == "11842" })
	d.Tap(d.say("upload.edit"))
	d.s.view.form.entries[FieldMinimum].SetText(text)
	d.Tap(d.say("upload.save"))
}

func TestNewConditionsSayWhatTheyHoldFor(t *testing.T) {
	d := newDesk(t, set{})
	told := d.say("upload.effect.conditions", i18n.Args{"id": "11 842"})
	d.changeMinimum("60")
	if !strings.Contains(d.read(), told) || d.db.saved().MinDuration != 41 {
		t.Fatalf("saved without a word; shown: %q", d.Texts())
	}
	d.Key(fyne.KeyEscape)
	if d.db.saved().MinDuration != 41 || !d.s.m.Editing || d.s.view.form.entries[FieldMinimum].Text != "60" {
		t.Error("what was typed is lost, or saved, after «no»")
	}
	d.Tap(d.say("upload.save"))
	d.Tap(d.say("upload.save")) // that of the question lies above the other
	d.Wait("the save", func() bool { return !d.s.m.Editing })
	if d.db.saved().MinDuration != 60 || d.portal.has("reset") {
		t.Errorf("saved %d, reset %v", d.db.saved().MinDuration, d.portal.has("reset"))
	}
}

func TestNewConditionsFromTheFirstCall(t *testing.T) {
	d := newDesk(t, set{})
	d.changeMinimum("60")
	d.Tap(d.say("upload.effect.anew"))
	d.Wait("the save", func() bool { return !d.s.m.Editing && d.s.m.Checkpoint == "0" })
	if d.db.saved().MinDuration != 60 || !d.portal.has("reset") || len(d.toasts) != 1 || d.toasts[0] != d.say("upload.effect.saved") {
		t.Errorf("saved %d, toasts %q", d.db.saved().MinDuration, d.toasts)
	}
}

func TestWhatChoosesNoCallsIsSavedWithoutAQuestion(t *testing.T) {
	d := newDesk(t, set{})
	d.Tap(d.say("upload.edit"))
	d.s.view.form.entries[FieldConnection].SetText("eagother")
	d.Tap(d.say("upload.save"))
	d.Wait("the save", func() bool { return !d.s.m.Editing })
}

func TestAnotherPortalIsToldApart(t *testing.T) {
	const next = "https://lotos.bitrix24.kz/rest/1/new/"
	d := newDesk(t, set{})
	d.Wait("the checkpoint", func() bool { return d.Sees("11 842") })
	kept := d.ring.secret(store.SecretBitrix24)
	told := d.say("upload.effect.portal", i18n.Args{"from": "romashka.bitrix24.kz", "to": "lotos.bitrix24.kz"})
	for _, how := range []func(){ // every way a webhook leaves its field
		func() { d.Key(fyne.KeyReturn) },
		func() { d.Tap(d.say("upload.check")) },
		func() { d.Tap(d.say("upload.start")) },
	} {
		d.s.view.focus(FieldWebhook)
		if !d.s.view.form.secrets[store.SecretBitrix24].Typing() {
			d.Type(next)
		}
		how()
		d.Drain()
		if !strings.Contains(d.read(), told) || d.Sees(d.say("upload.effect.anew")) {
			t.Fatalf("not told; shown: %q", d.Texts())
		}
		d.Key(fyne.KeyEscape)
		if d.ring.secret(store.SecretBitrix24) != kept || d.portal.has("check") || d.portal.has("start") {
			t.Fatal("done although the person said no")
		}
		if !d.s.view.form.secrets[store.SecretBitrix24].Typing() {
			t.Fatal("what was pasted is lost")
		}
	}
	d.s.view.focus(FieldWebhook)
	d.Key(fyne.KeyReturn)
	d.Tap(d.say("upload.save"))
	d.Wait("the webhook", func() bool { return d.ring.secret(store.SecretBitrix24) == next })
}

func TestLostCallsAreSearchedForOrAskedAbout(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		running(d)
		d.db.calls = d.db.calls[1:2]
	}})
	d.Wait("the countdown", func() bool { return strings.Contains(d.read(), "через 42 мин") })
	if d.Sees(d.say("again.button")) {
		t.Error("sending again is offered although a search will settle it")
	}
	d.Tap(d.say("upload.attention.look"))
	d.Wait("the search", func() bool { return d.portal.has("retry") && len(d.toasts) == 1 })
	if want := d.Print.N("upload.attention.looking", 1); d.toasts[0] != want {
		t.Errorf("told %q, want %q", d.toasts[0], want)
	}

	// A check that finds the key undeclared leaves the decision to a person.
	d.portal.lines = []store.CheckLine{{Name: "marker", Arg: "call_id", Err: store.E(store.CodeSettingsInvalid, "check", nil, "key", "speechsense.marker_key", "value", "call_id")}}
	d.Tap(d.say("upload.check"))
	d.Wait("the choice", func() bool { return strings.Contains(d.read(), d.say("upload.attention.blind.cure")) })
	d.Tap(d.say("again.button"))
	if len(d.again) != 1 || d.again[0] != 2 || !d.blind {
		t.Errorf("asked about %v, blind %v", d.again, d.blind)
	}
	if d.Sees(d.say("upload.attention.look")) {
		t.Error("a search that cannot find is offered")
	}
}

func TestUndeclaredKeyNamesTheCure(t *testing.T) {
	for _, lang := range i18n.Langs() {
		d := newDesk(t, set{do: func(d *desk) {
			d.portal.lines = []store.CheckLine{{Name: "marker", Arg: "call_id", Err: store.E(store.CodeSettingsInvalid, "check", nil, "key", "speechsense.marker_key", "value", "call_id")}}
		}})
		d.s.SetPrinter(uitest.Printer(t, lang))
		p := d.s.d.Printer
		d.Tap(p.S("upload.check"))
		d.Wait("the check", func() bool { return d.s.m.Check.Done })
		what, cure := CheckText(p, d.portal.lines[0])
		if !strings.Contains(d.read(), what) || !strings.Contains(d.read(), cure) {
			t.Errorf("%s: not told %q %q", lang, what, cure)
		}
		for _, word := range []string{"call_id", p.S("upload.section.more"), p.S("upload.field.marker")} {
			if !strings.Contains(cure, word) {
				t.Errorf("%s: %q does not name %q", lang, cure, word)
			}
		}
		d.Close()
	}
}

func TestOwnerWithoutANameReadsWell(t *testing.T) {
	for _, lang := range i18n.Langs() {
		p := uitest.Printer(t, lang)
		for _, name := range []string{"profile", "webhook", "project", "address"} {
			what, _ := CheckText(p, store.CheckLine{Name: name, OK: true})
			if strings.ContainsAny(what, ":[]{}") {
				t.Errorf("%s: %q", lang, what)
			}
			if with, _ := CheckText(p, store.CheckLine{Name: name, Arg: "Ким", OK: true}); !strings.HasSuffix(with, ": Ким") {
				t.Errorf("%s: %q", lang, with)
			}
		}
	}
}

func TestPausedForTheMarkerLeadsToItsField(t *testing.T) {
	st := engine.Status{Problem: store.E(store.CodeSettingsInvalid, "search", nil, "key", "speechsense.marker_key", "value", "call_id")}
	m := ready()
	m.Saved.SpeechSense.MarkerKey = "call_id"
	m.AcceptStatus(st)
	m.AcceptStatus(engine.Status{Running: true}) // it tries again: the key is as unknown as before
	if !m.Blind() {
		t.Error("forgotten that the key is not declared")
	}
	if got := FixField(st.Problem); got != FieldMarker {
		t.Errorf("mended at %q", got)
	}
	m.CheckDone([]store.CheckLine{{Name: "marker", Arg: "call_id", OK: true}})
	if m.Blind() {
		t.Error("a declared key is called undeclared")
	}
	m.Saved.SpeechSense.MarkerKey = ""
	if !m.Blind() {
		t.Error("nothing to search by, and nobody is asked")
	}
}

func TestUnrecognisedCallsAreNotRetried(t *testing.T) {
	calls := []store.Call{{ID: 4, SourceID: "7", State: store.StateRecognitionFailed, Reason: store.CodeRecognitionFailed}}
	items := Attention(engine.Status{}, calls, false)
	if len(items) != 1 || items[0].Action != ActionAgain || items[0].Tone != ToneRest {
		t.Errorf("%+v", items)
	}
	many := Attention(engine.Status{Counts: map[store.State]int{store.StateRecognitionFailed: 9}}, calls, false)
	if len(many) != 1 || many[0].Action != ActionShow || many[0].Count != 9 {
		t.Errorf("%+v", many)
	}
}

func TestOldCallsAreNamedWithHoursAndPrice(t *testing.T) {
	p := uitest.Printer(t, i18n.RU)
	text, _ := EstimateText(p, EstimateState{Made: true, Value: engine.Estimate{
		Calls: 135, Sound: 6 * time.Hour, Cost: "736", Currency: "RUB", Old: 12, OldFor: 2 * time.Hour, OldCost: "237.60", Complete: true,
	}}, 30)
	if want := "Старше 60 дней и в проекте не появятся: 12 (2 ч, около 237,60 ₽)."; !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
		t.Errorf("%q does not say %q", text, want)
	}
}

func TestWarningComesBeforeTheFirstUploadAndForOldCalls(t *testing.T) {
	now := noon
	for name, tc := range map[string]struct {
		from, point string
		old         int
		want        Warning
	}{
		"no first day, nothing listed":      {"", "0", 0, WarnAllTime},
		"old first day, nothing listed":     {"2026-01-01", "", 0, WarnOld},
		"recent first day":                  {"2026-04-20", "0", 0, WarnNone},
		"no first day, listed before":       {"", "11842", 0, WarnNone},
		"listed before, old calls to come":  {"2026-01-01", "11842", 3, WarnOld},
		"listed before, old ones all taken": {"2026-01-01", "11842", 0, WarnNone},
	} {
		m := ready()
		m.Saved.DateFrom, m.Checkpoint = tc.from, tc.point
		m.Estimate = EstimateState{Made: true, For: m.Saved, Value: engine.Estimate{Calls: 9, Old: tc.old, Complete: true}}
		if got := m.Warning(now); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
