package saving_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
	"sensedesk/ui/i18n"
	"sensedesk/ui/saving"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

type desk struct {
	*uitest.World
	db     *db.DB
	asker  *saving.Asker
	name   string // suggested for the file
	path   string // where the person puts it; "" = gives it up
	toasts []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{World: uitest.New(t, uitest.Options{Lang: i18n.RU, Content: widgets.Plain("")}), db: storetest.DB(t)}
	d.asker = saving.New(saving.Deps{
		Ctx: t.Context(), Post: d.Post, Window: d.Window, DB: d.db, Toast: func(text string) { d.toasts = append(d.toasts, text) },
		SavePath: func(name string, chosen func(string)) {
			if d.name = name; d.path != "" {
				chosen(d.path)
			}
		},
	})
	t.Cleanup(d.asker.Close)
	return d
}

// recognised is a call with a result.
func (d *desk) recognised() store.CallID {
	d.T.Helper()
	talk := storetest.Talk()
	id, err := d.db.SaveMirrored(d.T.Context(), store.CallOfTalk(talk, 0), talk, []byte("answer"))
	if err != nil {
		d.T.Fatal(err)
	}
	return id
}

func (d *desk) told() string { return strings.Join(d.toasts, "\n") }

// TestCallIsSavedAsCorrected: the file has what a person wrote up to the moment
// of writing, in the format chosen, and the format is remembered.
func TestCallIsSavedAsCorrected(t *testing.T) {
	d := newDesk(t)
	call := d.recognised()
	d.path = filepath.Join(t.TempDir(), "call.docx")

	d.asker.Ask(d.Print, call)
	d.Wait("the question", func() bool { return d.Sees(d.Print.S("export.title")) })
	d.Tap(d.Print.S("export.format.docx"))
	d.Tap(d.Print.S("export.format.txt"))
	if err := d.db.WriteDesk(t.Context(), call, "summary", map[string]string{store.DeskSummary: "Написано после вопроса."}, d.Now()); err != nil {
		t.Fatal(err)
	}
	d.path = filepath.Join(t.TempDir(), "call")
	d.Tap(d.Print.S("export.save"))
	d.Wait("the end of saving", func() bool { return len(d.toasts) > 0 })

	raw, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatalf("%v; told: %s", err, d.told())
	}
	if !strings.Contains(string(raw), "Написано после вопроса.") || !strings.HasSuffix(d.name, ".txt") || !strings.Contains(d.told(), "call") {
		t.Errorf("name %q, told %q, written:\n%s", d.name, d.told(), raw)
	}

	d.asker.Ask(d.Print, call)
	d.Wait("the format of last time", func() bool { return d.Sees(d.Print.S("export.format.txt")) })
}

// TestWhatCannotBeSavedIsTold: nothing is asked about a call without a result,
// and a folder that is gone is said.
func TestWhatCannotBeSavedIsTold(t *testing.T) {
	d := newDesk(t)
	bare := storetest.Stored(t, d.db)
	d.asker.Ask(d.Print, bare.ID)
	d.Wait("a sentence", func() bool { return len(d.toasts) == 1 })
	if want, _ := d.Print.Code(store.CodeNoResult, nil); !strings.Contains(d.told(), want) || d.Sees(d.Print.S("export.title")) {
		t.Errorf("told %q; shown %q", d.told(), d.Texts())
	}

	call := d.recognised()
	d.path = filepath.Join(t.TempDir(), "gone", "call.txt")
	d.asker.Ask(d.Print, call)
	d.Wait("the question", func() bool { return d.Sees(d.Print.S("export.title")) })
	d.Tap(d.Print.S("export.save"))
	d.Wait("a sentence", func() bool { return len(d.toasts) == 2 })
	if want, _ := d.Print.Code(store.CodeNotFound, map[string]string{"what": "file"}); !strings.Contains(d.toasts[1], want) {
		t.Errorf("told %q, want %q", d.toasts[1], want)
	}
}
