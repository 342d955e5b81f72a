package upload

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

func TestFirstVisitFromPasteToStart(t *testing.T) {
	d := newDesk(t, set{empty: true})
	f := d.s.view.form
	if d.s.m.Locked() {
		t.Fatal("the form of a first visit is locked")
	}

	d.Window.Canvas().Focus(f.entries[FieldConnection])
	d.Type("eag4k2v9")
	d.s.view.focus(FieldKey)
	d.Type("Api-Key AQVN-new")
	d.s.view.focus(FieldWebhook)
	d.Type("https://romashka.bitrix24.kz/rest/1/new/")
	d.Tap(d.say("upload.check"))
	d.Wait("the check", func() bool { return d.s.m.Check.Done })
	if !d.Sees("Успешный запрос к SpeechSense") {
		t.Errorf("shown: %q", d.Texts())
	}
	if got := d.ring.secret(store.SecretSpeechSense); got != "AQVN-new" {
		t.Errorf("kept key %q", got)
	}
	d.Wait("the estimate", func() bool { return d.s.m.Estimate.Made && d.Sees("135 звонков") })
	d.s.m.Form.From = "2026-03-10"
	d.Tap(d.say("upload.start"))
	d.Wait("the start", func() bool { return d.portal.has("start") && d.s.m.Status.Running })

	if got := d.db.saved(); got.SpeechSense.ConnectionID != "eag4k2v9" || got.DateFrom != "2026-03-10" {
		t.Errorf("saved %+v", got)
	}
	if slices.ContainsFunc(d.Texts(), func(s string) bool { return strings.Contains(s, "AQVN") || strings.Contains(s, "/rest/") }) {
		t.Errorf("a secret can be read: %q", d.Texts())
	}
}

func TestLockEditSaveCancel(t *testing.T) {
	d := newDesk(t, set{})
	minimum := d.s.view.form.entries[FieldMinimum]
	seen := func() bool { _, ok := d.AtOf(minimum); return ok }
	if seen() {
		t.Error("a saved form is not locked")
	}

	d.Tap(d.say("upload.edit"))
	minimum.SetText("55")
	d.Tap(d.say("upload.cancel"))
	if minimum.Text != "41" || seen() || !d.Sees("41") {
		t.Errorf("after cancel %q, open %v", minimum.Text, seen())
	}

	d.Tap(d.say("upload.edit"))
	minimum.SetText("полминуты")
	d.Tap(d.say("upload.save"))
	if !d.Sees(d.say("upload.fault.minimum_number")) || d.db.saved().MinDuration != 41 {
		t.Errorf("a bad minimum was taken; shown: %q", d.Texts())
	}
	minimum.SetText("60")
	if d.Sees(d.say("upload.fault.minimum_number")) {
		t.Error("the complaint stays while it is being mended")
	}
	d.Tap(d.say("upload.save"))
	d.Tap(d.say("upload.save")) // that of the question on what the new minimum holds for
	d.Wait("the save", func() bool { return !d.s.m.Editing })
	if d.db.saved().MinDuration != 60 || seen() || len(d.toasts) != 1 {
		t.Errorf("saved %d, open %v, toasts %q", d.db.saved().MinDuration, seen(), d.toasts)
	}
}

func TestDatesTheWrongWayRound(t *testing.T) {
	d := newDesk(t, set{})
	d.Tap(d.say("upload.edit"))
	d.s.view.focus(FieldDates)
	for range "01.03.2026" {
		d.Key(fyne.KeyDelete)
	}
	d.Type("13.03.2026")
	d.Tap(d.say("upload.save"))
	d.Drain()
	if !d.Sees(d.say("widgets.days.order")) || !d.s.m.Editing || d.db.saved().DateFrom != "2026-03-01" {
		t.Errorf("wrong dates were taken; shown: %q", d.Texts())
	}
}

func TestFailedCheckSaysWhatToDo(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		d.portal.lines = []store.CheckLine{
			{Name: "search", OK: true},
			{Name: "scope", Arg: "disk", Err: store.E(store.CodeScopeMissing, "check", nil, "scope", "disk")},
			{Name: "users", Err: store.E(store.CodeUsersUnknown, "check", nil, "ids", "99")},
		}
	}})
	d.Tap(d.say("upload.check"))
	d.Wait("the check", func() bool { return d.s.m.Check.Done })
	for _, code := range []store.Code{store.CodeScopeMissing, store.CodeUsersUnknown} {
		what, cure := d.Print.Code(code, map[string]string{"scope": "disk", "ids": "99"})
		if !strings.Contains(d.read(), what) || !strings.Contains(d.read(), cure) {
			t.Errorf("%s: not told %q %q", code, what, cure)
		}
	}
	d.portal.lines = []store.CheckLine{
		{Name: "address", Arg: "api.speechsense.yandexcloud.net:443", Err: store.E(store.CodeNetwork, "dial", nil)}, {Name: "profile", Unsure: true},
	}
	d.Tap(d.say("upload.check"))
	d.Wait("the second check", func() bool { return strings.Contains(d.read(), d.say("upload.check.network")) })
	if !strings.Contains(d.read(), "api.speechsense.yandexcloud.net:443") || d.Sees(d.say("check.profile.unsure")) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestUnknownUsersAreToldAtTheirField(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		d.portal.lines = []store.CheckLine{
			{Name: "scope", Arg: "disk", Err: store.E(store.CodeScopeMissing, "check", nil, "scope", "disk")},
			{Name: "users", Err: store.E(store.CodeUsersUnknown, "check", nil, "ids", "99")},
		}
	}})
	d.Tap(d.say("upload.check"))
	d.Wait("the check", func() bool { return d.s.m.Check.Done })
	if !d.Sees("2 пункта не прошли") || d.s.m.Faults[FieldUsers].Key == "" {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestBadWebhookIsRefusedAndTheGoodKeyKept(t *testing.T) {
	d := newDesk(t, set{empty: true})
	d.Window.Canvas().Focus(d.s.view.form.entries[FieldConnection])
	d.Type("eag4")
	d.s.view.focus(FieldKey)
	d.Type("AQVN-new")
	d.s.view.focus(FieldWebhook)
	d.Type("romashka")
	d.Tap(d.say("upload.check"))
	d.Wait("the key", func() bool {
		return d.ring.secret(store.SecretSpeechSense) == "AQVN-new" && d.s.m.Secrets[store.SecretSpeechSense]
	})
	what, _ := d.Print.Code(store.CodeWebhookShape, nil)
	if !strings.Contains(d.read(), what) || d.portal.has("check") {
		t.Errorf("checked with a bad webhook; shown: %q", d.Texts())
	}
}

func TestLettersMeantForAFieldStayHere(t *testing.T) {
	d := newDesk(t, set{})
	if d.s.Do(keys.Find) {
		t.Error("nobody can search from a locked form")
	}
	d.Tap(d.say("upload.edit"))
	if !d.Sees(d.say("upload.save")) || !d.s.Do(keys.Find) {
		t.Error("a slash typed beside a field opens the search")
	}
}

func TestSecretFieldKeepsByItself(t *testing.T) {
	d := newDesk(t, set{})
	d.s.view.focus(FieldKey)
	d.Type("AQVN-next")
	d.Key(fyne.KeyReturn)
	d.Wait("the key", func() bool { return d.ring.secret(store.SecretSpeechSense) == "AQVN-next" })
	d.Wait("the field", func() bool { return len(d.Find("•••••• "+d.say("upload.secret.saved"))) == 2 })
}

func TestNoKeyringOffersMemory(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) { d.ring.err = store.E(store.CodeKeyringMissing, "list", nil) }})
	what, _ := d.Print.Code(store.CodeKeyringMissing, nil)
	if !strings.Contains(d.read(), what) || !d.s.view.head.start.Disabled() {
		t.Errorf("shown: %q", d.Texts())
	}
	d.Tap(d.say("upload.keyring.offer"))
	d.Wait("memory", func() bool { return d.s.m.InMemory && !d.s.m.KeyringGone() })
	if !d.Sees("в памяти") || d.s.view.head.start.Disabled() {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestStartAsksWithNumbersWhenThereIsNoFirstDay(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		d.db.s.DateFrom = ""
		d.portal.point = "0"
		d.portal.hold = make(chan struct{})
	}})
	d.Tap(d.say("upload.start"))
	d.Wait("the question", func() bool { return strings.Contains(d.read(), d.say("upload.ask.all_time")) })
	d.Wait("numbers that still grow", func() bool { return d.Sees("Считаем… пока 67 звонков") })
	close(d.portal.hold)
	d.Wait("the numbers", func() bool {
		return strings.Contains(d.read(), "135 звонков, 6 ч 12 мин, около 736 ₽")
	})
	if d.portal.has("start") {
		t.Fatal("started without an answer")
	}
	numbers, _ := d.AtOf(d.s.question.numbers)
	if foot := d.FindText(d.say("upload.ask.no")); numbers.Y+d.s.question.numbers.MinSize().Height > foot.At.Y {
		t.Error("the numbers lie on the buttons")
	}
	d.Tap(d.say("upload.ask.no"))
	if !d.s.m.Editing || d.portal.has("start") {
		t.Error("«choose a date» does not open the form")
	}
	d.Tap(d.say("upload.cancel"))
	d.Tap(d.say("upload.start"))
	d.Tap(d.say("upload.ask.yes"))
	d.Wait("the start", func() bool { return d.portal.has("start") })
}

func TestPriceStandsThereBeforeAnythingIsSent(t *testing.T) {
	d := newDesk(t, set{})
	d.Wait("the estimate", func() bool { return d.Sees("135 звонков") && d.Sees("736 ₽") })
	if d.portal.has("start") {
		t.Error("counting started the upload")
	}
	d.Tap(d.say("upload.edit"))
	d.s.view.form.entries[FieldMinimum].SetText("50")
	if d.Sees("736 ₽") {
		t.Error("the price is of other conditions")
	}

	whole := newDesk(t, set{do: func(d *desk) { d.db.s.DateFrom = "" }})
	if whole.portal.has("estimate") {
		t.Error("the portal's whole history is read unasked")
	}
}

func TestStopAndCounts(t *testing.T) {
	d := newDesk(t, set{do: running})
	d.Wait("the run", func() bool { return d.Sees("84 из 135") })
	for _, want := range []string{"Ким Анна · +7 701 245 45 12 · 9:42", "2,1 МБ/с", "осталось около 6 мин", "71", "13"} {
		if !d.Sees(want) {
			t.Errorf("nobody can read %q: %q", want, d.Texts())
		}
	}
	d.Tap(d.say("upload.count.need_you"))
	if len(d.opened) != 1 || !slices.Equal(d.opened[0], []store.State{store.StateFailed}) {
		t.Errorf("opened %v", d.opened)
	}
	d.Tap(d.say("upload.stop"))
	d.Wait("the stop", func() bool { return d.portal.has("stop") && !d.s.m.Status.Running })
	if !d.Sees(d.say("upload.start")) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestAttentionRetriesAndCountsDown(t *testing.T) {
	d := newDesk(t, set{do: running})
	d.Wait("the list", func() bool { return d.Sees("Звонок 11 790") })
	if !strings.Contains(d.read(), "через 42 мин") {
		t.Errorf("shown: %q", d.Texts())
	}
	d.Tap("Звонок 11 803: ответ сервиса потерян")
	if d.call != 2 {
		t.Errorf("the words lead to call %d", d.call)
	}
	d.Tap(d.say("upload.attention.retry"))
	d.Wait("the retry", func() bool { return d.portal.has("retry") && len(d.toasts) == 1 })
}

func TestPausedRunShowsTheCure(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) {
		d.portal.status = engine.Status{Phase: engine.PhasePaused, Running: true, Problem: store.E(store.CodeKeyRefused, "upload", nil)}
	}})
	what, cure := d.Print.Code(store.CodeKeyRefused, nil)
	d.Wait("the reason", func() bool { return strings.Contains(d.read(), what) && strings.Contains(d.read(), cure) })
	d.Tap(d.say("upload.attention.fix"))
	if !d.s.m.Editing || !d.s.view.form.secrets[store.SecretSpeechSense].Typing() && d.Window.Canvas().Focused() == nil {
		t.Error("the way to the key is closed")
	}
}

func TestResetAsksFirst(t *testing.T) {
	d := newDesk(t, set{})
	d.Wait("the checkpoint", func() bool { return d.Sees("11 842") })
	d.Tap(d.say("upload.reset"))
	if d.portal.has("reset") || !d.Sees(d.say("upload.reset.title")) {
		t.Fatal("reset without a question")
	}
	d.Key(fyne.KeyEscape)
	d.Tap(d.say("upload.reset"))
	d.Tap(d.say("upload.reset.yes"))
	d.Wait("the reset", func() bool { return d.portal.has("reset") && d.s.m.Checkpoint == "0" })
}

func TestUsersAreChosenByNameOrTypedAsID(t *testing.T) {
	d := newDesk(t, set{})
	if !d.Sees("3 Ким Анна") {
		t.Errorf("chosen ids have no names: %q", d.Texts())
	}
	d.Tap(d.say("upload.edit"))
	add := d.FindText(d.say("widgets.pick.add")) // the first of several: employees stand above directions
	d.TapAt(add.At.AddXY(4, 4))
	d.Wait("the employees", func() bool { return d.portal.has("people") && d.Sees("О’Нил Пётр") })
	d.Tap("О’Нил Пётр")
	d.Type("44")
	d.Key(fyne.KeyReturn)
	if want := []string{"3", "7", "12", "44"}; !slices.Equal(d.s.m.Form.Users, want) {
		t.Errorf("users %v, want %v", d.s.m.Form.Users, want)
	}
}

func TestAnotherLanguageKeepsWhatWasTyped(t *testing.T) {
	d := newDesk(t, set{})
	d.Tap(d.say("upload.edit"))
	d.s.view.form.entries[FieldMinimum].SetText("77")
	kk := uitest.Printer(t, i18n.KK)
	d.s.SetPrinter(kk)
	if !d.Sees(kk.S("upload.title")) || d.s.view.form.entries[FieldMinimum].Text != "77" || !d.s.m.Editing {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestUnreadableDataSaysSo(t *testing.T) {
	d := newDesk(t, set{do: func(d *desk) { d.db.err = store.E(store.CodeDataUnreadable, "read", nil) }})
	what, _ := d.Print.Code(store.CodeDataUnreadable, nil)
	if !strings.Contains(d.read(), what) || !d.s.view.head.start.Disabled() {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestAdvancedOpensAtItsFault(t *testing.T) {
	d := newDesk(t, set{})
	d.Tap(d.say("upload.edit"))
	d.Tap(d.say("upload.section.more"))
	if !d.Sees(d.say("upload.field.marker")) {
		t.Fatalf("shown: %q", d.Texts())
	}
	d.Tap(d.say("upload.section.more"))
	d.s.view.form.entries[FieldPrice].SetText("дорого")
	d.Tap(d.say("upload.save"))
	if !d.Sees(d.say("upload.fault.price")) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestScreensOpenAndCloseWithoutTrace(t *testing.T) {
	d := newDesk(t, set{do: running})
	for range 20 {
		d.s.Hide()
		d.s.Show()
		d.Drain()
	}
	d.s.Close()
	d.s.Changed(store.Change{Kind: store.KindRun}) // late news harm nobody
	d.Drain()
}

// running is a desk in the middle of an upload, as the picture of the screen.
func running(d *desk) {
	now := uitest.Now()
	d.portal.status = engine.Status{
		Phase: engine.PhaseWorking, Running: true, Planned: 135, Uploaded: 83, Failed: 1,
		Active: []engine.Active{{ID: 1, Operator: "Ким Анна", Client: "+7 701 245 45 12", Duration: 582 * time.Second, State: store.StateSending}},
		Counts: map[store.State]int{
			store.StateDone: 71, store.StateProcessing: 13, store.StateWaiting: 4, store.StateFailed: 1, store.StateUnknown: 1,
		},
		BytesPerSecond: 2.1e6, Remaining: 6 * time.Minute, SecondsSent: 2920, Cost: "96.40", Currency: "RUB",
	}
	d.portal.estimate.Short = 0
	d.db.calls = []store.Call{
		{ID: 1, SourceID: "11790", State: store.StateFailed, Reason: store.CodeNotSound, ReasonArg: map[string]string{"got": "html"}},
		{ID: 2, SourceID: "11803", State: store.StateUnknown, NextCheck: now.Add(42 * time.Minute)},
		{ID: 3, SourceID: "11811", State: store.StateWaiting, NextCheck: now.Add(8 * time.Minute)},
	}
}

// read is everything shown as one text, lines of paragraphs joined.
func (d *desk) read() string { return strings.Join(d.Texts(), " ") }

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		return
	}
	cases := map[string]set{
		"full":  {do: running},
		"empty": {empty: true},
		"error": {do: func(d *desk) {
			running(d)
			d.portal.status.Problem, d.portal.status.Phase = store.E(store.CodeScopeMissing, "x", nil, "scope", "disk"), engine.PhasePaused
			d.portal.lines = []store.CheckLine{
				{Name: "search", OK: true},
				{Name: "scope", Arg: "telephony", OK: true},
				{Name: "scope", Arg: "disk", Err: store.E(store.CodeScopeMissing, "check", nil, "scope", "disk")},
				{Name: "upload", Unsure: true},
			}
		}},
		"narrow":  {do: running},
		"keyring": {do: func(d *desk) { d.ring.err = store.E(store.CodeKeyringMissing, "list", nil) }},
	}
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			for name, c := range cases {
				t.Run(fmt.Sprint(name, lang, look), func(t *testing.T) {
					c.world = uitest.Options{Lang: lang, Theme: look, Size: fyne.NewSize(1264, 900)}
					if name == "narrow" {
						c.world.Size = fyne.NewSize(1000-176, 600)
					}
					d := newDesk(t, c)
					if name == "full" || name == "error" {
						d.s.check()
						d.Wait("the check", func() bool { return d.s.m.Check.Done })
						d.Wait("the calls", func() bool { return len(d.s.m.Attention) > 0 && !d.s.m.Estimate.Running })
					}
					if name == "error" {
						d.s.edit("")
						d.s.m.More = true
						d.s.m.Faults = Faults{FieldMinimum: {Key: "upload.fault.minimum_large"}, FieldUsers: {Key: "error.users_unknown", Args: map[string]any{"ids": "99"}}}
						d.s.apply()
					}
					d.Screenshot(filepath.Join(dir, fmt.Sprintf("upload-%s-%s-%s.png", name, lang, look)))
				})
			}
		}
	}
}
