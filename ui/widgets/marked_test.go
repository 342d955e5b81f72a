package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// marked is a text with every mark.
func marked() []widgets.MarkedWord {
	return []widgets.MarkedWord{
		{Text: "Доставка"},
		{Text: "в", Mark: widgets.MarkRemoved},
		{Text: "понедельник", Mark: widgets.MarkRemoved},
		{Text: ".", Mark: widgets.MarkRemoved, Joined: true},
		{Text: "во", Mark: widgets.MarkAdded},
		{Text: "вторник", Mark: widgets.MarkAdded},
		{Text: "!", Mark: widgets.MarkAdded, Joined: true},
		{Text: "…", Mark: widgets.MarkPale},
		{Text: "Домофон", Break: true},
		{Text: "не"},
		{Text: "сверхдлинноесловокотороеневлезаетнистрокой", Mark: widgets.MarkAdded},
		{Text: ",", Joined: true},
		{Text: "работает"},
	}
}

func TestMarkedWordsAreReadWithoutColour(t *testing.T) {
	want := "Доставка [в понедельник.] {во вторник!} … Домофон не {сверхдлинноесловокотороеневлезаетнистрокой}, работает"
	if got := widgets.NewMarked(marked(), "").FullText(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := widgets.NewMarked(nil, ""); got.FullText() != "" || got.MinSize().Height != 0 {
		t.Error("a text of nothing takes room")
	}
}

// TestMarkedWordsStayOnTheirLines squeezes the text: nothing lies over anything
// else, and from a width on nothing sticks out.
func TestMarkedWordsStayOnTheirLines(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(500, 500)})
	for _, width := range []float32{1, 9, 60, 121, 200, 480} {
		m := widgets.NewMarked(marked(), "")
		m.Resize(fyne.NewSize(width, 10))
		w.Show(container.NewWithoutLayout(m))
		var texts []*canvas.Text
		for _, o := range w.Objects() {
			if text, ok := o.(*canvas.Text); ok {
				texts = append(texts, text)
			}
		}
		if len(texts) == 0 {
			t.Fatalf("nothing is shown %g wide", width)
		}
		for i, a := range texts {
			if edge := a.Position().X + a.MinSize().Width; width >= 60 && edge > width+0.5 {
				t.Errorf("%g wide: %q ends at %g", width, a.Text, edge)
			}
			for _, b := range texts[i+1:] {
				if a.Position().Y == b.Position().Y && a.Position().X+a.MinSize().Width > b.Position().X+0.5 && b.Position().X+b.MinSize().Width > a.Position().X+0.5 {
					t.Errorf("%g wide: %q lies over %q", width, a.Text, b.Text)
				}
			}
		}
	}
}

func TestPicturesOfMarkedWords(t *testing.T) {
	for name, th := range map[string]theme.Setting{"marked-light": theme.Light, "marked-dark": theme.Dark} {
		w := uitest.New(t, uitest.Options{Theme: th, Size: fyne.NewSize(300, 120)})
		w.Show(widgets.Ground(theme.ColorPanel, widgets.Inset(10, 10, 10, 10, widgets.VBox(8, widgets.NewMarked(marked(), "")))))
		w.Picture(name)
	}
}
