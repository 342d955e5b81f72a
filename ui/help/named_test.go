package help

import (
	"strings"
	"testing"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

// TestTheHelpNamesKeysAsBound changes a key and takes one away, in every language.
func TestTheHelpNamesKeysAsBound(t *testing.T) {
	for _, lang := range i18n.Langs() {
		w := uitest.New(t, uitest.Options{Lang: lang})
		m := keys.New("linux")
		s := New(Deps{Ctx: t.Context(), Post: w.Queue.Post, Printer: w.Print, Keys: m})
		w.Show(s.Content())
		read := func(topic Topic) string {
			s.Open(topic)
			return strings.Join(w.Texts(), " ")
		}
		if text := read(TopicWrite); !strings.Contains(text, "(E)") || !strings.Contains(text, "(A)") || !strings.Contains(text, "Ctrl+Z") {
			t.Errorf("%s: keys as delivered: %s", lang, text)
		}
		m.Change(keys.Bindings{keys.EditPhrase: {"F8"}, keys.ScoreTab: nil, keys.Evidence: nil, keys.Repeat: nil, keys.SlowBack: nil, keys.SkipSilence: nil, keys.NextCall: nil})
		if text := read(TopicWrite); !strings.Contains(text, "(F8)") || strings.Contains(text, "(E)") || strings.Contains(text, "(A)") || strings.ContainsAny(text, "[]{}⟦") || strings.Contains(text, "()") {
			t.Errorf("%s: keys as changed: %s", lang, text)
		}
		if text := read(TopicReview); strings.Contains(text, "Enter)") || strings.ContainsAny(text, "[]{}⟦") || strings.Contains(text, "()") {
			t.Errorf("%s: keys taken away: %s", lang, text)
		}
	}
}
