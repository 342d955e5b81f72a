package review_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/store"
	"sensedesk/store/longcall"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// asked gives the call of the picture the fixed questions and two assistants.
func asked(d *desk) {
	talk := d.book.talks[theCall]
	for i, text := range []string{
		"Оператор поздоровался?", "Оператор представился и назвал компанию?", "Клиент остался доволен разговором, насколько об этом можно судить по его последним репликам?",
		"Оператор предложил решение?", "Клиент жаловался?",
	} {
		s := store.Statement{FieldID: "quiz." + strconv.Itoa(i+1), Name: text}
		if i != 3 {
			s.Values = []string{[]string{"1. Да", "2. Нет"}[i%2]}
		}
		talk.Statements = append(talk.Statements, s)
	}
	talk.Statements = append(
		talk.Statements,
		store.Statement{FieldID: "assistant.as1.f1", Name: "Контроль качества: Балл", Values: []string{"87"}},
		store.Statement{FieldID: "assistant.as1.f2", Name: "Контроль качества: Что улучшить", Values: []string{strings.Repeat("Назвать срок доставки раньше, чем о нём спросит клиент, и повторить адрес целиком. ", 30)}},
		store.Statement{FieldID: "assistant.as1.f3", Name: "Контроль качества: Риск ухода клиента к другому поставщику", Values: []string{"средний"}},
		store.Statement{FieldID: "assistant.as2.f1", Name: "f1"},
		store.Statement{FieldID: "assistant.as2.f2", Name: "f2", Values: []string{""}},
	)
	d.book.talks[theCall] = talk
}

// bottom scrolls the right column to its end.
func (d *desk) bottom() { d.screen.ScrollSide(1e6) }

func TestQuestionsAndAssistantsHaveTheirSections(t *testing.T) {
	for _, lang := range i18n.Langs() {
		d := open(t, uitest.Options{Lang: lang}, asked).read()
		p := d.Print
		for _, want := range []string{
			p.S("review.quiz"), p.S("review.quiz.sum", i18n.Args{"yes": 3, "all": 5}) + " · " + p.S("review.quiz.open", i18n.Args{"n": 1}),
			"Клиент жаловался?", p.S("review.quiz.yes"), p.S("review.quiz.no"), p.S("review.quiz.none"),
			p.S("review.assistants"), "Контроль качества", "Балл", "87", "средний", p.S("data.unreadable"), p.S("review.answer.empty"),
		} {
			if len(d.Find(want)) == 0 {
				t.Errorf("%s: %q is not shown; shown: %q", lang, want, d.Texts())
			}
		}
		if d.Sees("1. Да") || d.Sees("Контроль качества: ") {
			t.Errorf("%s: as it came on the wire; shown: %q", lang, d.Texts())
		}
		d.Close()
	}
}

// TestALongAnswerIsUnfolded opens one by the keyboard; the button keeps it, and
// what was scrolled stays.
func TestALongAnswerIsUnfolded(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(1440, 2400)}, asked).read()
	more, less := d.Print.S("review.answer.more"), d.Print.S("review.answer.less")
	count := func() (n int) {
		for _, text := range d.Texts() {
			n += strings.Count(text, "Назвать срок")
		}
		return n
	}
	short := count()
	d.tabTo(more)
	d.Key(fyne.KeySpace)
	if got := count(); short >= 30 || got != 30 || len(d.Find(less)) != 1 {
		t.Fatalf("%d sentences, then %d of 30", short, got)
	}
	d.Key(fyne.KeyReturn)
	if got := count(); got != short {
		t.Errorf("%d sentences after it was folded, want %d", got, short)
	}
}

// tabTo gives the keyboard to what says a text, by Tab alone.
func (d *desk) tabTo(text string) {
	d.T.Helper()
	c := d.Window.Canvas()
	for range 300 {
		c.FocusNext()
		on, ok := c.Focused().(interface{ Text() string })
		if ok && on.Text() == text {
			return
		}
	}
	d.T.Fatalf("Tab does not lead to %q", text)
}

// TestPartlyFailedIsSaid shows of each algorithm that it failed or is at work,
// in the place of what it makes.
func TestPartlyFailedIsSaid(t *testing.T) {
	for name, state := range map[string]store.ProcessingState{"failed": store.ProcessingFailed, "yet": store.ProcessingRunning} {
		d := open(t, uitest.Options{Size: fyne.NewSize(1280, 1400)}, func(d *desk) {
			talk := d.book.talks[theCall]
			talk.Statements, talk.Classifiers = nil, nil
			for _, a := range []string{"SUMMARIZATION", "CLASSIFIER", "ASSISTANT", "STATISTICS"} {
				talk.Algorithms = append(talk.Algorithms, store.AlgorithmState{Algorithm: a, State: state})
			}
			talk.Failures = []store.AlgorithmFailure{{Algorithm: "ASSISTANT", Code: "X", Message: "model overloaded"}}
			d.book.talks[theCall] = talk
		}).read()
		says := func(algorithm string) bool {
			return d.Sees(d.Print.S("review.lack."+name, i18n.Args{"what": d.Print.S("review.algorithm." + algorithm)}))
		}
		for _, a := range []string{"summarization", "classifier", "assistant"} {
			if !says(a) {
				t.Errorf("%s: nothing is said of %s; shown: %q", name, a, d.Texts())
			}
		}
		if d.Sees("model overloaded") != (name == "failed") {
			t.Errorf("%s: the service's reason; shown: %q", name, d.Texts())
		}
		d.shot("partly-" + name)
		d.Tap(d.Print.S("review.tab.statistics"))
		if !says("statistics") {
			t.Errorf("%s: nothing is said of statistics", name)
		}
		d.Close()
	}
}

// TestFiguresPlay clicks the figures of the right column: each leads to what it
// stands for, and one that counts goes on to the next.
func TestFiguresPlay(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(1440, 2600)}, nil).read()
	p := d.Print
	at := func() time.Duration { return d.screen.Position().Round(time.Second) }
	tap := func(text string, want ...time.Duration) {
		t.Helper()
		for i, w := range want {
			d.Tap(text)
			if got := at(); got != w*time.Second {
				t.Errorf("click %d on %q leads to %s, want %ds", i+1, text, got, w)
			}
		}
	}
	share := func(name string, n float64) string {
		return p.S("review.share", i18n.Args{"name": name, "share": p.Percent(n)})
	}
	tap(share("Ким Анна", 0.52), 192)
	tap(share(p.S("review.client"), 0.31), 330)
	tap(share(p.S("review.share.both"), 0.03), 184)
	tap(share(p.S("review.share.silence"), 0.14), 345)
	d.screen.GoTo(0)
	found := d.FindText("Негатив")
	count := d.Find("2") // beside the name
	i := slices.IndexFunc(count, func(s uitest.Shown) bool {
		return s.At.X > found.At.X && s.At.Y-found.At.Y < 20 && found.At.Y-s.At.Y < 20
	})
	if i < 0 {
		t.Fatalf("no count beside the classifier; shown: %q", d.Texts())
	}
	var went []time.Duration
	for range 3 {
		d.TapAt(count[i].At.AddXY(4, 4))
		went = append(went, at())
	}
	if went[0] == went[1] || went[2] != went[0] {
		t.Errorf("the count leads to %v", went)
	}

	d.Tap(p.S("review.tab.statistics"))
	d.screen.GoTo(0)
	tap(p.Int(38), 167, 184, 201) // phrases of the client
	d.screen.GoTo(0)
	for _, show := range d.Find(p.S("review.table.show")) {
		d.TapAt(show.At.AddXY(4, 4))
		break
	}
	row := p.Mark(145500*time.Millisecond) + " – " + p.Mark(194*time.Second)
	tap(row, 146)
}

// TestNothingIsCutInTheRightColumn draws each page with long names in a small
// window: no text sticks out of the column, none is shortened, none lies over
// another.
func TestNothingIsCutInTheRightColumn(t *testing.T) {
	long := "Оператор предложил дополнительную услугу и назвал её полную стоимость"
	for _, lang := range i18n.Langs() {
		for name, change := range map[string]func(d *desk){"call": asked, "chat": chatted(t, true)} {
			d := open(t, uitest.Options{Lang: lang, Size: fyne.NewSize(1105, 720)}, func(d *desk) {
				change(d)
				talk := d.book.talks[theCall]
				talk.Classifiers = append(talk.Classifiers, store.ClassifierCount{ClassifierID: "long", Name: long, Count: 3})
				for i := range talk.Phrases {
					talk.Phrases[i].Classifiers = append(slices.Clone(talk.Phrases[i].Classifiers), store.PhraseClassifier{ClassifierID: "long", Name: long}, store.PhraseClassifier{ClassifierID: "n", Name: "Негатив"})
				}
				talk.Statements = append(talk.Statements, store.Statement{FieldID: "mood_x", Name: "Тональность клиента в конце разговора с оператором", Values: []string{"скорее негативная, но без перехода на личности"}})
				d.book.talks[theCall] = talk
			}).read()
			for _, tab := range []review.Tab{review.TabSummary, review.TabStatistics, review.TabFacts} {
				d.screen.Turn(tab)
				d.wholeColumn(fmt.Sprintf("%s %s %d", lang, name, tab))
				d.shot(fmt.Sprintf("column-%s-%s-%d", name, lang, tab))
			}
			d.Close()
		}
	}
}

// wholeColumn checks the texts of the right column.
func (d *desk) wholeColumn(what string) {
	d.T.Helper()
	type box struct {
		text     string
		from, to fyne.Position
	}
	var boxes []box
	column := d.screen.Side()
	from, _ := d.AtOf(column)
	left, right := from.X, from.X+column.Size().Width
	uitest.Walk(d.Window.Canvas(), func(o fyne.CanvasObject, at fyne.Position, path []fyne.CanvasObject) {
		line, ok := o.(*canvas.Text)
		if !ok || line.Text == "" || !slices.Contains(path, column) {
			return
		}
		size := fyne.MeasureText(line.Text, line.TextSize, line.TextStyle)
		x := at.X
		switch line.Alignment {
		case fyne.TextAlignTrailing:
			x += line.Size().Width - size.Width
		case fyne.TextAlignCenter:
			x += (line.Size().Width - size.Width) / 2
		}
		b := box{line.Text, fyne.NewPos(x, at.Y), fyne.NewPos(x+size.Width, at.Y+size.Height)}
		if b.to.X > right-16 || x < left {
			d.T.Errorf("%s: %q sticks out: %v to %v of %v to %v", what, b.text, b.from.X, b.to.X, left, right)
		}
		boxes = append(boxes, b)
	})
	if len(boxes) < 5 {
		d.T.Fatalf("%s: only %d texts in the column", what, len(boxes))
	}
	for i, a := range boxes {
		for _, b := range boxes[i+1:] {
			if a.from.X < b.to.X-1 && b.from.X < a.to.X-1 && a.from.Y < b.to.Y-4 && b.from.Y < a.to.Y-4 {
				d.T.Errorf("%s: %q lies over %q", what, a.text, b.text)
			}
		}
	}
}

// TestShotsOfTheRightColumn are pictures for eyes.
func TestShotsOfTheRightColumn(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := open(t, uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(1105, 720)}, asked).read()
			name := string(th) + "-" + string(l)
			d.shot("side-1-" + name)
			d.bottom()
			d.shot("side-2-" + name)
			d.Tap(d.Print.S("review.tab.statistics"))
			d.shot("side-3-" + name)
			d.bottom()
			d.shot("side-4-" + name)
			d.Close()
			d = open(t, uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(1440, 2000)}, asked).read()
			d.shot("side-5-" + name)
			d.Tap(d.Print.S("review.tab.statistics"))
			for range 4 {
				if show := d.Find(d.Print.S("review.table.show")); len(show) > 0 {
					d.TapAt(show[0].At.AddXY(4, 4))
				}
			}
			d.shot("side-6-" + name)
			d.Close()
		}
	}
}

// TestOddCallsInTheRightColumn unfolds everything on every page of calls whose
// data are not as they should be: highlights beyond the text, times that are
// equal or reversed, no phrases, very many.
func TestOddCallsInTheRightColumn(t *testing.T) {
	for _, o := range longcall.Odds() {
		t.Run(o.Name, func(t *testing.T) {
			d := open(t, uitest.Options{Size: fyne.NewSize(1105, 1800)}, func(d *desk) {
				o.Call.ID = theCall
				d.book.calls[theCall], d.book.talks[theCall] = o.Call, o.Talk
				asked(d)
				d.deck.info.Duration = 0
				if r := o.Call.Recording; r != nil {
					d.deck.info.Duration = r.Duration
				}
			}).read()
			for _, tab := range []review.Tab{review.TabSummary, review.TabStatistics, review.TabFacts} {
				d.screen.Turn(tab)
				for _, key := range []string{"review.table.show", "review.answer.more"} {
					for range 6 {
						if fold := d.Find(d.Print.S(key)); len(fold) > 0 {
							d.TapAt(fold[0].At.AddXY(4, 4))
						}
					}
				}
				if tab == review.TabSummary && !d.Sees("Контроль качества") {
					t.Errorf("no assistants; shown: %q", d.Texts())
				}
				if tab == review.TabStatistics { // where plots are
					d.Window.Canvas().Capture()
				}
			}
		})
	}
}
