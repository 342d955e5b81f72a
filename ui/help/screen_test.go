package help

import (
	"strings"
	"testing"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

func TestEveryPageSpeaksEveryLanguage(t *testing.T) {
	for _, lang := range i18n.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			w := uitest.New(t, uitest.Options{Lang: lang})
			opened := 0
			s := New(Deps{Ctx: t.Context(), Post: w.Queue.Post, Printer: w.Print, Keys: keys.New("linux"), Folder: "/data/sensedesk", Version: "0.1.0", OnUpload: func() { opened++ }})
			w.Show(s.Content())
			for _, topic := range topics {
				w.Tap(w.Print.S("help.tab." + string(topic.id)))
				text := strings.Join(w.Texts(), " ")
				if strings.ContainsAny(text, "⟦{}") || len(text) < 200 {
					t.Errorf("%s: %s", topic.id, text)
				}
			}
			s.Open(TopicData)
			if !w.Sees("/data/sensedesk") {
				t.Error("nobody can read where the data lies")
			}
			s.Open(TopicOwner)
			w.Tap(w.Print.S("help.open.upload"))
			if opened != 1 {
				t.Error("the way to the upload is closed")
			}
		})
	}
}

func TestKeysAreListedForThePlatform(t *testing.T) {
	w := uitest.New(t, uitest.Options{Lang: i18n.EN})
	s := New(Deps{Ctx: t.Context(), Post: w.Queue.Post, Printer: w.Print, Keys: keys.New("darwin")})
	w.Show(s.Content())
	s.Open(TopicKeys)
	if !w.Sees("Cmd+F") || w.Sees("Ctrl+F") {
		t.Errorf("shown: %q", w.Texts())
	}
	ru := uitest.Printer(t, i18n.RU)
	s.SetPrinter(ru)
	if !w.Sees(ru.S("keys.command.find")) {
		t.Errorf("another language forgets the page: %q", w.Texts())
	}
}
