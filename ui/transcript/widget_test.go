package transcript_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// desk is a transcript of talk on a window.
type desk struct {
	*uitest.World
	widget *transcript.Widget
	seeks  []time.Duration
}

// open shows phrases; the view glides at once, as Fyne's test driver does.
func open(t *testing.T, o uitest.Options, phrases []store.Phrase) *desk {
	t.Helper()
	d := &desk{World: uitest.New(t, o)}
	d.widget = transcript.New(transcript.Config{
		Printer: d.Print,
		OnSeek:  func(at time.Duration) { d.seeks = append(d.seeks, at) },
		Glide:   func(tick func(float32)) func() { tick(1); return func() {} },
	})
	d.widget.SetPrinter(d.Print)
	d.widget.SetNames("Анна", "Клиент")
	ground := canvas.NewRectangle(theme.Color(theme.ColorPanel))
	d.Show(container.NewStack(ground, d.widget))
	d.widget.SetDocument(transcript.Build(phrases, transcript.Options{Channels: 2}))
	return d
}

// shot leaves a picture for eyes in the folder SENSEDESK_SHOTS names, if any.
func (d *desk) shot(name string) {
	if dir := os.Getenv("SENSEDESK_SHOTS"); dir != "" {
		d.Screenshot(filepath.Join(dir, name+".png"))
	}
}

func TestLooks(t *testing.T) {
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := open(t, uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(900, 640)}, pictured())
			d.widget.SetPosition(193 * time.Second)
			d.shot("transcript-" + string(th) + "-" + string(l))
		}
	}
}

func TestClickOnAWordGoesThere(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 640)}, pictured())
	line := d.FindText("Да, только недолго. Я хотел узнать, когда будет готов заказ.")

	d.TapAt(line.At.AddXY(line.Object.Size().Width-4, 8)) // the last word
	d.TapAt(line.At.AddXY(4, 8))                          // the first
	d.TapAt(line.At.AddXY(300, -12))                      // beside the name
	d.TapAt(d.FindText("пауза 6 с").At.AddXY(4, 4))

	want := []time.Duration{171500 * time.Millisecond, 167 * time.Second, 167 * time.Second, 172 * time.Second}
	if len(d.seeks) != len(want) {
		t.Fatalf("went to %v", d.seeks)
	}
	for i := range want {
		if d.seeks[i] != want[i] {
			t.Errorf("click %d went to %s, want %s", i, d.seeks[i], want[i])
		}
	}
}

func TestTheWordSpokenIsLit(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 640)}, pictured())
	for _, c := range []struct {
		at        time.Duration
		phrase    int
		text, lit string
	}{
		{0, -1, "", ""},
		{161 * time.Second, 0, "Добрый день, компания «Ромашка», меня зовут Анна. Вам удобно говорить?", "Добрый"},
		{173 * time.Second, -1, "", ""},
		{182 * time.Second, 2, "Одну минуту, проверяю. Заказ 4215, верно?", "4215,"},
		{184500 * time.Millisecond, 3, "Верно. Но это же безобразие, мне обещали ещё в понедельник!", "Верно."}, // both speak: the one that began last
		{220 * time.Second, 8, "", ""},
	} {
		d.widget.SetPosition(c.at)
		if got := d.widget.Current(); got.Phrase != c.phrase || got.Text != c.text || got.Lit != c.lit {
			t.Errorf("at %s: phrase %d %q, word %q", c.at, got.Phrase, got.Text, got.Lit)
		}
	}
}

func TestFollowsUntilTheReaderScrolls(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 400)}, hours())
	visible := func() bool {
		now := d.widget.Current().Text
		return now != "" && slices.Contains(d.widget.Shown(), now)
	}
	step := func(from, to time.Duration) (seen int) {
		for at := from; at < to; at += time.Second {
			d.widget.SetPosition(at)
			if d.widget.Current().Phrase < 0 {
				continue
			}
			if !visible() {
				t.Fatalf("at %s the phrase is out of sight", at)
			}
			seen++
		}
		return seen
	}
	if step(0, 3*time.Minute) < 100 {
		t.Error("hardly anything was said")
	}

	test.Scroll(d.Window.Canvas(), fyne.NewPos(300, 200), 0, 900)
	if d.widget.Following() {
		t.Error("follows a reader who scrolled away")
	}
	d.widget.SetPosition(2 * time.Hour)
	if visible() {
		t.Error("the view moved under the reader")
	}
	d.shot("transcript-away")

	d.Tap("К текущей реплике")
	if !d.widget.Following() || len(d.Find("К текущей реплике")) != 0 {
		t.Error("does not follow again")
	}
	step(2*time.Hour, 2*time.Hour+time.Minute)
}

func TestScrollingKeepsTheTextUnderTheEye(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(420, 500)}, hours()) // narrow: many lines, many wrong estimates
	c := d.Window.Canvas()
	test.Scroll(c, fyne.NewPos(200, 200), 0, -60000)
	texts := d.Texts()
	line := texts[slices.IndexFunc(texts, func(s string) bool { return len(d.Find(s)) == 1 && len(s) > 40 })]
	before := d.Find(line)[0].At.Y
	for range 40 {
		test.Scroll(c, fyne.NewPos(200, 200), 0, 7)
		after := d.Find(line)
		if len(after) == 0 {
			break // gone below the view
		}
		if moved := after[0].At.Y - before; moved < 6.5 || moved > 7.5 {
			t.Fatalf("a step of 7 moved %q by %g", line, moved)
		}
		before = after[0].At.Y
	}
}

func TestResizeKeepsTheTopOfTheView(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 500)}, hours())
	test.Scroll(d.Window.Canvas(), fyne.NewPos(200, 200), 0, -90000)
	top := d.widget.Shown()[0]
	for _, width := range []float32{300, 640, 1400, 900} {
		d.Window.Resize(fyne.NewSize(width, 500))
		if got := d.widget.Shown()[0]; got != top {
			t.Errorf("at width %g the view begins with %q, was %q", width, got, top)
		}
	}
}

func TestChooseAndCopy(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 640)}, pictured())
	d.widget.SetPosition(168 * time.Second)
	if got, want := d.widget.Copy(), "02:47\tКлиент\tДа, только недолго. Я хотел узнать, когда будет готов заказ.\n"; got != want {
		t.Errorf("without a choice copies %q, want %q", got, want)
	}
	from, to := d.FindText("02:58").At, d.FindText("03:38").At

	test.Drag(d.Window.Canvas(), to, 0, to.Y-from.Y)

	got := d.widget.Copy()
	if lines := strings.Split(strings.TrimSpace(got), "\n"); len(lines) != 7 ||
		lines[0] != "02:58\tАнна\tОдну минуту, проверяю. Заказ 4215, верно?" || lines[6] != "03:38\tАнна\tречь без расшифровки, 4,2\u00a0с" {
		t.Errorf("copied %q", got)
	}
	d.TapAt(from)
	if _, _, ok := d.widget.Selection().Bounds(); ok {
		t.Error("a click does not end the choice")
	}
}

func TestHintTellsWhatAMarkMeans(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 400)}, pictured())
	word := d.FindText("безобразие")
	test.MoveMouse(d.Window.Canvas(), word.At.AddXY(20, 8))
	d.FindText("Негатив · уверенность 87 %")
	d.shot("transcript-hint")
	test.MoveMouse(d.Window.Canvas(), word.At.AddXY(-40, 8))
	if d.Sees("уверенность") {
		t.Error("the hint stays over unmarked words")
	}
	test.MoveMouse(d.Window.Canvas(), word.At.AddXY(20, 8))
	test.Scroll(d.Window.Canvas(), word.At, 0, -10)
	if d.Sees("уверенность") {
		t.Error("the hint stays while the text moves away")
	}
}

func TestLanguageAndThemeChangeInPlace(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(900, 640)}, pictured())
	d.widget.SetPosition(193 * time.Second)
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	d.widget.SetPrinter(catalogue.In(i18n.EN))
	d.FindText("pause 6 s")
	d.FindText("speech without a transcript, 4.2 s")
	d.Use(theme.Dark)
	if got := d.widget.Current().Lit; got == "" {
		t.Error("the lit word is lost with the theme")
	}
}

func TestManyPhrasesAndOddOnes(t *testing.T) {
	odd := []store.Phrase{
		{Channel: 9, StartMS: 1 << 40, EndMS: -5, Text: strings.Repeat("щ", 9000)},
		{Text: "\xff\x00 🙂 שלום", EndMS: 1},
		{},
		{},
		{},
	}
	d := open(t, uitest.Options{Size: fyne.NewSize(300, 300)}, odd)
	d.widget.SetPosition(time.Millisecond)
	d.Window.Canvas().Capture()
	many := make([]store.Phrase, 100_000)
	for i := range many {
		many[i] = store.Phrase{Channel: i % 2, StartMS: int64(i) * 100, EndMS: int64(i)*100 + 99, Text: "да нет"}
	}
	d.widget.SetDocument(transcript.Build(many, transcript.Options{}))
	d.widget.SetPosition(9000 * time.Second)
	if got := d.widget.Current().Phrase; got != 90_000 || !slices.Contains(d.widget.Shown(), "да нет") {
		t.Errorf("phrase %d is lit", got)
	}
	d.widget.SetDocument(nil)
	d.widget.SetPosition(time.Second)
	d.Window.Canvas().Capture()
	if len(d.widget.Shown()) != 0 {
		t.Error("an empty transcript shows something")
	}
}

func TestPictureOfTheTranscript(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(760, 480)}, pictured())
	d.widget.SetPosition(193 * time.Second)
	d.widget.Select(transcript.Range{Anchor: 7, Head: 8})
	d.Picture("transcript-light-ru")
}

// TestPicturesOfWhatComesAndGoes are the marks of what was looked for, the way
// back to the current phrase, the hint over a marked word, and a recording with
// one channel.
func TestPicturesOfWhatComesAndGoes(t *testing.T) {
	d := open(t, uitest.Options{Lang: i18n.KK, Theme: theme.Dark, Size: fyne.NewSize(760, 400)}, pictured())
	d.widget.SetPosition(165 * time.Second)
	hits := transcript.NewIndex(d.widget.Document()).Find("заказ")
	d.widget.SetHits(hits, len(hits)-1)
	test.MoveMouse(d.Window.Canvas(), d.FindText("безобразие").At.AddXY(20, 8))
	d.Picture("transcript-found-dark-kk")

	d = open(t, uitest.Options{Lang: i18n.EN, Size: fyne.NewSize(560, 400)}, nil)
	d.widget.SetDocument(transcript.Build(pictured(), transcript.Options{Channels: 1}))
	d.widget.SetPosition(181 * time.Second)
	d.Picture("transcript-mono-light-en")
}
