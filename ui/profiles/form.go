package profiles

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/upload"
	"sensedesk/ui/widgets"
)

// certificateEndings are what certificate files are called.
var certificateEndings = []string{".pem", ".crt", ".cer"}

// formView is the form of one profile, in the place of its row.
type formView struct {
	v      *Panel
	object *fyne.Container
	rows   map[upload.Field]*widgets.FieldRow

	name    *widgets.Entry
	address *widgets.Entry
	fixed   *widgets.ReadOnly // the cloud's address is not to be typed
	caFile  *widgets.Entry
	caInfo  *widgets.Paragraph
	tls     *widgets.Select
	key     *widgets.SecretField
	service *widgets.ReadOnly
	warning *widgets.Paragraph
	fault   *widgets.Paragraph
	save    *widgets.Button
}

// newForm makes the form for what is being edited.
func newForm(v *Panel) *formView {
	p, e := v.d.Printer, v.m.Edit
	f := &formView{v: v, rows: map[upload.Field]*widgets.FieldRow{}}
	row := func(field upload.Field, label string, object fyne.CanvasObject) fyne.CanvasObject {
		f.rows[field] = widgets.NewFieldRow(label, "", object)
		return f.rows[field]
	}
	entry := func(to *string, placeholder string) *widgets.Entry {
		w := widgets.NewEntry(placeholder)
		w.SetText(*to)
		w.OnChanged = func(text string) { *to = text }
		w.OnSubmitted = func(string) { v.save() }
		return w
	}
	id := func(field upload.Field, to *string, placeholder string) fyne.CanvasObject {
		return row(field, p.S("upload.field."+string(field)), entry(to, placeholder))
	}

	var kinds []widgets.Choice
	for _, k := range []string{store.KindCloud, store.KindHybrid, store.KindSandbox} {
		kinds = append(kinds, widgets.Choice{ID: k, Text: p.S("upload.profile." + k)})
	}
	kind := widgets.NewSegmented(kinds, e.Form.Profile, func(k string) {
		e.SetKind(k)
		v.form = newForm(v) // other fields, other choices
		v.readCA()
		v.draw()
	})
	f.name = entry(&e.Name, p.S("upload.profile."+e.Form.Profile))
	f.address = entry(&e.Form.Address, "speechsense.local:"+store.HybridPort)
	f.address.OnChanged = func(text string) { e.Form.Address, e.Service = text, ""; f.apply() }
	f.fixed = widgets.NewReadOnly(e.Form.Address)
	f.fixed.SetStyle(widgets.Style{})
	f.tls = widgets.NewSelect(tlsChoices(p, e.Form.Profile), e.Form.TLS, "", f.chooseTLS)
	f.caFile = entry(&e.Form.CAFile, "/etc/ssl/company.pem")
	f.caFile.OnChanged = func(text string) { e.Form.CAFile = text; v.readCA() }
	f.caInfo = widgets.NewParagraph("", widgets.Style{Size: theme.SizeSmall})
	pick := widgets.NewButton(p.S("profiles.ca.pick"), widgets.Secondary, func() {
		v.d.OpenFile(certificateEndings, func(path string) { f.caFile.SetText(path) })
	})
	auths := []widgets.Choice{{ID: "Api-Key", Text: p.S("upload.auth.Api-Key")}, {ID: "Bearer", Text: p.S("upload.auth.Bearer")}}
	auth := widgets.NewSelect(auths, e.Form.Auth, "", func(id string) { e.Form.Auth = id; f.apply() })
	saved := !e.New && v.m.Now.Saved[store.SecretOf(e.ID)]
	f.key = widgets.NewSecretField(p, p.S("upload.key.placeholder"), saved, "", func(key string) { f.key.Back(key); v.save() })
	f.service = widgets.NewReadOnly("")
	f.service.SetStyle(widgets.Style{})
	f.warning = widgets.NewParagraph("", widgets.Style{Size: theme.SizeSmall, Color: theme.ColorNegative})
	f.fault = widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative})
	f.save = widgets.NewButton(p.S("profiles.save"), widgets.Primary, v.save)

	f.object = widgets.VBox(9,
		row(upload.FieldProfile, p.S("upload.field.profile"), widgets.HBox(0, kind)),
		row(FieldName, p.S("profiles.field.name"), f.name),
		row(upload.FieldAddress, p.S("upload.field.address"), widgets.VBox(0, f.fixed, f.address)),
		row(upload.FieldTLS, p.S("upload.field.tls"), widgets.VBox(4, f.tls, f.warning)),
		row(upload.FieldCAFile, p.S("upload.field.ca_file"), widgets.VBox(4, widgets.HBox(8, widgets.Grow(f.caFile), pick), f.caInfo)),
		row(upload.FieldAuth, p.S("upload.field.auth"), auth),
		row(upload.FieldKey, p.S("upload.auth."+e.Form.Auth), f.key),
		id(upload.FieldConnection, &e.Form.Connection, "eag…"),
		id(upload.FieldProject, &e.Form.Project, ""),
		id(upload.FieldOrganization, &e.Form.Organization, ""),
		id(upload.FieldSpace, &e.Form.Space, ""),
		row(FieldService, p.S("profiles.field.service"), f.service),
		f.fault,
		widgets.HBox(8, f.save, widgets.NewButton(p.S("profiles.cancel"), widgets.Quiet, v.cancel)),
	)
	f.apply()
	return f
}

// tlsChoices are the kinds of encryption a kind of service may have: in the cloud
// there is no going without.
func tlsChoices(p *i18n.Printer, kind string) []widgets.Choice {
	out := []widgets.Choice{{ID: store.TLSSystem, Text: p.S("upload.tls.system")}, {ID: store.TLSCA, Text: p.S("upload.tls.ca")}}
	if kind != store.KindCloud {
		out = append(out, widgets.Choice{ID: store.TLSOff, Text: p.S("upload.tls.off")})
	}
	return out
}

// chooseTLS takes the choice; to go without encryption is asked about once.
func (f *formView) chooseTLS(id string) {
	e, p := f.v.m.Edit, f.v.d.Printer
	if id == e.Form.TLS {
		return
	}
	if id != store.TLSOff || e.Plain {
		e.Form.TLS = id
		f.v.readCA()
		return
	}
	before := e.Form.TLS
	widgets.Confirm(f.v.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("profiles.plain.title"), Text: p.S("profiles.plain.text"), Yes: p.S("profiles.plain.yes"), No: p.S("profiles.cancel"), Danger: true,
		OnYes: func() {
			e.Form.TLS, e.Plain = id, true
			f.v.readCA()
		},
		OnNo: func() {
			f.tls.SetSelected(before)
			f.apply()
		},
	})
}

// apply shows what depends on what was typed.
func (f *formView) apply() {
	p, e := f.v.d.Printer, f.v.m.Edit
	cloud := e.Form.Profile == store.KindCloud
	show(f.fixed, cloud)
	show(f.address, !cloud)
	show(f.rows[upload.FieldCAFile], e.Form.TLS == store.TLSCA)
	plain := ""
	if e.Form.TLS == store.TLSOff && e.Form.Profile != store.KindSandbox {
		plain = p.S("profiles.plain.warning")
	}
	say(f.warning, plain)
	f.rows[upload.FieldKey].SetLabel(p.S("upload.auth." + e.Form.Auth))
	switch {
	case e.CAErr != nil:
		what, cure := p.Error(e.CAErr)
		f.caInfo.SetStyle(widgets.Style{Size: theme.SizeSmall, Color: theme.ColorNegative})
		say(f.caInfo, what+". "+cure)
	case e.CA.Count > 0:
		f.caInfo.SetStyle(widgets.Style{Size: theme.SizeSmall, Color: theme.ColorPositive})
		say(f.caInfo, p.S("profiles.ca.read", i18n.Args{"name": e.CA.Name, "until": p.Date(e.CA.Until)}))
	default:
		say(f.caInfo, "")
	}
	service := e.Service
	if service == "" {
		service = p.S("profiles.service.unknown")
	}
	f.service.SetValue(service)
	if e.Service != "" {
		f.service.SetAction(p.S("profiles.service.reset"), func() { e.Service = ""; f.apply() })
	} else {
		f.service.SetAction("", nil)
	}
	for field, row := range f.rows {
		text := ""
		if fault, ok := e.Faults[field]; ok {
			text = upload.FaultText(p, fault)
		}
		row.SetFault(text)
	}
	fault := ""
	if e.Err != nil {
		what, cure := p.Error(e.Err)
		fault = what + ". " + cure
	}
	say(f.fault, fault)
	f.save.SetEnabled(!e.Saving)
	f.object.Refresh()
}

// focus puts the cursor where a new profile begins.
func (f *formView) focus() { f.v.d.Window.Canvas().Focus(f.name) }

func say(t *widgets.Paragraph, text string) {
	t.SetText(text)
	show(t, text != "")
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
