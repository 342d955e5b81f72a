package upload

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// TestPicturesOfQuestions writes pictures of the questions, and of what only a
// person can decide, when SENSEDESK_SHOTS names a folder.
func TestPicturesOfQuestions(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		return
	}
	undeclared := store.E(store.CodeSettingsInvalid, "check", nil, "key", "speechsense.marker_key", "value", "call_id")
	blind := func(d *desk) {
		running(d)
		d.db.calls = append(d.db.calls, store.Call{ID: 9, SourceID: "11822", State: store.StateRecognitionFailed, Reason: store.CodeRecognitionFailed})
		d.portal.lines = []store.CheckLine{{Name: "search", OK: true}, {Name: "marker", Arg: "call_id", Err: undeclared}, {Name: "profile", OK: true}}
	}
	cases := map[string]struct {
		set set
		do  func(d *desk)
	}{
		"blind": {set{do: blind}, func(d *desk) {
			d.s.check()
			d.Wait("the check", func() bool { return d.s.m.Check.Done && len(d.s.m.Attention) > 0 })
		}},
		"effect": {set{}, func(d *desk) { d.changeMinimum("60") }},
		"portal": {set{}, func(d *desk) {
			d.Wait("the checkpoint", func() bool { return d.s.m.Checkpoint != "" })
			d.Tap(d.say("upload.edit"))
			d.s.view.form.entries[FieldMinimum].SetText("60")
			d.s.view.focus(FieldWebhook)
			d.Type("https://lotos.bitrix24.kz/rest/1/new/")
			d.s.save(nil)
		}},
		"start": {set{do: func(d *desk) {
			d.portal.point, d.db.s.DateFrom = "0", ""
			d.portal.estimate.Old, d.portal.estimate.OldFor, d.portal.estimate.OldCost = 31, 5_400_000_000_000, "178.20"
		}}, func(d *desk) {
			d.Tap(d.say("upload.start"))
			d.Wait("the numbers", func() bool { return d.s.m.Estimate.Made })
		}},
	}
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			for name, c := range cases {
				t.Run(fmt.Sprint(name, lang, look), func(t *testing.T) {
					c.set.world = uitest.Options{Lang: lang, Theme: look, Size: fyne.NewSize(1264, 900)}
					d := newDesk(t, c.set)
					c.do(d)
					d.Screenshot(filepath.Join(dir, fmt.Sprintf("upload-ask-%s-%s-%s.png", name, lang, look)))
				})
			}
		}
	}
}
