package profiles

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/upload"
	"sensedesk/ui/widgets"
)

// Deps is what the panel needs. All fields but OnRead are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window
	DB      DB
	Secrets Secrets
	Engine  Engine
	Now     func() time.Time
	Toast   func(text string)
	// OpenFile asks for a file with one of the endings; a cancelled ask never
	// answers.
	OpenFile func(endings []string, chosen func(path string))
	OnRead   func() // after the profiles were read and drawn; may be nil
}

// Panel lists the profiles. All methods belong to the UI goroutine.
type Panel struct {
	d    Deps
	m    Model
	root *fyne.Container // stays the same object for the screen
	form *formView       // nil while nothing is being typed

	read   *post.Reader[Loaded]
	work   *post.Slot // saving, switching, removing
	checks map[store.ProfileID]*post.Slot
	file   *post.Slot // reading a certificate file
}

// New makes the panel; nothing is read before Show.
func New(d Deps) *Panel {
	v := &Panel{
		d: d, root: container.NewStack(), work: post.NewSlot(d.Ctx, d.Post), file: post.NewSlot(d.Ctx, d.Post),
		checks: map[store.ProfileID]*post.Slot{}, m: Model{Checked: map[store.ProfileID]Checked{}},
	}
	v.read = post.NewReader(d.Ctx, d.Post, 0, func(ctx context.Context) Loaded { return load(ctx, d.DB, d.Secrets) }, func(l Loaded) {
		v.m.Loaded, v.m.Now = true, l
		v.draw()
		if d.OnRead != nil {
			d.OnRead()
		}
	})
	v.draw()
	return v
}

// Object is what the screen shows.
func (v *Panel) Object() fyne.CanvasObject { return v.root }

// SetPrinter speaks another language. What is being typed stays.
func (v *Panel) SetPrinter(p *i18n.Printer) {
	v.d.Printer = p
	if v.form != nil {
		v.form = newForm(v)
	}
	v.draw()
}

// Show reads the profiles.
func (v *Panel) Show() { v.read.Ask() }

// Hide stops reading.
func (v *Panel) Hide() { v.read.Cancel() }

// Changed reads again what a change may be about.
func (v *Panel) Changed(c store.Change) {
	if c.Kind == store.KindSettings {
		v.read.Ask()
	}
}

// Close ends every request and waits for it.
func (v *Panel) Close() {
	v.read.Close()
	v.work.Close()
	v.file.Close()
	for _, s := range v.checks {
		s.Close()
	}
}

// draw shows the model: the list, with the form in the place of the profile that
// is being typed.
func (v *Panel) draw() {
	p, m := v.d.Printer, &v.m
	list := widgets.VBox(12, widgets.NewParagraph(p.S("profiles.hint"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
	for _, err := range []error{m.Now.Err, m.Err} {
		if err != nil {
			what, cure := p.Error(err)
			list.Add(widgets.NewParagraph(what+". "+cure, widgets.Style{Color: theme.ColorNegative}))
		}
	}
	if m.Loaded && m.Now.Err == nil {
		for _, id := range m.Now.Settings.ProfileIDs() {
			list.Add(widgets.HLine())
			if m.Edit != nil && m.Edit.ID == id && !m.Edit.New {
				list.Add(v.form.object)
				continue
			}
			list.Add(v.row(id))
		}
		list.Add(widgets.HLine())
		if m.Edit != nil && m.Edit.New {
			list.Add(v.form.object)
		} else {
			list.Add(v.adders())
		}
	}
	v.root.Objects = []fyne.CanvasObject{list}
	v.root.Refresh()
}

// adders are the buttons that begin a new profile of a kind.
func (v *Panel) adders() fyne.CanvasObject {
	p := v.d.Printer
	line := widgets.HBox(8, widgets.Middle(widgets.NewText(p.S("profiles.add"), widgets.Style{Color: theme.ColorMuted})))
	for _, kind := range []string{store.KindCloud, store.KindHybrid, store.KindSandbox} {
		b := widgets.NewButton(p.S("profiles.add."+kind), widgets.Secondary, func() { v.edit(func() { v.m.Add(kind) }) })
		b.SetEnabled(v.m.Edit == nil)
		line.Add(b)
	}
	return line
}

// Edit opens the form of a profile.
func (v *Panel) Edit(id store.ProfileID) { v.edit(func() { v.m.Begin(id) }) }

// edit opens the form.
func (v *Panel) edit(begin func()) {
	if v.m.Edit != nil {
		return
	}
	v.m.Err = nil
	begin()
	if v.m.Edit != nil {
		v.form = newForm(v)
		v.readCA()
	}
	v.draw()
	if v.form != nil {
		v.form.focus()
	}
}

// cancel closes the form and forgets what was typed.
func (v *Panel) cancel() {
	v.m.Edit, v.form = nil, nil
	v.file.Cancel()
	v.draw()
}

// save keeps what was typed, closes the form and tries it.
func (v *Panel) save() {
	e := v.m.Edit
	if e == nil || e.Saving {
		return
	}
	ss, faults := e.Result(v.m.Now.Settings)
	key, ok := upload.TidyKey(v.form.key.Take())
	if !ok {
		faults[upload.FieldKey] = upload.Fault{Key: "upload.fault.key_shape_secret"}
	}
	e.Faults, e.Err = faults, nil
	if len(faults) > 0 {
		if ok && key != "" {
			v.form.key.Back(key) // it is not what is wrong
		}
		v.form.apply()
		return
	}
	e.Saving = true
	v.form.apply()
	d, id := v.d, e.ID
	post.Load(v.work, func(ctx context.Context) error { return save(ctx, d.DB, d.Secrets, id, ss, key) }, func(err error) {
		e.Saving = false
		if err != nil {
			e.Err = err
			v.form.apply()
			return
		}
		v.m.Edit, v.form = nil, nil
		v.d.Toast(v.d.Printer.S("profiles.saved", i18n.Args{"name": Name(v.d.Printer, ss)}))
		v.read.Ask()
		v.check(id)
	})
}

// check tries a profile.
func (v *Panel) check(id store.ProfileID) {
	slot, ok := v.checks[id]
	if !ok {
		slot = post.NewSlot(v.d.Ctx, v.d.Post)
		v.checks[id] = slot
	}
	v.m.Checked[id] = Checked{Running: true}
	v.draw()
	d := v.d
	post.Load(slot, func(ctx context.Context) []store.CheckLine { return check(ctx, d.DB, d.Engine, id) }, func(lines []store.CheckLine) {
		v.m.Checked[id] = Checked{Lines: lines}
		v.draw()
	})
}

// do carries out a command on the stored profiles.
func (v *Panel) do(what func(ctx context.Context) error, said string) {
	v.m.Err = nil
	post.Load(v.work, what, func(err error) {
		v.m.Err = err
		if err == nil {
			v.d.Toast(said)
		}
		v.read.Ask()
		v.draw()
	})
}

// readCA reads the certificate file that stands in the form.
func (v *Panel) readCA() {
	e := v.m.Edit
	if e == nil {
		return
	}
	e.CA, e.CAErr = Authority{}, nil
	path, now := trimmed(e.Form.CAFile), v.d.Now()
	if e.Form.TLS != store.TLSCA || path == "" {
		v.form.apply()
		return
	}
	type read struct {
		a   Authority
		err error
	}
	post.Load(v.file, func(context.Context) read {
		a, err := readAuthority(path, now)
		return read{a, err}
	}, func(r read) {
		if v.m.Edit == e && trimmed(e.Form.CAFile) == path {
			e.CA, e.CAErr = r.a, r.err
			v.form.apply()
		}
	})
}
