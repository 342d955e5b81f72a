// Package saving asks how and where to write a call to a file, and writes it.
package saving

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/export"
	"sensedesk/ui/files"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// prefFormat is the name under which the format chosen last is kept.
const prefFormat = "export.format"

// DB is what is written from. *db.DB is one.
type DB interface {
	export.Source
	Pref(ctx context.Context, key string) (string, error)
	SetPref(ctx context.Context, key, value string) error
}

// Deps is what saving needs from outside.
type Deps struct {
	Ctx      context.Context // ends what is under way
	Post     post.Post
	Window   fyne.Window
	DB       DB
	SavePath func(name string, chosen func(path string)) // asks where; a cancelled ask never answers
	Toast    func(text string)                           // shows a short message that needs no answer
}

// Asker saves calls. All methods belong to the UI goroutine; Close it.
type Asker struct {
	d    Deps
	read *post.Slot
	file *post.Slot
}

// New returns an Asker.
func New(d Deps) *Asker {
	return &Asker{d: d, read: post.NewSlot(d.Ctx, d.Post), file: post.NewSlot(d.Ctx, d.Post)}
}

// Close ends what is under way and waits for it.
func (a *Asker) Close() {
	a.read.Close()
	a.file.Close()
}

// found is what was read of a call.
type found struct {
	doc    export.Document
	format export.Format // chosen last time
	err    error
}

// Ask asks for a format and a place for a call.
func (a *Asker) Ask(p *i18n.Printer, id store.CallID) {
	db := a.d.DB
	post.Load(a.read, func(ctx context.Context) found {
		doc, err := export.Read(ctx, db, id)
		last, _ := db.Pref(ctx, prefFormat) // what cannot be read is as if nothing was chosen
		return found{doc, export.Format(last), err}
	}, func(f found) {
		if f.err != nil {
			a.tell(p, f.err)
			return
		}
		if !slices.Contains(export.Formats(), f.format) {
			f.format = export.Formats()[0]
		}
		a.show(p, f)
	})
}

// show opens the question; Enter goes on with the format shown.
func (a *Asker) show(p *i18n.Printer, f found) {
	var choices []widgets.Choice
	for _, format := range export.Formats() {
		choices = append(choices, widgets.Choice{ID: string(format), Text: p.S("export.format." + string(format))})
	}
	format := widgets.NewSelect(choices, string(f.format), "", func(id string) { f.format = export.Format(id) })
	var dialog *widgets.Dialog
	no := widgets.NewButton(p.S("widgets.cancel"), widgets.Secondary, func() { dialog.Close() })
	yes := widgets.NewButton(p.S("export.save"), widgets.Primary, func() {
		dialog.Close()
		a.d.SavePath(export.Name(f.doc, f.format, p), func(path string) { a.write(p, f, path) })
	})
	dialog = widgets.ShowDialog(a.d.Window.Canvas(), widgets.DialogOptions{
		Title: p.S("export.title"), Buttons: []*widgets.Button{no, yes}, Focus: yes,
		Content: widgets.VBox(10, widgets.NewParagraph(p.S("export.what"), widgets.Style{Color: theme.ColorMuted}), format),
	})
}

// write writes the file. What a person wrote since the question was opened is in
// it: the call is read again. A name with another known ending asks for that
// format.
func (a *Asker) write(p *i18n.Printer, f found, path string) {
	if named, ok := export.FormatOf(path); ok {
		f.format = named
	}
	db := a.d.DB
	post.Load(a.file, func(ctx context.Context) error {
		doc, err := export.Read(ctx, db, f.doc.Call.ID)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := export.Write(&b, f.format, doc, p); err != nil {
			return err
		}
		if err := files.Save(path, b.Bytes()); err != nil {
			return err
		}
		return db.SetPref(ctx, prefFormat, string(f.format))
	}, func(err error) {
		if err != nil {
			a.tell(p, err)
			return
		}
		a.d.Toast(p.S("export.saved", i18n.Args{"name": filepath.Base(path)}))
	})
}

// tell says what went wrong and what to do.
func (a *Asker) tell(p *i18n.Printer, err error) {
	what, cure := p.Error(err)
	a.d.Toast(what + ". " + cure)
}
