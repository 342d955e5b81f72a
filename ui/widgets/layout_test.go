package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func block(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func check(t *testing.T, name string, o fyne.CanvasObject, x, y, w, h float32) {
	t.Helper()
	if o.Position() != fyne.NewPos(x, y) || o.Size() != fyne.NewSize(w, h) {
		t.Errorf("%s: at %v of %v, want at (%v %v) of (%v %v)", name, o.Position(), o.Size(), x, y, w, h)
	}
}

func TestBoxesShareRoom(t *testing.T) {
	uitest.New(t, uitest.Options{})
	a, b, hidden := block(10, 10), block(20, 30), block(500, 500)
	hidden.Hide()
	spring := widgets.Grow(block(5, 5))
	h := widgets.HBox(8, a, hidden, spring, b)
	if got := h.MinSize(); got != fyne.NewSize(10+8+5+8+20, 30) {
		t.Errorf("an HBox needs %v", got)
	}
	h.Resize(fyne.NewSize(100, 40))
	check(t, "first", a, 0, 15, 10, 10)
	check(t, "spring", spring, 18, 0, 54, 40)
	check(t, "last", b, 80, 5, 20, 30)

	v := widgets.VBox(4, a, spring, b)
	v.Resize(fyne.NewSize(60, 100))
	check(t, "top", a, 0, 0, 60, 10)
	check(t, "middle", spring, 0, 14, 60, 52)
	check(t, "bottom", b, 0, 70, 60, 30)

	f := widgets.Frame(a, nil, b, nil, spring)
	f.Resize(fyne.NewSize(60, 100))
	check(t, "head", a, 0, 0, 60, 10)
	check(t, "left", b, 0, 10, 20, 90)
	check(t, "center", spring, 20, 10, 40, 90)

	s := widgets.Shares(10, []float32{3, 1}, a, b)
	s.Resize(fyne.NewSize(90, 50))
	check(t, "three shares", a, 0, 0, 60, 50)
	check(t, "one share", b, 70, 0, 20, 50)

	flow := widgets.Flow(5, a, b)
	flow.Resize(fyne.NewSize(32, 100))
	check(t, "second line", b, 0, 15, 20, 30)
	if got := flow.MinSize(); got.Height != 45 {
		t.Errorf("a Flow of two lines is %v high", got.Height)
	}
}

func TestParagraphGetsItsHeightFromItsWidth(t *testing.T) {
	uitest.New(t, uitest.Options{})
	p := widgets.NewParagraph(strings.Repeat("слово ", 60), widgets.Style{})
	below := block(10, 10)
	v := widgets.VBox(0, p, below)

	v.Resize(fyne.NewSize(1000, 400))
	wide := p.Size().Height
	v.Resize(fyne.NewSize(200, 400))
	narrow := p.Size().Height

	if wide < 19 || narrow < 3*wide || below.Position().Y != narrow {
		t.Errorf("%v high when wide, %v when narrow, what is below stands at %v", wide, narrow, below.Position().Y)
	}
	p.SetText("слово")
	v.Refresh()
	if p.MinSize().Height >= wide*2 {
		t.Errorf("still %v high after the text got short", p.MinSize().Height)
	}
}

func TestFormRowHoldsALongLabel(t *testing.T) {
	uitest.New(t, uitest.Options{})
	field := widgets.NewReadOnly("11 842")
	form := widgets.VBox(0, widgets.FormRow("ID последнего обработанного звонка", field), block(1, 1))
	form.Resize(fyne.NewSize(600, 200))

	row := form.Objects[0]
	if row.Size().Height < 36 {
		t.Errorf("a label of two lines got %v", row.Size().Height)
	}
	if field.Position().X != 216 || field.Size().Width != 600-216 {
		t.Errorf("the field stands at %v and is %v wide", field.Position().X, field.Size().Width)
	}
}

func TestEllipsisCutsAndTellsTheWhole(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(300, 60)})
	long := strings.Repeat("очень длинное имя ", 100)
	e := widgets.NewEllipsis(long, widgets.Style{})
	w.Show(widgets.VBox(0, e))
	if e.FullText() != long {
		t.Error("the whole text was lost")
	}
	shown := ""
	for _, o := range w.Objects() {
		if text, ok := o.(*canvas.Text); ok {
			shown = text.Text
		}
	}
	if !strings.HasSuffix(shown, "…") || fyne.MeasureText(shown, 14, fyne.TextStyle{}).Width > 300 {
		t.Errorf("shown %q", shown)
	}
	w.Show(widgets.VBox(0, widgets.NewEllipsis("да", widgets.Style{})))
	if !w.Sees("да") {
		t.Error("a short text was cut")
	}
}
