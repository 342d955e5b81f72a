package calls

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// shelf imitates the database: it filters as the store promises.
type shelf struct {
	mu    sync.Mutex
	calls []store.Call
	tags  map[store.CallID][]string
	setUp bool
	err   error
}

func (s *shelf) find(f store.CallFilter) []store.Call {
	var out []store.Call
	for _, c := range s.calls {
		text := strings.ToLower(c.OperatorName + " " + c.ClientName + " " + c.ClientPhone + " " + c.Summary)
		if f.Tag != "" && !slices.Contains(s.tags[c.ID], f.Tag) {
			continue
		}
		if len(f.States) > 0 && !slices.Contains(f.States, c.State) || len(f.IDs) > 0 && !slices.Contains(f.IDs, c.ID) ||
			!strings.Contains(text, strings.ToLower(f.Text)) {
			continue
		}
		out = append(out, c)
	}
	return out
}

func (s *shelf) Calls(_ context.Context, f store.CallFilter) ([]store.Call, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.find(f)
	out = out[min(f.Offset, len(out)):]
	if f.Limit > 0 {
		out = out[:min(f.Limit, len(out))]
	}
	return out, s.err
}

func (s *shelf) Count(_ context.Context, f store.CallFilter) (int, time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var sum time.Duration
	out := s.find(f)
	for _, c := range out {
		sum += c.Duration
	}
	return len(out), sum, s.err
}

func (s *shelf) CountStates(context.Context, store.SourceKind, string) (map[store.State]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[store.State]int{}
	for _, c := range s.calls {
		out[c.State]++
	}
	return out, s.err
}

func (s *shelf) Tags(context.Context) ([]store.Tag, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := map[string]int{}
	for _, tags := range s.tags {
		for _, tag := range tags {
			count[tag]++
		}
	}
	var out []store.Tag
	for _, name := range slices.Sorted(maps.Keys(count)) {
		out = append(out, store.Tag{Name: name, Calls: count[name]})
	}
	return out, s.err
}

func (s *shelf) Settings(context.Context) (store.Settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set := store.DefaultSettings()
	if s.setUp {
		set.SpeechSense.ConnectionID = "eag4k2v9"
	}
	return set, nil
}

func (s *shelf) change(f func(*shelf)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s)
}

// some makes calls of a small company, newest first.
func some(n int) []store.Call {
	base := []store.Call{
		{OperatorName: "Ким Анна", ClientPhone: "+7 701 245 45 12", Direction: store.DirectionOutgoing, Duration: 9*time.Minute + 42*time.Second, State: store.StateDone, Summary: "Клиент недоволен задержкой заказа 4215, доставка завтра бесплатно"},
		{OperatorName: "Қасымов Ержан", ClientName: "ТОО «Дала»", Direction: store.DirectionIncoming, Duration: 3*time.Minute + 5*time.Second, State: store.StateDone, Summary: "Бағасын сұрады, жеткізу шарттары келісілді"},
		{OperatorName: "О’Нил Пётр", ClientPhone: "+7 777 100 01 09", Direction: store.DirectionIncomingRedirected, Duration: 21*time.Minute + 14*time.Second, State: store.StatePartlyDone, Summary: "Дорогая доставка, клиент сравнивает с конкурентами и просит скидку на объём"},
		{OperatorName: "Ким Анна", ClientName: "ИП Серикова", Direction: store.DirectionCallback, Duration: 72 * time.Second, State: store.StateProcessing},
		{OperatorID: "12", Direction: store.DirectionIncoming, Duration: 6*time.Minute + 40*time.Second, State: store.StateFailed, Reason: store.CodeNotSound, ReasonArg: map[string]string{"got": "html"}},
		{OperatorName: "Қасымов Ержан", ClientPhone: "+7 705 300 77 70", Direction: store.DirectionOutgoing, Duration: 4*time.Minute + 18*time.Second, State: store.StateUnknown, Reason: store.CodeOutcomeUnknown},
		{OperatorName: "Ким Анна", ClientName: "Алия М.", Direction: store.DirectionIncoming, Duration: 12*time.Minute + 3*time.Second, State: store.StateWaiting},
		{OperatorName: "Ким Анна", ClientPhone: "+7 701 000 00 01", Direction: store.DirectionIncoming, Duration: 8 * time.Second, State: store.StateSkipped, Reason: store.CodeShort},
	}
	out := make([]store.Call, n)
	for i := range out {
		out[i] = base[i%len(base)]
		out[i].ID = store.CallID(n - i)
		out[i].SourceID = fmt.Sprint(11000 + n - i)
		out[i].StartedAt = uitest.Now().Add(-time.Duration(i) * 97 * time.Minute)
	}
	return out
}

type desk struct {
	*uitest.World
	s      *Screen
	db     *shelf
	opened []store.CallID
	setUp  int
}

func newDesk(t *testing.T, o uitest.Options, calls []store.Call) *desk {
	t.Helper()
	d := &desk{World: uitest.New(t, o), db: &shelf{calls: calls}}
	d.s = New(Deps{
		Ctx: t.Context(), Post: d.Post, Printer: d.Print, Window: d.Window, DB: d.db, Now: d.Now,
		OnOpen: func(id store.CallID) { d.opened = append(d.opened, id) }, OnSetUp: func() { d.setUp++ },
	})
	root := widgets.NewRoot(d.Post, d.s.Content())
	t.Cleanup(root.Close)
	t.Cleanup(d.s.Close)
	d.World.Show(root)
	d.s.Show()
	return d
}

func (d *desk) ready() *desk {
	d.T.Helper()
	d.Wait("the list", func() bool { return d.s.m.Loaded })
	return d
}

func TestEnterAndDoubleClickOpenTheCall(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(7)).ready()
	d.s.view.focus()

	d.Key(fyne.KeyDown)
	d.Key(fyne.KeyReturn)
	at := d.FindText("ТОО «Дала»").At.AddXY(4, 4)
	d.TapAt(at)
	d.TapAt(at)

	if want := []store.CallID{6, 6}; !slices.Equal(d.opened, want) {
		t.Errorf("opened %v, want %v", d.opened, want)
	}
}

func TestSearchNarrowsAndEscapeBringsAllBack(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(16)).ready()

	d.s.FocusSearch()
	d.Type("дорогая")
	d.Wait("the search", func() bool { return d.s.m.Loaded && d.s.m.Total == 2 })
	if !d.Sees("2 из 14 звонков") || !d.Sees("найдено за") {
		t.Errorf("footer does not tell; shown: %q", d.Texts())
	}
	d.Type("я")
	d.Wait("nothing found", func() bool { return d.Sees(d.Print.S("calls.nothing")) })
	d.Key(fyne.KeyEscape)
	d.Wait("all calls", func() bool { return d.s.m.Total == 14 && d.Sees("Алия М.") })
}

func TestChipsNarrowByState(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(8)).ready()
	if !d.Sees("Требуют внимания · 1") || d.Sees("+7 701 000 00 01") {
		t.Errorf("shown: %q", d.Texts())
	}
	d.Tap("Требуют внимания · 1")
	d.Wait("calls that need attention", func() bool { return d.s.m.Total == 1 && d.Sees("требует внимания") })
	d.Tap("Пропущены · 1")
	d.Wait("calls left out", func() bool { return d.Sees("+7 701 000 00 01") })
	d.s.Narrow([]store.State{store.StateDone})
	d.Wait("ready calls", func() bool { return d.s.m.Filter.Group == GroupReady && d.s.m.Total == 3 })
}

func TestChangesArriveWithoutLosingThePlace(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(200)).ready()
	d.s.view.focus()
	d.Key(fyne.KeyEnd)
	selected, offset := d.s.m.Selected, d.s.view.grid.ScrollOffset()
	if offset == 0 || selected == 0 {
		t.Fatal("the list did not scroll to its end")
	}

	d.db.change(func(s *shelf) { // one on the list is done
		i := slices.IndexFunc(s.calls, func(c store.Call) bool { return c.ID == 197 })
		s.calls[i].State, s.calls[i].Summary = store.StateDone, "Договорились о встрече"
	})
	d.s.Changed(store.Change{Kind: store.KindCalls, IDs: []store.CallID{197}})
	d.Wait("the changed call", func() bool { return d.s.m.Rows[d.s.m.index(197)].Summary != "" })
	d.db.change(func(s *shelf) { // and a new one came
		s.calls = append([]store.Call{{ID: 500, State: store.StateQueued, OperatorName: "Новый", StartedAt: d.Now()}}, s.calls...)
	})
	d.s.Changed(store.Change{Kind: store.KindCalls, IDs: []store.CallID{500}})
	d.Wait("the new call", func() bool { return d.s.m.index(500) == 0 })

	if d.s.m.Selected != selected || d.s.view.grid.Selected() != idText(selected) {
		t.Errorf("selected %v, was %v", d.s.m.Selected, selected)
	}
	if got := d.s.view.grid.ScrollOffset(); got != offset {
		t.Errorf("scrolled from %v to %v", offset, got)
	}
}

func TestPagesComeWithScrolling(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(1700)).ready()
	all := d.s.m.Total
	if len(d.s.m.Rows) != page || all <= 2*page {
		t.Fatalf("%d rows of %d", len(d.s.m.Rows), all)
	}
	d.s.view.focus()
	for len(d.s.m.Rows) < all {
		n := len(d.s.m.Rows)
		d.Key(fyne.KeyEnd)
		d.Screenshot(filepath.Join(t.TempDir(), "draw.png")) // drawing is what tells which rows are in view
		d.Wait("the next page", func() bool { return len(d.s.m.Rows) > n })
	}
	d.s.Changed(store.Change{Kind: store.KindCalls})
	d.Wait("a reading that keeps the place", func() bool { return !d.s.more.Busy() && len(d.s.m.Rows) == all })
}

func TestFacesOfTheList(t *testing.T) {
	t.Run("empty", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil).ready()
		d.Tap(d.Print.S("calls.empty.action"))
		if d.setUp != 1 {
			t.Error("the way to the upload is closed")
		}
	})
	t.Run("empty, but ready to go", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil)
		d.db.change(func(s *shelf) { s.setUp = true })
		d.s.list.Anew()
		d.Wait("the way to the upload", func() bool { return d.Sees(d.Print.S("calls.waiting.action")) })
	})
	t.Run("error", func(t *testing.T) {
		d := newDesk(t, uitest.Options{}, nil)
		d.db.change(func(s *shelf) { s.err = store.E(store.CodeDataUnreadable, "read", nil) })
		d.s.list.Ask()
		what, _ := d.Print.Code(store.CodeDataUnreadable, nil)
		d.Wait("the error", func() bool { return d.Sees(what) })
		d.db.change(func(s *shelf) { s.err, s.calls = nil, some(2) })
		d.Tap(d.Print.S("calls.again"))
		d.Wait("the list", func() bool { return d.Sees("Ким Анна") })
	})
}

func TestLanguageSwitchKeepsTheList(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(200)).ready()
	d.s.view.focus()
	d.Key(fyne.KeyEnd)
	selected, offset := d.s.m.Selected, d.s.view.grid.ScrollOffset()
	kk := uitest.Printer(t, i18n.KK)

	d.s.SetPrinter(kk)

	if !d.Sees(kk.S("calls.column.summary")) || !d.Sees(kk.S("calls.group.ready")) {
		t.Errorf("shown: %q", d.Texts())
	}
	if d.s.m.Selected != selected || d.s.view.grid.ScrollOffset() != offset {
		t.Errorf("selected %v at %v, was %v at %v", d.s.m.Selected, d.s.view.grid.ScrollOffset(), selected, offset)
	}
}

func TestHiddenScreenRestsAndCatchesUp(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(3)).ready()
	d.s.Hide()
	d.db.change(func(s *shelf) { s.calls = some(5) })
	d.s.Changed(store.Change{Kind: store.KindCalls})
	d.Drain()
	if d.s.m.Total != 3 {
		t.Error("a hidden screen reads")
	}
	d.s.Show()
	d.Wait("what was missed", func() bool { return d.s.m.Total == 5 })
}

func TestNextGoesDownTheList(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(4)).ready()
	next, ok := d.s.Next(4)
	if !ok || next != 3 || d.s.m.Selected != 3 {
		t.Errorf("next %v %v, selected %v", next, ok, d.s.m.Selected)
	}
	if _, ok := d.s.Next(1); ok {
		t.Error("something follows the last call")
	}
}

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" {
		return
	}
	long := some(30)
	for i := range long {
		long[i].OperatorName = "Константинопольский-Задунайский Александр Владимирович"
		long[i].ClientName = "Общество с ограниченной ответственностью «Северо-Западная торговая компания»"
		long[i].Summary = strings.Repeat("Клиент долго и подробно рассказывает о задержке. ", 12)
	}
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			for name, calls := range map[string][]store.Call{"full": some(30), "empty": nil, "long": long} {
				t.Run(fmt.Sprint(name, lang, look), func(t *testing.T) {
					d := newDesk(t, uitest.Options{Lang: lang, Theme: look}, calls).ready()
					d.s.view.focus()
					d.Screenshot(filepath.Join(dir, fmt.Sprintf("calls-%s-%s-%s.png", name, lang, look)))
				})
			}
		}
	}
}
