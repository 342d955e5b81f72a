package upload

import (
	"fmt"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// shownItems is how many items the panel draws; a person who has more than
// this needs the list of calls.
const shownItems = 50

// notesView is the panel «needs attention».
type notesView struct {
	s      *Screen
	object fyne.CanvasObject
	list   *fyne.Container
	rows   []*noteRow
	none   *widgets.Paragraph
	fault  *widgets.Paragraph
}

func newNotes(s *Screen) *notesView {
	p := s.d.Printer
	v := &notesView{
		s: s, list: widgets.VBox(0),
		none:  widgets.NewParagraph(p.S("upload.attention.none"), widgets.Style{Color: theme.ColorMuted}),
		fault: widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative}),
	}
	v.object = widgets.ScrollPanel(p.S("upload.attention.title"), widgets.VBox(0, v.none, v.fault, v.list))
	return v
}

// apply shows the items; rows that stay the same are only told their new text,
// so that a button under the pointer is not taken away while the run goes on.
func (v *notesView) apply() {
	m, p := &v.s.m, v.s.d.Printer
	items := m.Items()
	items = items[:min(len(items), shownItems)]
	changed := len(items) != len(v.rows)
	for i, it := range items {
		if i >= len(v.rows) || v.rows[i].key != keyOf(it) {
			changed = true
			break
		}
	}
	if changed {
		v.rows = nil
		v.list.RemoveAll()
		for _, it := range items {
			row := newNoteRow(v.s, it)
			v.rows = append(v.rows, row)
			v.list.Add(row.object)
		}
	}
	for i, it := range items {
		v.rows[i].apply(it)
	}
	fault := ""
	if m.AttentionErr != nil {
		fault = errorText(p, m.AttentionErr)
	}
	v.fault.SetText(fault)
	show(v.fault, fault != "")
	show(v.none, len(items) == 0 && fault == "")
	v.object.Refresh()
}

// keyOf tells items apart: one with the same key is drawn by the same row.
func keyOf(it Item) string {
	var first any
	if len(it.Calls) > 0 && it.Source != "" {
		first = it.Calls[0]
	}
	if it.Whose != nil {
		first = it.Whose.Address + it.Whose.Name
	}
	return fmt.Sprint(it.Tone, it.Code, it.Source, it.Action, it.Field, it.Count > 1, first)
}

// noteRow is one item: a dot, the reason and the cure, and its button.
type noteRow struct {
	key    string
	s      *Screen
	item   Item
	object fyne.CanvasObject
	what   *widgets.Paragraph
	cure   *widgets.Paragraph
}

func newNoteRow(s *Screen, it Item) *noteRow {
	p := s.d.Printer
	r := &noteRow{
		key: keyOf(it), s: s,
		what: widgets.NewParagraph("", widgets.Style{}),
		cure: widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted}),
	}
	tone := map[Tone]widgets.Tone{ToneStop: widgets.ToneNegative, ToneWait: widgets.ToneClient, ToneRest: widgets.ToneQuiet}[it.Tone]
	dot := widgets.Inset(5, 0, 0, 0, widgets.NewDot(tone))
	var text fyne.CanvasObject = widgets.VBox(0, r.what, r.cure)
	if it.Source != "" { // one call: its words lead to it
		text = widgets.NewPressable(text, p.S("upload.attention.open"), func() { s.d.OnCall(r.item.Calls[0]) })
	}
	line := widgets.TopHBox(12, dot, widgets.Grow(text))
	if it.Action != ActionNone {
		key := map[Action]string{
			ActionRetry: "upload.attention.retry", ActionFix: "upload.attention.fix",
			ActionContinue: "upload.attention.continue", ActionShow: "upload.attention.show",
			ActionLook: "upload.attention.look", ActionAgain: "again.button",
		}[it.Action]
		if it.Action == ActionRetry && it.Count > 1 {
			key = "upload.attention.retry_all"
		}
		line.Add(widgets.NewButton(p.S(key), widgets.Secondary, func() { s.act(r.item) }))
	}
	r.object = widgets.VBox(0, widgets.HLine(), widgets.Inset(9, 0, 9, 0, line))
	return r
}

func (r *noteRow) apply(it Item) {
	r.item = it
	what, cure := ItemText(r.s.d.Printer, it, r.s.d.Now())
	r.what.SetText(what)
	r.cure.SetText(cure)
	show(r.cure, cure != "")
}
