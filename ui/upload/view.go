package upload

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// view draws the model. Its parts are rebuilt for another language and
// otherwise only told what to show.
type view struct {
	s    *Screen
	root *fyne.Container // stays the same object for the shell

	head  *head
	form  *formView
	run   *runView
	notes *notesView
	body  *fyne.Container
	right *fyne.Container
	state faceOf
}

// stacked is below which width the run stands below the form.
const stacked = 720

// faceOf is which of the faces of the screen is shown.
type faceOf int

const (
	faceNone faceOf = iota
	faceLoading
	faceBroken
	faceForm
)

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack()}
	v.build()
	return v
}

// build makes everything anew, in the printer's language.
func (v *view) build() {
	v.head = newHead(v.s)
	v.form = newForm(v.s)
	v.run = newRunView(v.s)
	v.notes = newNotes(v.s)
	v.right = widgets.VBox(20, v.run.object, widgets.Grow(v.notes.object))
	v.body = container.NewStack()
	v.state = faceNone
	v.root.Objects = []fyne.CanvasObject{widgets.VBox(0, v.head.object, widgets.Grow(v.body))}
	v.root.Refresh()
}

// apply shows the whole model.
func (v *view) apply() {
	v.head.apply()
	v.form.apply()
	v.s.applyQuestion()
	v.applyRun()
	v.face()
}

// applyRun shows what changes while the run goes on.
func (v *view) applyRun() {
	v.head.apply()
	v.run.apply()
	v.notes.apply()
	v.right.Refresh() // the panel of the run grows and shrinks with what it says
}

func (v *view) applyEstimate() {
	v.form.applyEstimate()
	v.s.applyQuestion()
}

func (v *view) applyPeople() { v.form.applyPeople() }

// face puts the form and the run into the window, or what stands for them
// while there is nothing to show.
func (v *view) face() {
	m, p := &v.s.m, v.s.d.Printer
	want := faceForm
	switch {
	case m.LoadErr != nil:
		want = faceBroken
	case !m.Loaded:
		want = faceLoading
	}
	if want == v.state && want != faceBroken {
		return
	}
	v.state = want
	var content fyne.CanvasObject
	switch want {
	case faceBroken:
		what, cure := p.Error(m.LoadErr)
		content = widgets.Empty(what, cure, widgets.NewButton(p.S("upload.again"), widgets.Secondary, v.s.settings.Ask))
	case faceLoading:
		content = widgets.Empty(p.S("upload.loading"), "", nil)
	default:
		content = widgets.Inset(20, 20, 20, 20, widgets.Either(stacked, widgets.Shares(20, []float32{1.1, 0.9}).Layout, widgets.VShares(20, 1.1, 0.9), v.form.object, v.right))
	}
	v.body.Objects = []fyne.CanvasObject{content}
	v.body.Refresh()
}

// badDates tells whether the date fields hold what makes no sense, and says so.
func (v *view) badDates() bool { return v.form.dates.ShowProblem() }

// focus puts the cursor into a field.
func (v *view) focus(f Field) { v.form.focus(f) }

// takeSecret hands over what was typed into a secret field.
func (v *view) takeSecret(name store.SecretName) string { return v.form.secrets[name].Take() }

// head is the title of the screen with its buttons.
type head struct {
	s        *Screen
	object   fyne.CanvasObject
	subtitle *widgets.Ellipsis

	chats, help, edit, cancel, save, start, stop *widgets.Button
}

func newHead(s *Screen) *head {
	p := s.d.Printer
	h := &head{s: s, subtitle: widgets.NewEllipsis("", widgets.Style{Color: theme.ColorMuted})}
	h.chats = widgets.NewButton(p.S("upload.chats"), widgets.Secondary, s.d.OnChats)
	h.chats.Hidden = s.d.OnChats == nil
	h.chats.SetTip(p.S("keys.command.import"))
	h.help = widgets.NewButton(p.S("upload.help"), widgets.Secondary, s.d.OnHelp)
	h.edit = widgets.NewButton(p.S("upload.edit"), widgets.Secondary, func() { s.edit("") })
	h.cancel = widgets.NewButton(p.S("upload.cancel"), widgets.Secondary, s.cancel)
	h.save = widgets.NewButton(p.S("upload.save"), widgets.Primary, func() { s.save(nil) })
	h.start = widgets.NewButton(p.S("upload.start"), widgets.Primary, s.start)
	h.stop = widgets.NewButton(p.S("upload.stop"), widgets.Secondary, s.stop)
	names := widgets.VBox(-1, widgets.Title(p.S("upload.title")), h.subtitle)
	bar := widgets.Either(0, widgets.HBox(8).Layout, widgets.Headed(8), widgets.Grow(widgets.Middle(names)), h.chats, h.help, h.edit, h.cancel, h.save, h.start, h.stop)
	h.object = widgets.ScreenHead(bar)
	return h
}

func (h *head) apply() {
	m, p := &h.s.m, h.s.d.Printer
	if m.Account != "" {
		h.subtitle.SetText(p.S("upload.subtitle", i18n.Args{"account": m.Account}))
	} else {
		h.subtitle.SetText(p.S("upload.subtitle.none"))
	}
	usable := m.Loaded && m.LoadErr == nil && !m.KeyringGone()
	show(h.edit, !m.Editing)
	show(h.cancel, m.Editing && !m.Fresh())
	show(h.save, m.Editing)
	show(h.start, !m.Busy())
	show(h.stop, m.Busy())
	h.edit.SetEnabled(usable)
	h.cancel.SetEnabled(!m.Saving)
	h.save.SetEnabled(usable && !m.Saving)
	h.start.SetEnabled(usable && !m.Saving && !m.Starting && !m.Stopping)
	h.stop.SetEnabled(!m.Stopping)
	h.save.SetText(pick(m.Saving, p.S("upload.saving"), p.S("upload.save")))
	h.start.SetText(pick(m.Starting, p.S("upload.starting"), p.S("upload.start")))
	h.stop.SetText(pick(m.Stopping, p.S("upload.stopping"), p.S("upload.stop")))
	if m.Editing { // one primary action at a time
		h.start.SetKind(widgets.Secondary)
	} else {
		h.start.SetKind(widgets.Primary)
	}
	h.object.Refresh()
}

// show makes an object visible or not, and does nothing when it is so already.
func show(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func pick(on bool, a, b string) string {
	if on {
		return a
	}
	return b
}
