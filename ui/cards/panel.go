package cards

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// DB keeps cards. *db.DB is one.
type DB interface {
	Cards(ctx context.Context, retired bool) ([]score.Card, error)
	SaveCard(ctx context.Context, c score.Card, now time.Time) (score.Card, error)
	RetireCard(ctx context.Context, id string) error
}

// Deps is what the panel needs.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window
	DB      DB
	Now     func() time.Time
	NewID   func() string // of cards and criteria; nil = a random one
	Toast   func(text string)
	// SavePath and OpenPath ask for a file; cancelled asks never answer.
	SavePath func(name string, chosen func(path string))
	OpenPath func(endings []string, chosen func(path string))
	OnRead   func() // after the cards were read and drawn; nil = nobody waits
}

// Panel lists the cards in use. All methods belong to the UI goroutine.
type Panel struct {
	d      Deps
	loaded bool
	cards  []score.Card
	err    error // of the last thing done
	edit   *Edit // nil while nothing is being typed
	form   *form
	root   *fyne.Container // stays the same object for the screen

	read *post.Reader[loaded]
	work *post.Slot
}

// loaded is what was read.
type loaded struct {
	cards []score.Card
	err   error
}

// New makes the panel; nothing is read before Show.
func New(d Deps) *Panel {
	if d.NewID == nil {
		d.NewID = func() string { return strings.ToLower(rand.Text()[:10]) }
	}
	v := &Panel{d: d, root: container.NewStack(), work: post.NewSlot(d.Ctx, d.Post)}
	v.read = post.NewReader(d.Ctx, d.Post, 0, func(ctx context.Context) loaded {
		cards, err := d.DB.Cards(ctx, false)
		return loaded{cards, err}
	}, func(l loaded) {
		v.loaded, v.cards = l.err == nil, l.cards
		if l.err != nil {
			v.err = l.err
		}
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
	if v.edit != nil {
		v.form = newForm(v)
	}
	v.draw()
}

// Show reads the cards.
func (v *Panel) Show() { v.read.Ask() }

// Hide stops reading.
func (v *Panel) Hide() { v.read.Cancel() }

// Changed reads again when cards changed.
func (v *Panel) Changed(c store.Change) {
	if c.Kind == store.KindCards {
		v.read.Ask()
	}
}

// Close ends every request and waits for it.
func (v *Panel) Close() {
	v.read.Close()
	v.work.Close()
}

// draw shows the list, with the form in the place of the card that is typed.
func (v *Panel) draw() {
	p := v.d.Printer
	list := widgets.VBox(12, widgets.NewParagraph(p.S("cards.hint"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
	if v.err != nil {
		list.Add(widgets.NewParagraph(Sentence(p, v.err), widgets.Style{Color: theme.ColorNegative}))
	}
	if v.loaded {
		for _, c := range v.cards {
			list.Add(widgets.HLine())
			if v.edit != nil && v.edit.ID == c.ID {
				list.Add(v.form.object)
				continue
			}
			list.Add(v.row(c))
		}
		list.Add(widgets.HLine())
		if v.edit != nil && v.edit.New {
			list.Add(v.form.object)
		} else {
			list.Add(v.adders())
		}
	}
	v.root.Objects = []fyne.CanvasObject{list}
	v.root.Refresh()
}

// row is one card of the list.
func (v *Panel) row(c score.Card) fyne.CanvasObject {
	p := v.d.Printer
	about := p.N("cards.criteria", len(c.Criteria)) + " · " + p.S("cards.version", i18n.Args{"n": c.Version})
	line := widgets.HBox(8, widgets.Grow(widgets.VBox(2, widgets.NewEllipsis(c.Name, widgets.Style{Bold: true}),
		widgets.NewText(about, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))))
	add := func(key string, do func()) {
		b := widgets.NewButton(p.S(key), widgets.Quiet, do)
		b.SetEnabled(v.edit == nil)
		line.Add(widgets.Middle(b))
	}
	add("cards.edit", func() { v.begin(c, false) })
	add("cards.export", func() { v.d.SavePath(c.ID+".json", func(path string) { v.export(c, path) }) })
	add("cards.retire", func() { v.askRetire(c) })
	return line
}

// adders begin a new card, bring one from a file, or offer an example.
func (v *Panel) adders() fyne.CanvasObject {
	p := v.d.Printer
	line := widgets.Flow(8)
	add := func(text string, do func()) {
		b := widgets.NewButton(text, widgets.Secondary, do)
		b.SetEnabled(v.edit == nil)
		line.Add(b)
	}
	add(p.S("cards.new"), func() {
		c := score.Card{ID: v.d.NewID()}
		v.begin(c, true)
		v.edit.Add(v.d.NewID())
		v.form = newForm(v)
		v.draw()
		v.d.Window.Canvas().Focus(v.form.name)
	})
	add(p.S("cards.import"), func() { v.d.OpenPath([]string{".json"}, v.Import) })
	for _, c := range Examples(p) {
		if !slices.ContainsFunc(v.cards, func(have score.Card) bool { return have.ID == c.ID }) {
			add(p.S("cards.example.take", i18n.Args{"name": c.Name}), func() { v.save(c, "cards.added") })
		}
	}
	return line
}

func (v *Panel) begin(c score.Card, fresh bool) {
	v.err = nil
	v.edit = Begin(c, fresh)
	v.form = newForm(v)
	v.draw()
}

func (v *Panel) cancel() {
	v.edit, v.form, v.err = nil, nil, nil
	v.draw()
}

// saveEdit keeps what was typed as the next version.
func (v *Panel) saveEdit() {
	c, err := v.edit.Card()
	if err != nil {
		v.edit.Err = err
		v.form.apply()
		return
	}
	v.edit.Err, v.edit.Saving = nil, true
	v.form.apply()
	v.save(c, "cards.saved")
}

// save keeps a card and says so by key.
func (v *Panel) save(c score.Card, key string) {
	db, now := v.d.DB, v.d.Now()
	type done struct {
		card score.Card
		err  error
	}
	post.Load(v.work, func(ctx context.Context) done {
		kept, err := db.SaveCard(context.WithoutCancel(ctx), c, now)
		return done{kept, err}
	}, func(d done) {
		if v.edit != nil && v.edit.Saving {
			v.edit.Saving, v.edit.Err = false, d.err
			if d.err != nil {
				v.form.apply()
				return
			}
			v.edit, v.form = nil, nil
		}
		v.done(d.err, key, i18n.Args{"name": d.card.Name, "n": d.card.Version})
	})
}

// done tells how a command went and reads the cards again.
func (v *Panel) done(err error, key string, args i18n.Args) {
	v.err = err
	if err == nil {
		v.d.Toast(v.d.Printer.S(key, args))
	}
	v.draw()
	v.read.Ask()
}

// export writes a card to a file.
func (v *Panel) export(c score.Card, path string) {
	post.Load(v.work, func(context.Context) error { return write(c, path) }, func(err error) {
		v.done(err, "cards.exported", i18n.Args{"name": filepath.Base(path)})
	})
}

// Import reads a card from a file; one that is there already is asked about.
func (v *Panel) Import(path string) {
	type file struct {
		card score.Card
		err  error
	}
	post.Load(v.work, func(context.Context) file {
		c, err := read(path)
		return file{c, err}
	}, func(f file) {
		if f.err != nil {
			v.done(f.err, "", nil)
			return
		}
		for _, have := range v.cards {
			if have.ID == f.card.ID {
				v.askReplace(have, f.card)
				return
			}
		}
		v.save(f.card, "cards.added")
	})
}

func (v *Panel) askReplace(have, c score.Card) {
	p := v.d.Printer
	widgets.Confirm(v.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("cards.replace.title", i18n.Args{"name": have.Name}), Text: p.S("cards.replace.text"), Yes: p.S("cards.replace.yes"), No: p.S("cards.cancel"),
		OnYes: func() { v.save(c, "cards.saved") },
	})
}

func (v *Panel) askRetire(c score.Card) {
	p, db := v.d.Printer, v.d.DB
	widgets.Confirm(v.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("cards.retire.title", i18n.Args{"name": c.Name}), Text: p.S("cards.retire.text"), Yes: p.S("cards.retire"), No: p.S("cards.cancel"), Danger: true,
		OnYes: func() {
			post.Load(v.work, func(ctx context.Context) error { return db.RetireCard(context.WithoutCancel(ctx), c.ID) }, func(err error) {
				v.done(err, "cards.retired", i18n.Args{"name": c.Name})
			})
		},
	})
}
