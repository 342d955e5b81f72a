package upload

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// formView is the panel of the form.
type formView struct {
	s       *Screen
	object  fyne.CanvasObject
	keyring *keyringView
	rows    map[Field]*widgets.FieldRow
	locks   []lock
	entries map[Field]*widgets.Entry
	selects map[Field]*widgets.Select
	secrets map[store.SecretName]*widgets.SecretField
	kept    map[store.SecretName]string // what the secret fields show now

	dates      *widgets.DateRange
	users      *widgets.MultiPick
	directions *widgets.MultiPick
	metadata   *widgets.MultiPick
	checkpoint *widgets.ReadOnly
	check      *checkView
	more       *widgets.Folder
	estimate   *estimateView
	people     []store.Person // whose names the employees' field knows
	named      bool
	shown      Form // what the fields show now
	filled     bool
}

func newForm(s *Screen) *formView {
	v := &formView{
		s: s, keyring: newKeyringView(s), rows: map[Field]*widgets.FieldRow{}, entries: map[Field]*widgets.Entry{},
		selects: map[Field]*widgets.Select{}, secrets: map[store.SecretName]*widgets.SecretField{},
		kept: map[store.SecretName]string{}, check: newCheckView(s), estimate: newEstimateView(s),
	}
	p := s.d.Printer
	section := func(key string) fyne.CanvasObject { return widgets.Inset(4, 0, 2, 0, widgets.Heading(p.S(key))) }
	v.more = widgets.NewFolder(p.S("upload.section.more"), v.advanced(), func(open bool) {
		s.m.More = open
		v.object.Refresh()
	})
	content := widgets.VBox(9,
		v.keyring.object,
		section("upload.section.connection"),
		v.choice(FieldLanguage, languageChoices(p), func(f *Form, id string) { f.Language = id }),
		v.entry(FieldConnection, "eag…", func(f *Form, text string) { f.Connection = text }),
		v.secret(FieldKey, store.SecretSpeechSense, "upload.key.placeholder"),
		v.secret(FieldWebhook, store.SecretBitrix24, "upload.webhook.placeholder"),
		widgets.NewFieldRow("", "", v.check.object),
		section("upload.section.calls"),
		v.dateRow(),
		v.userRow(),
		v.directionRow(),
		v.entry(FieldMinimum, "30", func(f *Form, text string) { f.Minimum = text }),
		v.checkpointRow(),
		v.estimate.object,
		v.more.Object(),
	)
	v.object = widgets.ScrollPanel("", content)
	return v
}

// row makes a labelled row of the form.
func (v *formView) row(f Field, field fyne.CanvasObject) fyne.CanvasObject {
	p := v.s.d.Printer
	explain := ""
	if key := "upload.hint." + string(f); p.Has(key) {
		explain = p.S(key)
	}
	label := "upload.field." + string(f)
	v.rows[f] = widgets.NewFieldRow(p.S(label), explain, field)
	return v.rows[f]
}

// typed takes what a person changed in a field: the complaint about it goes.
func (v *formView) typed(f Field, change func(*Form)) {
	if !v.s.m.Editing {
		return
	}
	change(&v.s.m.Form)
	v.shown = v.s.m.Form.clone()
	if _, ok := v.s.m.Faults[f]; ok {
		delete(v.s.m.Faults, f)
		v.rows[f].SetFault("")
		v.object.Refresh()
	}
	v.applyEstimate()
}

func (v *formView) entry(f Field, placeholder string, set func(*Form, string)) fyne.CanvasObject {
	e := widgets.NewEntry(placeholder)
	e.OnChanged = func(text string) { v.typed(f, func(form *Form) { set(form, text) }) }
	e.OnSubmitted = func(string) { v.s.save(nil) }
	v.entries[f] = e
	return v.lockable(f, e, func(l *widgets.Locked) { l.LockText([]string{e.Text}, []string{placeholder}) })
}

func (v *formView) choice(f Field, choices []widgets.Choice, set func(*Form, string)) fyne.CanvasObject {
	sel := widgets.NewSelect(choices, "", "", func(id string) { v.typed(f, func(form *Form) { set(form, id) }) })
	v.selects[f] = sel
	return v.lockable(f, sel, func(l *widgets.Locked) {
		text := sel.Selected()
		for _, c := range choices {
			if c.ID == text {
				text = c.Text
			}
		}
		l.LockText([]string{text}, nil)
	})
}

func (v *formView) secret(f Field, name store.SecretName, placeholder string) fyne.CanvasObject {
	p := v.s.d.Printer
	field := widgets.NewSecretField(p, p.S(placeholder), false, "", func(secret string) { v.s.keep(map[store.SecretName]string{name: secret}) })
	v.secrets[name] = field
	return v.row(f, field)
}

func (v *formView) checkpointRow() fyne.CanvasObject {
	v.checkpoint = widgets.NewReadOnly("")
	return v.row(FieldCheckpoint, v.checkpoint)
}

// lock is a field that shows its value instead of itself while the form is
// locked.
type lock struct {
	box  *widgets.Locked
	show func(*widgets.Locked)
}

// lockable makes a labelled row whose field is locked with the form; show puts
// its value in its place.
func (v *formView) lockable(f Field, field fyne.CanvasObject, show func(*widgets.Locked)) fyne.CanvasObject {
	box := widgets.NewLocked(field)
	v.locks = append(v.locks, lock{box, show})
	return v.row(f, box)
}

// apply shows the model.
func (v *formView) apply() {
	m, p := &v.s.m, v.s.d.Printer
	if !m.Loaded || m.LoadErr != nil {
		return
	}
	v.keyring.apply()
	if !v.filled || !m.Form.same(v.shown) {
		v.fill(m.Form)
	}
	v.applyPeople()
	for _, l := range v.locks {
		if m.Locked() {
			l.show(l.box)
		} else {
			l.box.Open()
		}
	}
	for name, field := range v.secrets {
		v.applySecret(name, field)
	}
	for f, row := range v.rows {
		text := ""
		if fault, ok := m.Faults[f]; ok {
			text = FaultText(p, fault)
		}
		row.SetFault(text)
	}
	point := m.Checkpoint
	if n, ok := number(point); ok {
		point = p.Int(n)
	}
	if point == "" {
		point = p.S("upload.checkpoint.none")
	}
	v.checkpoint.SetValue(point)
	v.checkpoint.SetAction(p.S("upload.reset"), v.s.askReset)
	v.checkpoint.Action().SetEnabled(m.Account != "" && m.Checkpoint != "" && m.Checkpoint != "0")
	v.check.apply()
	v.more.SetOpen(m.More)
	v.rows[FieldPrice].SetLabel(p.S("upload.field.price", i18n.Args{"currency": m.Saved.PriceCurrency}))
	v.show(FieldCAFile, m.Form.TLS == store.TLSCA)
	v.applyEstimate()
	v.object.Refresh()
}

func (v *formView) show(f Field, on bool) { show(v.rows[f], on) }

// applySecret shows whether a secret is kept; the field is told only when that
// changed, because being told empties it.
func (v *formView) applySecret(name store.SecretName, field *widgets.SecretField) {
	m, p := &v.s.m, v.s.d.Printer
	where := ""
	if m.Secrets[name] {
		where = p.S(pick(m.InMemory, "upload.secret.memory", "upload.secret.saved"))
	}
	field.SetLocked(m.KeyringGone())
	if v.kept[name] != where || v.s.refused[name] || v.s.fresh[name] {
		v.kept[name] = where
		delete(v.s.refused, name)
		delete(v.s.fresh, name)
		field.SetSaved(where != "", where)
	}
}

// fill puts a form into the fields.
func (v *formView) fill(f Form) {
	v.shown, v.filled = f.clone(), true
	for field, text := range map[Field]string{
		FieldConnection: f.Connection, FieldMinimum: f.Minimum, FieldAddress: f.Address, FieldCAFile: f.CAFile,
		FieldProject: f.Project, FieldOrganization: f.Organization, FieldSpace: f.Space, FieldMarker: f.Marker,
		FieldScore: f.Score, FieldChats: f.Chats,
		FieldPrice: f.Price, FieldZone: f.Zone,
	} {
		if e := v.entries[field]; e.Text != text {
			e.SetText(text)
		}
	}
	for field, id := range map[Field]string{
		FieldLanguage: f.Language, FieldProfile: f.Profile, FieldTLS: f.TLS, FieldAuth: f.Auth, FieldChannel: channelID(f.Channel),
	} {
		v.selects[field].SetSelected(id)
	}
	v.fillPicks(f)
}

func (v *formView) applyEstimate() {
	v.estimate.apply()
	v.object.Refresh()
}

// focus puts the cursor into a field; "" is the first one.
func (v *formView) focus(f Field) {
	c := v.s.d.Window.Canvas()
	switch {
	case f == "":
		return
	case f == FieldKey:
		v.secrets[store.SecretSpeechSense].Focus()
	case f == FieldWebhook:
		v.secrets[store.SecretBitrix24].Focus()
	case f == FieldDates:
		v.dates.Focus()
	case v.entries[f] != nil:
		c.Focus(v.entries[f])
	case v.selects[f] != nil:
		c.Focus(v.selects[f])
	}
}

// keyringView says what to do when keys cannot be kept, and that they are kept
// in memory only.
type keyringView struct {
	s      *Screen
	object *fyne.Container
	what   *widgets.Paragraph
	cure   *widgets.Paragraph
	row    *fyne.Container
}

func newKeyringView(s *Screen) *keyringView {
	p := s.d.Printer
	v := &keyringView{
		s: s, what: widgets.NewParagraph("", widgets.Style{Bold: true}),
		cure: widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted}),
		row: widgets.HBox(8,
			widgets.NewButton(p.S("upload.keyring.offer"), widgets.Secondary, s.keepInMemory),
			widgets.NewButton(p.S("upload.keyring.again"), widgets.Quiet, s.settings.Ask),
		),
	}
	v.object = widgets.Notice(widgets.VBox(6, v.what, v.cure, v.row))
	return v
}

func (v *keyringView) apply() {
	m, p := &v.s.m, v.s.d.Printer
	show(v.object, m.KeyringGone() || m.InMemory && !v.s.d.Demo)
	show(v.row, m.KeyringGone())
	show(v.cure, m.KeyringGone())
	switch {
	case m.KeyringGone():
		what, cure := p.Error(m.SecretErr)
		v.what.SetText(what)
		v.cure.SetText(cure)
	case m.InMemory:
		v.what.SetText(p.S("upload.keyring.memory"))
	}
}
