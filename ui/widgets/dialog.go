package widgets

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// dialogWidth is the width of dialogs with a text.
const dialogWidth = 440

// Dialog is a panel above the darkened window. Escape closes it; the focus goes
// back to where it was.
type Dialog struct {
	over *overlay
}

// DialogOptions say what a dialog shows.
type DialogOptions struct {
	Title   string
	Content fyne.CanvasObject
	Width   float32        // default 440
	Buttons []*Button      // right to left by rank: the last is the main one
	Enter   func()         // what Enter does outside a button; nil = nothing
	Focus   fyne.Focusable // what has the keyboard first; nil = the last button
	Closed  func()         // after it went, for whatever reason
}

// ShowDialog opens a dialog. Its buttons do not close it by themselves.
func ShowDialog(c fyne.Canvas, o DialogOptions) *Dialog {
	if o.Width == 0 {
		o.Width = dialogWidth
	}
	foot := HBox(8, Grow(nil))
	for _, b := range o.Buttons {
		foot.Add(b)
	}
	body := VBox(12)
	if o.Title != "" {
		body.Add(NewParagraph(o.Title, Style{Bold: true, Size: theme.SizeTitle}))
	}
	body.Add(o.Content)
	if len(o.Buttons) > 0 {
		body.Add(Inset(8, 0, 0, 0, foot))
	}
	panel := FixedWidth(o.Width, Inset(20, 20, 20, 20, body))
	d := &Dialog{over: newOverlay(c, panel, true, centred)}
	d.over.closed = o.Closed
	d.over.onKey = func(ev *fyne.KeyEvent) bool {
		if o.Enter != nil && (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) {
			o.Enter()
			return true
		}
		return false
	}
	first := o.Focus
	if first == nil && len(o.Buttons) > 0 {
		first = o.Buttons[len(o.Buttons)-1]
	}
	d.over.open(first)
	return d
}

// Close takes the dialog away; twice is harmless.
func (d *Dialog) Close() { d.over.shut() }

// Fit makes room for content that grew or shrank while the dialog is open.
func (d *Dialog) Fit() { d.over.Refresh() }

// ConfirmOptions say what is asked.
type ConfirmOptions struct {
	Title, Text string
	Yes, No     string // what the buttons say; No is "" when there is nothing to choose
	Danger      bool   // Yes cannot be taken back: it is red and does not have the keyboard first
	OnYes, OnNo func() // OnNo also for Escape; may be nil
}

// Confirm asks a question with two answers, or tells something when No is "".
func Confirm(c fyne.Canvas, o ConfirmOptions) *Dialog {
	var d *Dialog
	said := false
	answer := func(f func()) func() {
		return func() {
			said = true
			d.Close()
			if f != nil {
				f()
			}
		}
	}
	yes := NewButton(o.Yes, Primary, answer(o.OnYes))
	buttons := []*Button{yes}
	var first fyne.Focusable = yes
	if o.No != "" {
		no := NewButton(o.No, Secondary, answer(o.OnNo))
		buttons = []*Button{no, yes}
		if o.Danger {
			yes.SetKind(Danger)
			first = no
		}
	}
	d = ShowDialog(c, DialogOptions{
		Title: o.Title, Content: NewParagraph(o.Text, Style{}), Buttons: buttons, Focus: first,
		Closed: func() {
			if !said && o.OnNo != nil {
				o.OnNo()
			}
		},
	})
	return d
}

// AskOptions say what text is asked for.
type AskOptions struct {
	Title, Text        string
	Placeholder, Value string
	Yes, No            string
	Check              func(text string) string // the sentence on what is wrong; "" = good; may be nil
	OnYes              func(text string)
}

// Ask asks for a line of text.
func Ask(c fyne.Canvas, o AskOptions) *Dialog {
	var d *Dialog
	entry := NewEntry(o.Placeholder)
	entry.SetText(o.Value)
	problem := NewText("", Style{Color: theme.ColorNegative, Size: theme.SizeSmall})
	hand := func() {
		if o.Check != nil {
			if sentence := o.Check(entry.Text); sentence != "" {
				problem.SetText(sentence)
				return
			}
		}
		d.Close()
		o.OnYes(entry.Text)
	}
	entry.OnSubmitted = func(string) { hand() }
	entry.OnChanged = func(string) { problem.SetText("") }
	content := VBox(8)
	if o.Text != "" {
		content.Add(NewParagraph(o.Text, muted()))
	}
	content.Add(entry)
	content.Add(problem)
	no := NewButton(o.No, Secondary, func() { d.Close() })
	d = ShowDialog(c, DialogOptions{
		Title: o.Title, Content: content, Buttons: []*Button{no, NewButton(o.Yes, Primary, hand)}, Focus: entry,
	})
	return d
}
