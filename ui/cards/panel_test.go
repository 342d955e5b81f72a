package cards

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/score"
	"sensedesk/store/storetest"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// desk is the panel on a window, with a real database.
type desk struct {
	*uitest.World
	db     *db.DB
	panel  *Panel
	told   []string
	save   string // where files are written
	opened string // the file a person chooses
}

func open(t *testing.T, o uitest.Options) *desk {
	t.Helper()
	if o.Size.Width == 0 {
		o.Size = fyne.NewSize(800, 1400)
	}
	d := &desk{World: uitest.New(t, o), db: storetest.DB(t)}
	n := 0
	d.panel = New(Deps{
		Ctx: t.Context(), Post: d.Post, Printer: d.Print, Window: d.Window, DB: d.db, Now: d.Now,
		NewID:    func() string { n++; return fmt.Sprint("id", n) },
		Toast:    func(text string) { d.told = append(d.told, text) },
		SavePath: func(name string, chosen func(string)) { d.save = filepath.Join(t.TempDir(), name); chosen(d.save) },
		OpenPath: func(_ []string, chosen func(string)) { chosen(d.opened) },
	})
	t.Cleanup(d.panel.Close)
	d.Show(widgets.NewRoot(d.Post, widgets.Scroll(widgets.Inset(20, 20, 20, 20, d.panel.Object()))))
	d.panel.Show()
	d.Wait("the cards", func() bool { return d.panel.loaded })
	return d
}

// has waits until so many cards are kept and returns them.
func (d *desk) has(n int) []score.Card {
	d.T.Helper()
	var list []score.Card
	d.Wait("the cards", func() bool {
		var err error
		if list, err = d.db.Cards(context.Background(), false); err != nil {
			d.T.Fatal(err)
		}
		return len(list) == n && len(d.panel.cards) == n && !d.panel.work.Busy()
	})
	return list
}

func TestExamplesAreGoodInEveryLanguage(t *testing.T) {
	for _, l := range i18n.Langs() {
		w := uitest.New(t, uitest.Options{Lang: l})
		list := Examples(w.Print)
		if len(list) != 2 {
			t.Fatalf("%d examples", len(list))
		}
		for _, c := range list {
			var file bytes.Buffer
			if err := c.Encode(&file); err != nil {
				t.Fatal(err)
			}
			if _, err := score.Decode(&file); err != nil {
				t.Errorf("%s, %s: %v", l, c.ID, err)
			}
			if strings.Contains(c.Name, "⟦") || strings.Contains(file.String(), "⟦") {
				t.Errorf("%s, %s: a text is missing", l, c.ID)
			}
		}
	}
}

// TestACardIsTypedAndChanged makes a card, is told what is wrong with it, mends
// it, and makes another version.
func TestACardIsTypedAndChanged(t *testing.T) {
	d := open(t, uitest.Options{})
	p := d.Print
	d.Tap(p.S("cards.new"))
	d.Type("Контроль")
	d.Tap(p.S("cards.save"))
	if want := p.S("cards.place", i18n.Args{"n": "1", "field": p.S("cards.place.text")}); !d.Sees(want) {
		t.Fatalf("%q is not said: %q", want, d.Texts())
	}
	e := d.panel.edit
	e.Criteria[0].Text, e.Criteria[0].Weight = "Поздоровался", "много"
	d.Tap(p.S("cards.save"))
	if !d.Sees(p.S("cards.place.weight")) {
		t.Errorf("the weight is not named: %q", d.Texts())
	}
	e.Criteria[0].Weight = "2"
	d.Tap(p.S("cards.propose.add"))
	e.Criteria[0].Propose[0] = score.Proposer{Classifier: " Приветствие ", Fired: score.Partly}
	d.Tap(p.S("cards.save"))
	if !d.Sees(p.S("cards.place.propose")) {
		t.Errorf("an odd proposal is not named: %q", d.Texts())
	}
	e.Criteria[0].SetKind(score.KindPartly)
	d.Tap(p.S("cards.criterion.add"))
	e.Criteria[1].Text, e.Criteria[1].Critical = "Не грубил", true
	e.Criteria[1].SetKind(score.KindScale)
	e.Move(1, -1)
	e.Move(0, -1) // at the edge: nothing
	d.Tap(p.S("cards.save"))
	got := d.has(1)[0]
	want := score.Card{ID: "id1", Version: 1, Name: "Контроль", Criteria: []score.Criterion{
		{ID: "id3", Text: "Не грубил", Weight: 1, Critical: true, Kind: score.KindScale, Scale: 5},
		{ID: "id2", Text: "Поздоровался", Weight: 2, Kind: score.KindPartly, Propose: []score.Proposer{{Classifier: "Приветствие", Fired: score.Partly}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("−want +got:\n%s", diff)
	}

	d.Tap(p.S("cards.edit"))
	d.panel.edit.Remove(0)
	d.Tap(p.S("cards.save"))
	d.Wait("the second version", func() bool { return d.Sees(p.S("cards.version", i18n.Args{"n": 2})) })
	d.Tap(p.S("cards.edit"))
	d.panel.edit.Name = "Иначе"
	d.Tap(p.S("cards.cancel"))
	if got := d.has(1)[0]; got.Version != 2 || got.Name != "Контроль" || len(got.Criteria) != 1 {
		t.Errorf("after a change taken back: %+v", got)
	}
	d.Tap(p.S("cards.retire"))
	d.Tap(p.S("cards.retire"))
	d.has(0)
}

// TestCardsGoThroughFiles writes an example to a file, changes it there and
// brings it back.
func TestCardsGoThroughFiles(t *testing.T) {
	d := open(t, uitest.Options{})
	p := d.Print
	example := Examples(p)[0]
	d.Tap(p.S("cards.example.take", i18n.Args{"name": example.Name}))
	kept := d.has(1)[0]
	if d.Sees(p.S("cards.example.take", i18n.Args{"name": example.Name})) {
		t.Error("an example that is there is offered again")
	}
	d.Tap(p.S("cards.export"))
	d.Wait("the file", func() bool { _, err := os.Stat(d.save); return err == nil && !d.panel.work.Busy() })
	raw, err := os.ReadFile(d.save)
	if err != nil {
		t.Fatal(err)
	}
	d.opened = d.save
	bring := func(text string) {
		t.Helper()
		if err := os.WriteFile(d.opened, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Tap(p.S("cards.import"))
	}
	bring(strings.Replace(string(raw), kept.Name, "Поддержка", 1))
	d.Wait("the question", func() bool { return d.Sees(p.S("cards.replace.text")) })
	d.Tap(p.S("cards.replace.yes"))
	d.Wait("the next version", func() bool { return d.Sees("Поддержка") && d.Sees(p.S("cards.version", i18n.Args{"n": 2})) })
	bring(strings.Replace(string(raw), `"weight"`, `"wieght"`, 1))
	d.Wait("the complaint", func() bool { return d.Sees("criteria[1].wieght") && d.Sees(p.S("error.card_invalid.what.unknown")) })
	bring(strings.Replace(string(raw), kept.ID, "another", 1))
	d.has(2)
	d.opened = filepath.Join(t.TempDir(), "none.json")
	d.Tap(p.S("cards.import"))
	what, _ := p.Code(store.CodeNotFound, map[string]string{"what": "file"})
	d.Wait("no file", func() bool { return d.Sees(what) })
}

func TestShots(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := open(t, uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(800, 1100)})
			d.Tap(d.Print.S("cards.example.take", i18n.Args{"name": Examples(d.Print)[0].Name}))
			d.has(1)
			d.Screenshot(filepath.Join(dir, "cards-"+string(th)+"-"+string(l)+"-list.png"))
			d.Tap(d.Print.S("cards.edit"))
			d.panel.edit.Criteria[0].Weight = "x"
			d.Tap(d.Print.S("cards.criterion.add"))
			d.panel.saveEdit()
			d.Screenshot(filepath.Join(dir, "cards-"+string(th)+"-"+string(l)+"-form.png"))
		}
	}
}
