package help

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/sync/drill"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

// course is a drill that goes as the test says.
type course struct {
	step  chan drill.Progress
	end   chan drilled
	ended chan struct{} // closed when it was cancelled
}

func newCourse() *course {
	return &course{step: make(chan drill.Progress), end: make(chan drilled), ended: make(chan struct{})}
}

func (c *course) run(ctx context.Context, tell func(drill.Progress)) (drill.Result, error) {
	for {
		select {
		case p := <-c.step:
			tell(p)
		case e := <-c.end:
			return e.result, e.err
		case <-ctx.Done():
			close(c.ended)
			return drill.Result{}, ctx.Err()
		}
	}
}

// openDrill shows the page of the drill.
func openDrill(t *testing.T, lang i18n.Lang, c *course) (*uitest.World, *Screen) {
	t.Helper()
	w := uitest.New(t, uitest.Options{Lang: lang, Size: fyne.NewSize(1024, 700)})
	s := New(Deps{Ctx: t.Context(), Post: w.Post, Printer: w.Print, Keys: keys.New("linux"), Drill: c.run})
	t.Cleanup(s.Close)
	w.Show(s.Content())
	s.Open(TopicDrill)
	return w, s
}

func good() drill.Result {
	return drill.Result{Calls: 224, Accepted: 224, Kills: 50, Found: 43, Resent: 21, Faults: map[string]int{"busy": 6, "line_cut": 8}}
}

func TestDrillIsPressedAndShowsItsPage(t *testing.T) {
	for _, lang := range i18n.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			c := newCourse()
			w, s := openDrill(t, lang, c)
			p := w.Print
			w.Tap(p.S("help.drill.start"))
			if !w.Sees(p.S("drill.starting")) || w.Sees(p.S("help.drill.start")) {
				t.Fatalf("begun, it shows %q", w.Texts())
			}
			c.step <- drill.Progress{Kills: 12, Planned: 50}
			said := p.S("drill.progress", i18n.Args{"n": "12", "all": "50"})
			w.Wait(said, func() bool { return w.Sees(said) })
			s.Open(TopicKeys) // it goes on unseen
			s.Open(TopicDrill)
			if !w.Sees(said) {
				t.Errorf("back on the page it shows %q", w.Texts())
			}
			c.end <- drilled{result: good()}
			w.Wait("the page", func() bool { return w.Sees(p.S("drill.passed")) })
			for _, text := range []string{"224", "43", p.S("drill.lost"), p.S("help.drill.again")} {
				if !w.Sees(text) {
					t.Errorf("the page does not say %q", text)
				}
			}
		})
	}
}

func TestDrillThatFindsADoubleSaysSo(t *testing.T) {
	c := newCourse()
	w, _ := openDrill(t, i18n.RU, c)
	w.Tap(w.Print.S("help.drill.start"))
	r := good()
	r.Duplicates, r.Folder = 2, "/tmp/drill-1"
	c.end <- drilled{result: r}
	w.Wait("the page", func() bool { return w.Sees(w.Print.S("drill.failed")) })
	if !w.Sees("/tmp/drill-1") {
		t.Error("nobody learns where to look")
	}
}

func TestDrillIsStopped(t *testing.T) {
	c := newCourse()
	w, _ := openDrill(t, i18n.KK, c)
	w.Tap(w.Print.S("help.drill.start"))
	w.Tap(w.Print.S("help.drill.stop"))
	<-c.ended
	if !w.Sees(w.Print.S("help.drill.start")) {
		t.Errorf("stopped, it shows %q", w.Texts())
	}
}

func TestClosingEndsTheDrill(t *testing.T) {
	c := newCourse()
	w, s := openDrill(t, i18n.RU, c)
	w.Tap(w.Print.S("help.drill.start"))
	s.Close()
	<-c.ended
}

func TestDrillThatCannotBeDoneSaysWhy(t *testing.T) {
	c := newCourse()
	w, _ := openDrill(t, i18n.EN, c)
	w.Tap(w.Print.S("help.drill.start"))
	c.end <- drilled{err: store.E(store.CodeDiskFull, "make the folder", errors.New("no space"))}
	what, _ := w.Print.Code(store.CodeDiskFull, nil)
	w.Wait(what, func() bool { return w.Sees(what) })
}
