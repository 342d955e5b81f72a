package review

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// rest is how long a hand rests before what was typed is written down.
const rest = 500 * time.Millisecond

// subject is what is written in the editor.
type subject struct {
	title   string
	hint    string // of the empty field
	text    string // as it stands
	service string // what the service says; "" when that is nothing to go back to
	base    string // what it said when the person wrote; "" = the same, or not known
	save    func(text string)
	remove  func()            // takes it away; nil = there is nothing to take away
	choice  fyne.CanvasObject // beside the title, nil = none
}

// editor is the panel below the transcript in which a phrase, a note or the
// summary is written, with text and sound in reach. What is typed is kept
// whenever the hand rests, and when the panel goes, for whatever reason.
type editor struct {
	s      *Screen
	box    *fyne.Container
	entry  *widgets.Entry
	title  *widgets.Ellipsis
	marks  *fyne.Container // how the text differs from the service's, and that from before
	marked fyne.CanvasObject
	away   *widgets.Button // back to the service's version, or nothing
	head   *fyne.Container
	pause  *post.Pause
	on     *subject
	dirty  bool
}

// editorRows is how many lines of text are seen at once.
const editorRows = 3

func newEditor(s *Screen, pause *post.Pause) *editor {
	p := s.Printer
	e := &editor{s: s, pause: pause}
	e.title = widgets.NewEllipsis("", widgets.Style{Bold: true})
	e.entry = widgets.NewTextArea("", editorRows)
	e.entry.OnChanged = func(string) {
		if e.on != nil {
			e.dirty = true
			e.pause.Do(e.keep)
		}
	}
	e.entry.OnLeft = func() { e.keep() }
	e.entry.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyEscape {
			e.shut()
			return true
		}
		return false
	}
	e.marks = widgets.VBox(6)
	e.marked = container.New(atMost{marksHeight}, widgets.Scroll(e.marks))
	e.away = widgets.NewButton("", widgets.Link, func() {
		if on := e.on; on != nil && on.remove != nil {
			e.dirty = false // the person chose another text
			e.shut()
			on.remove()
		}
	})
	done := widgets.NewButton(p.S("review.edit.done"), widgets.Secondary, e.shut)
	done.SetHint(p.S("keys.key.escape"))
	e.head = widgets.HBox(10)
	foot := widgets.TopHBox(10, widgets.Grow(e.marked), e.away, done)
	e.box = container.NewStack(widgets.Ground(theme.ColorPanel, widgets.VBox(0, widgets.HLine(), // the text scrolls below its edge
		widgets.Inset(8, 20, 10, 20, widgets.VBox(6, e.head, e.entry, foot)))))
	e.box.Hide()
	return e
}

// open shows a subject with the cursor at the end of its text.
func (e *editor) open(on subject) {
	e.keep()
	e.on = nil // what follows is not typed
	e.entry.SetPlaceHolder(on.hint)
	e.entry.SetText(on.text)
	e.on, e.dirty = &on, false
	e.title.SetText(on.title)
	e.head.Objects = []fyne.CanvasObject{widgets.Grow(e.title)}
	if on.choice != nil {
		e.head.Add(on.choice)
	}
	e.compare()
	e.s.fold.lend()
	e.box.Show()
	e.s.view.pane.Refresh()
	if c := e.canvas(); c != nil {
		c.Focus(e.entry)
	}
	e.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // to the end
}

// compare shows word by word how a person's text differs from the service's, and
// what the service changed in its own since the person wrote.
func (e *editor) compare() {
	on, p := e.on, e.s.Printer
	differs := on.service != "" && strings.TrimSpace(e.entry.Text) != strings.TrimSpace(on.service)
	e.marks.Objects = nil
	if differs {
		e.marks.Add(difference(p.S("review.diff.mine"), on.service, e.entry.Text))
	}
	if on.base != "" && on.service != "" && Differ(Compare(on.base, on.service)) {
		e.marks.Add(difference(p.S("review.diff.service"), on.base, on.service))
	}
	e.away.SetText(p.S(map[bool]string{true: "review.edit.back", false: "review.edit.remove"}[on.service != ""]))
	e.away.Hidden = on.remove == nil || on.service != "" && !differs
	e.box.Refresh()
	e.s.view.pane.Refresh() // the panel may be higher now
}

// longestService is how many letters of the service's words are shown where there
// is little room.
const longestService = 400

func cut(text string) string {
	if r := []rune(text); len(r) > longestService {
		return string(r[:longestService-1]) + "…"
	}
	return text
}

// marksHeight is the most the comparison takes of the panel; more of it is
// scrolled.
const marksHeight = 120

// atMost gives a scroll the height of its content, up to a limit.
type atMost struct{ height float32 }

// MinSize is for Fyne.
func (a atMost) MinSize(o []fyne.CanvasObject) fyne.Size {
	content := scrollOf(o[0].(*fyne.Container)).Content
	return fyne.NewSize(content.MinSize().Width, min(a.height, content.MinSize().Height))
}

// Layout is for Fyne.
func (a atMost) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// keep writes down what was typed since the last time.
func (e *editor) keep() {
	if e.on == nil || !e.dirty {
		return
	}
	e.dirty = false
	e.on.save(strings.TrimSpace(e.entry.Text))
	e.compare()
}

// shut keeps what was typed and takes the panel away; the keys are the desk's
// again.
func (e *editor) shut() {
	if e.on == nil {
		return
	}
	e.keep()
	e.on = nil
	widgets.Steady(e.box, e.box.Hide)
	e.s.fold.giveBack()
	e.s.view.pane.Refresh()
}

func (e *editor) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(e.s.view.root)
}
