package help

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// TestTheMapOfKeysIsAnEditor changes keys and looks at what is shown, in every
// language; SENSEDESK_SHOTS names a folder for pictures.
func TestTheMapOfKeysIsAnEditor(t *testing.T) {
	looks := []theme.Setting{theme.Light}
	if os.Getenv("SENSEDESK_SHOTS") != "" {
		looks = append(looks, theme.Dark)
	}
	for _, lang := range i18n.Langs() {
		for _, look := range looks {
			w := uitest.New(t, uitest.Options{Lang: lang, Theme: look})
			m := keys.New("linux")
			var s *Screen
			s = New(Deps{
				Ctx: t.Context(), Post: w.Queue.Post, Printer: w.Print, Keys: m, Pedal: keys.Pedal{Hold: true, Back: time.Second},
				OnBindings: func(b keys.Bindings) { m.Change(b); s.KeysChanged() }, OnPedal: func(keys.Pedal) {},
			})
			w.Show(s.Content())
			s.Open(TopicKeys)
			s.d.OnBindings(m.Given(keys.Run, "Scan191"))
			s.d.OnBindings(m.Given(keys.Refresh, "Ctrl+Alt+F7"))
			if code := w.Print.S("keys.key.scan", i18n.Args{"code": "191"}); !w.Sees(code) || !w.Sees("Ctrl+Alt+F7") || !w.Sees(w.Print.S("keys.edit.reset")) {
				t.Errorf("%s: shown %q", lang, w.Texts())
			}
			shot(w, "keys", lang, look)
			s.choose(keys.Run)
			w.Type("r")
			if !w.Sees(w.Print.S("keys.command.repeat")) {
				t.Errorf("%s: nobody says whose the key is", lang)
			}
			shot(w, "keys-taken", lang, look)
			w.Tap(w.Print.S("keys.edit.taken.no"))
			s.choose(keys.Run)
			shot(w, "keys-choose", lang, look)
		}
	}
}

func shot(w *uitest.World, name string, lang i18n.Lang, look theme.Setting) {
	if dir := os.Getenv("SENSEDESK_SHOTS"); dir != "" {
		w.Screenshot(filepath.Join(dir, name+"-"+string(lang)+"-"+string(look)+".png"))
	}
}
