package widgets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

type call struct{ id, who, text string }

func calls(n int) []call {
	out := make([]call, n)
	for i := range out {
		out[i] = call{fmt.Sprint("id", i), fmt.Sprintf("Оператор %d", i), fmt.Sprintf("текст %d", i)}
	}
	return out
}

// desk is a grid of calls in a window, and what it told.
type desk struct {
	*uitest.World
	grid *widgets.Grid[call]
	told []string
	now  time.Time
}

func newDesk(t *testing.T, change func(*widgets.GridOptions[call])) *desk {
	d := &desk{World: uitest.New(t, uitest.Options{Size: fyne.NewSize(700, 414)}), now: uitest.Now()} // the header and ten rows
	o := widgets.GridOptions[call]{
		ID: func(c call) string { return c.id },
		Columns: []widgets.Column[call]{
			{ID: "who", Title: "Кто", Width: 160, Sortable: true, Cell: func(c call) widgets.Cell { return widgets.Txt(c.who) }},
			{ID: "text", Title: "Что", Width: 200, Grow: 1, Cell: func(c call) widgets.Cell {
				return widgets.Cell{Spans: []widgets.Span{{Text: c.text}, widgets.ChipSpan("новый", widgets.ToneAccent)}}
			}},
		},
		Empty:    widgets.Empty("Звонков пока нет", "", nil),
		OnSelect: func(id string) { d.told = append(d.told, "select "+id) },
		OnOpen:   func(id string) { d.told = append(d.told, "open "+id) },
		OnSort:   func(c string, desc bool) { d.told = append(d.told, fmt.Sprintf("sort %s %v", c, desc)) },
		OnMenu:   func(id string, _ fyne.Position) { d.told = append(d.told, "menu "+id) },
		Now:      func() time.Time { return d.now },
	}
	if change != nil {
		change(&o)
	}
	d.grid = widgets.NewGrid(o)
	d.Show(widgets.NewRoot(d.Post, d.grid))
	return d
}

func (d *desk) wants(told ...string) {
	d.T.Helper()
	if !slices.Equal(d.told, told) {
		d.T.Errorf("told %q, want %q", d.told, told)
	}
	d.told = nil
}

func TestGridByPointer(t *testing.T) {
	d := newDesk(t, nil)
	d.grid.SetRows(calls(5))

	d.Tap("Оператор 2")
	d.wants("select id2")
	d.now = d.now.Add(300 * time.Millisecond)
	d.Tap("Оператор 2")
	d.wants("open id2")
	d.now = d.now.Add(100 * time.Millisecond)
	d.Tap("Оператор 2") // a third click is no second double click
	d.wants()
	d.now = d.now.Add(time.Second)
	d.Tap("Оператор 2")
	d.Tap("Оператор 3") // two rows, no double click
	d.wants("select id3")
	at := d.FindText("Оператор 1")
	test.MoveMouse(d.Window.Canvas(), at.At.AddXY(3, 3))
	d.Menu("Оператор 1")
	d.wants("select id1", "menu id1")
	d.Tap("Кто")
	d.Tap("Кто")
	d.Tap("Что") // not sortable
	d.wants("sort who false", "sort who true")
}

func TestGridByKeys(t *testing.T) {
	d := newDesk(t, nil)
	d.grid.SetRows(calls(100))
	d.Window.Canvas().Focus(d.grid.FocusTarget())
	d.wants("select id0")

	for _, k := range []fyne.KeyName{fyne.KeyUp, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyDown, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyPageUp} {
		d.Key(k)
	}
	d.wants("select id1", "select id2", "open id2", "select id99", "select id0", "select id9", "select id0")

	d.Key(fyne.KeyEnd)
	if !d.Sees("Оператор 99") || d.Sees("Оператор 50") {
		t.Errorf("the last row did not come into view: %q", d.Texts())
	}
	var passed []fyne.KeyName
	var letters []rune
	d.Window.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { passed = append(passed, ev.Name) })
	d.Window.Canvas().SetOnTypedRune(func(r rune) { letters = append(letters, r) })
	d.Key(fyne.KeyEscape)
	d.Type("й")
	if len(passed) != 1 || string(letters) != "й" {
		t.Errorf("the screen was given %v and %q", passed, string(letters))
	}
}

func TestGridKeepsTheChosenIDWhenRowsChange(t *testing.T) {
	d := newDesk(t, nil)
	rows := calls(50)
	d.grid.SetRows(rows)
	d.grid.Select("id40")
	offset := d.grid.ScrollOffset()

	slices.Reverse(rows)
	d.grid.SetRows(rows)
	if d.grid.Selected() != "id40" || d.grid.ScrollOffset() != offset {
		t.Errorf("chosen %q at %v, want id40 at %v", d.grid.Selected(), d.grid.ScrollOffset(), offset)
	}
	d.Window.Canvas().Focus(d.grid.FocusTarget())
	d.Key(fyne.KeyDown)
	d.wants("select id39")

	d.grid.SetRows(rows[:3])
	d.Key(fyne.KeyDown)
	d.wants("select id49") // the chosen one is gone: from the top again
	d.grid.SetRows(nil)
	d.Key(fyne.KeyDown)
	d.wants()
	if !d.Sees("Звонков пока нет") || d.Sees("Оператор") {
		t.Errorf("an empty grid shows %q", d.Texts())
	}
	d.grid.SetRows(rows[:1])
	if d.Sees("Звонков пока нет") || !d.Sees("Оператор 49") {
		t.Errorf("a grid of one row shows %q", d.Texts())
	}
}

// pages is data of which only some rows are loaded.
type pages struct {
	n      int
	loaded map[int]bool
	asked  int
}

func (p *pages) Len() int { return p.n }
func (p *pages) Row(i int) (call, bool) {
	p.asked++
	return call{id: fmt.Sprint(i), who: fmt.Sprintf("Оператор %d", i)}, p.loaded[i]
}
func (p *pages) ID(i int) string { return fmt.Sprint(i) }
func (p *pages) Index(id string) int {
	var i int
	if _, err := fmt.Sscan(id, &i); err != nil || i >= p.n {
		return -1
	}
	return i
}

func TestGridOfManyRowsAsksOnlyForThoseInView(t *testing.T) {
	var seen [][2]int
	d := newDesk(t, func(o *widgets.GridOptions[call]) {
		o.OnVisible = func(first, last int) { seen = append(seen, [2]int{first, last}) }
	})
	p := &pages{n: 100_000, loaded: map[int]bool{0: true}}
	d.grid.SetData(p)

	if !d.Sees("Оператор 0") || d.Sees("Оператор 1") || !d.Sees("…") {
		t.Errorf("shown %q", d.Texts())
	}
	if p.asked > 200 {
		t.Errorf("asked for %d rows to show ten", p.asked)
	}
	p.asked = 0
	d.grid.Select("99999")
	p.loaded[99_999] = true
	d.grid.RefreshRow("99999")
	if !d.Sees("Оператор 99999") || p.asked > 200 {
		t.Errorf("at the end, after asking %d rows: %q", p.asked, d.Texts())
	}
	if last := seen[len(seen)-1]; last[1] != 99_999 || last[1]-last[0] > 12 {
		t.Errorf("in view: %v", seen)
	}
}

func TestGridRowsAreSetWhole(t *testing.T) {
	d := newDesk(t, nil)
	rows := calls(30)
	d.grid.SetRows(rows)
	for i := range 30 { // recycles each row object several times
		d.grid.Select(fmt.Sprint("id", i))
	}
	for _, text := range d.Texts() {
		if who, ok := strings.CutPrefix(text, "Оператор "); ok && !d.Sees("текст "+who) {
			t.Errorf("operator %s without their text: %q", who, d.Texts())
		}
	}
	if n := len(d.Find("новый")); n < 9 || n > 12 {
		t.Errorf("%d chips on ten rows", n)
	}
}

func BenchmarkGridScroll(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light))
	g := widgets.NewGrid(widgets.GridOptions[call]{ID: func(c call) string { return c.id }, Columns: []widgets.Column[call]{
		{ID: "who", Width: 160, Cell: func(c call) widgets.Cell { return widgets.Txt(c.who) }},
		{ID: "text", Width: 200, Grow: 1, Cell: func(c call) widgets.Cell { return widgets.Txt(c.text) }},
		{ID: "tag", Width: 100, Cell: func(c call) widgets.Cell { return widgets.Chips(widgets.ToneNegative, "Негатив") }},
	}})
	w := app.NewWindow("")
	w.SetContent(g)
	w.Resize(fyne.NewSize(1200, 800))
	g.SetRows(calls(100_000))
	b.ResetTimer()
	for i := range b.N {
		g.ScrollTo(float32(i%90_000) * 38)
	}
}
