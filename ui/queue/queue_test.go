package queue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/queue"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

var _ DB = (*db.DB)(nil)

// library is a database of made-up calls.
type library struct {
	mu    sync.Mutex
	list  []store.Listenable
	calls []store.Call
	rep   []store.Listened
	err   error
	hold  chan struct{}
	left  int // transcripts to measure
	told  int // times that was told
	prefs map[string]string
}

func (l *library) MeasureTalks(ctx context.Context) (int, error) {
	if l.hold != nil {
		select {
		case <-l.hold:
		case <-ctx.Done():
		}
	}
	l.mu.Lock()
	left := l.left
	l.told += min(left, 1)
	slow := left > 0 && l.told > 1
	l.mu.Unlock()
	if slow { // the next hundred take long
		<-ctx.Done()
		return 0, ctx.Err()
	}
	return left, l.err
}

func (l *library) Listenable(_ context.Context, s store.QueueScope, _ string) (out []store.Listenable, err error) {
	for _, c := range l.list {
		if len(s.Operators) == 0 || s.Operators[0] == c.Operator {
			out = append(out, c)
		}
	}
	return out, l.err
}

func (l *library) Listened(context.Context, store.QueueScope) ([]store.Listened, error) {
	return l.rep, l.err
}

func (l *library) Unrecorded(_ context.Context, s store.QueueScope, _ int) (ids []store.CallID, err error) {
	for _, c := range l.calls[:min(len(l.calls), 2)] {
		if len(s.Operators) == 0 || s.Operators[0] == c.OperatorID {
			ids = append(ids, c.ID)
		}
	}
	return ids, l.err
}

func (l *library) TagsOf(context.Context, []store.CallID) (map[store.CallID][]string, error) {
	return nil, l.err
}

func (l *library) Marks(_ context.Context, ids []store.CallID) (map[store.CallID]string, error) {
	out := map[store.CallID]string{}
	for _, id := range ids {
		out[id] = "Негатив, Жалоба"
	}
	return out, nil
}

func (l *library) Calls(_ context.Context, f store.CallFilter) (out []store.Call, err error) {
	for _, id := range f.IDs {
		for _, c := range l.calls {
			if c.ID == id {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func (l *library) Settings(context.Context) (store.Settings, error) {
	return store.DefaultSettings(), nil
}

func (l *library) Pref(_ context.Context, key string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.prefs[key], nil
}

func (l *library) SetPref(_ context.Context, key, value string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.prefs[key] = value
	return nil
}

func made(n int, long bool) *library {
	l := &library{prefs: map[string]string{}}
	names := []string{"Ким Анна", "Қасымов Ержан", "О’Нил Пётр"}
	for i := range n {
		name, who := names[i%3], "Динара"
		if long {
			name, who = "Константинопольский-Задунайский Александр Владимирович", "Общество с ограниченной ответственностью «Северо-Западная торговая компания»"
		}
		l.calls = append(l.calls, store.Call{ID: store.CallID(i + 1), OperatorID: fmt.Sprint(i % 3), OperatorName: name, ClientName: who, StartedAt: uitest.Now().Add(-time.Duration(i) * time.Hour), Duration: 9 * time.Minute, State: store.StateDone})
		l.list = append(l.list, store.Listenable{Call: store.CallID(i + 1), Operator: fmt.Sprint(i % 3), Started: uitest.Now(), SpeechMS: int64(150+20*(i%9)) * 1000, SilenceMS: int64(5+i%40) * 1000, Negative: i % 4, Score: fmt.Sprint(i % 100), HeardMS: int64(i%5/4) * 400_000})
	}
	for i, name := range names[:min(n, 3)] {
		if long {
			name = l.calls[0].OperatorName
		}
		l.rep = append(l.rep, store.Listened{Operator: fmt.Sprint(i), Name: name, Calls: 40 - 9*i, Unrecorded: 5 - i, Heard: 9 - 3*i, Length: 6 * time.Hour, OfHeard: 80 * time.Minute, Played: 70 * time.Minute, Wall: 31 * time.Minute})
	}
	return l
}

func open(t *testing.T, o uitest.Options, l *library) (*uitest.World, *Screen, *string) {
	t.Helper()
	w := uitest.New(t, o)
	said := ""
	s := New(Deps{
		Ctx: t.Context(), Post: w.Post, Printer: w.Print, DB: l, Now: w.Now, Shuffle: func(int, func(i, j int)) {},
		OnListen:  func(id store.CallID, speed float64) { said = fmt.Sprint("listen ", id, " ", speed) },
		OnOpen:    func(id store.CallID) { said = fmt.Sprint("open ", id) },
		OnChanged: func() {}, Toast: func(text string) { said = text },
		SavePath: func(name string, chosen func(string)) { chosen(filepath.Join(t.TempDir(), name)); said = name },
	})
	t.Cleanup(s.Close)
	w.Show(s.Content())
	s.Show()
	t.Cleanup(s.Hide)
	w.Wait("the queue", func() bool { return s.loaded && (l.hold != nil || l.left > 0 || s.known) && s.told })
	return w, s, &said
}

func TestEveryRuleSaysWhy(t *testing.T) {
	for _, lang := range i18n.Langs() {
		for _, rule := range queue.Rules() {
			w, s, _ := open(t, uitest.Options{Lang: lang}, made(60, false))
			f := s.form
			f.Rule = rule
			s.Set(f)
			w.Wait("the picks", func() bool { return s.known })
			if len(s.picked.Items) == 0 || s.picked.Plan.Over == 0 || s.picked.Plan.Took > 30*time.Minute {
				t.Errorf("%s: %+v", rule, s.picked.Plan)
			}
			if !w.Sees(reason(w.Print, rule, s.picked.Items[0])) {
				t.Errorf("%s: the reason is not told: %q", rule, w.Texts())
			}
			if text := strings.Join(w.Texts(), " "); strings.ContainsAny(text, "⟦{}") {
				t.Errorf("shown: %s", text)
			}
			w.Close()
		}
	}
}

func TestMinutesAreTyped(t *testing.T) {
	w, s, said := open(t, uitest.Options{}, made(60, false))
	w.Tap("15")
	w.Wait("fifteen minutes", func() bool { return s.form.Minutes == 15 && s.known && s.picked.Plan.Took <= 15*time.Minute })
	w.TapAt(w.FindText("15").At.AddXY(4, 4)) // the field comes before the choices
	w.Type("2")
	w.Key(fyne.KeyReturn)
	w.Wait("other minutes", func() bool { return s.form.Minutes != 15 && s.known })
	w.Window.Canvas().Unfocus()
	w.Tap(w.Print.S("queue.start"))
	if *said != fmt.Sprintf("listen %d 1.5", s.run.Items[0].Call) {
		t.Errorf("said %q", *said)
	}
}

func TestEveryNumberOpensItsCalls(t *testing.T) {
	w, s, said := open(t, uitest.Options{}, made(60, false))
	w.Tap(w.Print.S("queue.tab.report"))
	if !w.Sees("18 из 93") || !w.Sees("11,7") || !w.Sees("12 % – 38 %") {
		t.Errorf("shown: %q", w.Texts())
	}
	w.Tap("9") // of the first operator
	w.Wait("the calls", func() bool { return s.whose != "" })
	if !w.Sees("Ким Анна") || len(s.behind.Calls) == 0 {
		t.Errorf("shown: %q", w.Texts())
	}
	for _, c := range s.behind.Calls {
		if c.OperatorID != "0" || s.behind.Share[c.ID] < store.HeardShare {
			t.Errorf("call %d of %s", c.ID, c.OperatorID)
		}
	}
	w.Tap(w.Print.S("queue.behind.back.report"))
	w.Tap(w.Print.S("queue.csv"))
	w.Wait("the file", func() bool { return *said == w.Print.S("queue.csv.done") })
}

// TestCallsWithoutARecordingAreOffered tells of them beside the queue and in the
// report, and opens them to be read.
func TestCallsWithoutARecordingAreOffered(t *testing.T) {
	w, s, said := open(t, uitest.Options{}, made(60, false))
	sentence := w.Print.N("queue.unrecorded", 12)
	if !strings.Contains(sentence, "12") || !w.Sees(sentence) {
		t.Fatalf("shown: %q", w.Texts())
	}
	w.Tap(w.Print.S("queue.unrecorded.show"))
	w.Wait("the calls", func() bool { return w.Sees(w.Print.S("queue.unrecorded.title")) })
	if w.Sees(sentence) || w.Sees(w.Print.S("queue.column.share")) || len(s.behind.Calls) != 2 {
		t.Errorf("shown: %q", w.Texts())
	}
	w.Key(fyne.KeyDown)
	w.Tap(w.Print.S("queue.behind.back.picked"))
	if !w.Sees(sentence) || *said != "" {
		t.Errorf("said %q, shown: %q", *said, w.Texts())
	}
	w.Tap(w.Print.S("queue.tab.report"))
	if !w.Sees(sentence) {
		t.Errorf("shown in the report: %q", w.Texts())
	}
}

// TestLongPickingCanBeEnded has a library whose transcripts take for ever to be
// measured.
func TestLongPickingCanBeEnded(t *testing.T) {
	l := made(9, false)
	l.left = 1200
	w, s, _ := open(t, uitest.Options{}, l)
	w.Wait("how many are left", func() bool { return w.Sees(w.Print.N("queue.measuring", 1200)) })
	w.Tap(w.Print.S("queue.halt"))
	if !w.Sees(w.Print.S("queue.halted")) || s.pick.Busy() {
		t.Fatalf("shown: %q", w.Texts())
	}
	s.Hide()
	s.Show()
	w.Drain()
	if s.pick.Busy() {
		t.Error("it picks again though nobody asked")
	}
	l.mu.Lock()
	l.left = 0
	l.mu.Unlock()
	w.Tap(w.Print.S("queue.halted.again"))
	w.Wait("the picks", func() bool { return s.known && len(s.picked.Items) > 0 })
}

func TestTable(t *testing.T) {
	list := []store.Listened{{Operator: "3", Name: "=Ким; \"Анна\"", Calls: 263, Unrecorded: 4, Heard: 81, Length: 90 * time.Minute, Played: 30 * time.Minute, Wall: 15 * time.Minute}}
	got, err := csvOf(uitest.Printer(t, i18n.EN), list)
	if err != nil {
		t.Fatal(err)
	}
	want := "\uFEFFOperator,Operator ID,Calls,Without recording,Heard,Share,95% interval from,95% interval to,\"Length of calls, min\",\"Played, min\",\"Spent, min\"\n" +
		"\"'=Ким; \"\"Анна\"\"\",3,263,4,81,0.3080,0.2553,0.3662,90.00,30.00,15.00\n"
	if string(got) != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func TestWhatWasKept(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "{", "beyond": `{"form":{"minutes":-4,"rule":"x","days":-1,"speed":9},"run":{"items":[],"at":3}}`,
	} {
		if got := readSaved(text); got.Run != nil || fmt.Sprint(got.Form) != fmt.Sprint(firstForm()) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	s := saved{Form{Minutes: 45, Rule: queue.RuleScore, Days: 7, Operators: []string{"3"}, Speed: 2, Again: true}, &Run{Rule: queue.RuleScore, Items: []Item{{Call: 7, CostMS: 9}}}}
	if got := readSaved(s.text()); fmt.Sprint(got.Form, *got.Run) != fmt.Sprint(s.Form, *s.Run) {
		t.Errorf("came back as %+v", got)
	}
}

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	if dir == "" { // eyes only
		return
	}
	shot := func(lang i18n.Lang, look theme.Setting, name string, size fyne.Size, l *library, prepare func(w *uitest.World, s *Screen)) {
		w, s, _ := open(t, uitest.Options{Lang: lang, Theme: look, Size: size}, l)
		if prepare != nil {
			prepare(w, s)
		}
		w.Drain()
		w.Screenshot(filepath.Join(dir, fmt.Sprintf("queue-%s-%s-%s.png", name, lang, look)))
		w.Close()
	}
	report := func(_ *uitest.World, s *Screen) { s.Turn(TabReport) }
	usual, small := fyne.NewSize(1264, 900), fyne.NewSize(1000, 600)
	for _, lang := range i18n.Langs() {
		for _, look := range []theme.Setting{theme.Light, theme.Dark} {
			shot(lang, look, "full", usual, made(60, false), func(w *uitest.World, s *Screen) {
				f := s.form
				f.Rule = queue.RuleNegative
				s.Set(f)
				w.Wait("picks", func() bool { return s.known })
			})
			shot(lang, look, "report", usual, made(60, false), report)
		}
		shot(lang, theme.Light, "long", small, made(60, true), nil)
		shot(lang, theme.Light, "long-report", small, made(60, true), report)
		shot(lang, theme.Light, "empty", usual, made(0, false), nil)
		shot(lang, theme.Light, "unrecorded", usual, made(60, false), func(w *uitest.World, s *Screen) {
			s.showUnrecorded()
			w.Wait("calls", func() bool { return s.whose != "" })
		})
		measured := made(9, false)
		measured.left = 81_500
		shot(lang, theme.Light, "measuring", usual, measured, func(w *uitest.World, _ *Screen) {
			w.Wait("how many are left", func() bool { return w.Sees(w.Print.N("queue.measuring", 81_500)) })
		})
		shot(lang, theme.Light, "running", usual, made(60, false), func(_ *uitest.World, s *Screen) { s.start() })
		shot(lang, theme.Light, "behind", usual, made(60, false), func(w *uitest.World, s *Screen) {
			s.Turn(TabReport)
			s.showBehind("Ким Анна", []string{"0"}, false)
			w.Wait("calls", func() bool { return s.whose != "" })
		})
		bad := made(0, false)
		bad.err = store.E(store.CodeDiskFull, "x", errors.New("x"))
		shot(lang, theme.Light, "error", usual, bad, nil)
		hold := made(9, false)
		hold.hold = make(chan struct{})
		shot(lang, theme.Light, "loading", usual, hold, nil)
	}
}
