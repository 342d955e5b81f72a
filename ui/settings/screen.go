package settings

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/cards"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/profiles"
	"sensedesk/ui/theme"
)

// Deps is what the screen needs. All fields are required.
type Deps struct {
	Ctx     context.Context
	Post    post.Post
	Printer *i18n.Printer
	Window  fyne.Window
	DB      DB
	Secrets Secrets
	Engine  profiles.Engine
	Now     func() time.Time
	Folder  string // where the data lies
	Look    theme.Setting
	// OnLanguage and OnLook switch the whole window and remember the choice.
	OnLanguage func(i18n.Lang)
	OnLook     func(theme.Setting)
	// Delay is by how much the sound is heard late; OnDelay keeps another.
	Delay      time.Duration
	OnDelay    func(time.Duration)
	OpenFolder func(path string) error
	Toast      func(text string)
	// SavePath and OpenPath ask for a file; cancelled asks never answer.
	SavePath func(name string, chosen func(path string))
	OpenPath func(endings []string, chosen func(path string))
}

// Screen is the Settings screen. All methods belong to the UI goroutine.
type Screen struct {
	d        Deps
	m        Model
	view     *view
	profiles *profiles.Panel
	cards    *cards.Panel
	toCards  int // reads to wait for until the cards stand where they are to be seen

	read *post.Reader[Loaded]
	work *post.Slot // removing a key, writing or reading a file
	open *post.Slot // the folder
}

// New makes the screen; nothing is read before Show.
func New(d Deps) *Screen {
	s := &Screen{d: d, work: post.NewSlot(d.Ctx, d.Post), open: post.NewSlot(d.Ctx, d.Post)}
	s.read = post.NewReader(d.Ctx, d.Post, 0, func(ctx context.Context) Loaded { return load(ctx, d.DB, d.Secrets) }, func(l Loaded) {
		s.m.Accept(l)
		s.view.apply()
		s.settle()
	})
	s.profiles = profiles.New(profiles.Deps{
		Ctx: d.Ctx, Post: d.Post, Printer: d.Printer, Window: d.Window, DB: d.DB, Secrets: d.Secrets, Engine: d.Engine, Now: d.Now,
		Toast: d.Toast, OpenFile: d.OpenPath, OnRead: s.settle,
	})
	s.cards = cards.New(cards.Deps{
		Ctx: d.Ctx, Post: d.Post, Printer: d.Printer, Window: d.Window, DB: d.DB, Now: d.Now, Toast: d.Toast, SavePath: d.SavePath, OpenPath: d.OpenPath,
		OnRead: s.settle,
	})
	s.view = newView(s)
	s.view.apply()
	return s
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.view.root }

// SetPrinter rebuilds the screen in another language.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.profiles.SetPrinter(p)
	s.cards.SetPrinter(p)
	s.view.build()
	s.view.apply()
}

// Show reads which keys are stored.
func (s *Screen) Show() {
	s.read.Ask()
	s.profiles.Show()
	s.cards.Show()
}

// Hide stops reading.
func (s *Screen) Hide() {
	s.toCards = 0
	s.read.Cancel()
	s.profiles.Hide()
	s.cards.Hide()
}

// Close ends every request and waits for it.
func (s *Screen) Close() {
	s.read.Close()
	s.profiles.Close()
	s.cards.Close()
	s.work.Close()
	s.open.Close()
}

// Changed reads again which keys are stored.
func (s *Screen) Changed(c store.Change) {
	if c.Kind == store.KindSettings {
		s.read.Ask()
	}
	s.profiles.Changed(c)
	s.cards.Changed(c)
}

// ShowCards brings the score cards into view, and keeps them there until all
// above them is read.
func (s *Screen) ShowCards() {
	s.toCards = 3 // keys, profiles, cards
	s.view.showCards()
}

// settle follows the score cards while what is above them grows.
func (s *Screen) settle() {
	if s.toCards > 0 {
		s.toCards--
		s.view.showCards()
	}
}

// EditProfile opens a profile in the list of profiles.
func (s *Screen) EditProfile(id store.ProfileID) { s.profiles.Edit(id) }

// remove takes a key out of the keyring; it was asked before.
func (s *Screen) remove(name store.SecretName) {
	secrets := s.d.Secrets
	post.Load(s.work, func(ctx context.Context) error { return secrets.Remove(ctx, name) }, func(err error) {
		s.done(err, "", "settings.keys.removed")
		s.read.Ask()
	})
}

// Export writes the settings file.
func (s *Screen) Export(path string) {
	db := s.d.DB
	post.Load(s.work, func(ctx context.Context) error { return export(ctx, db, path) }, func(err error) {
		s.done(err, "settings.file.unwritten", "settings.file.exported", i18n.Args{"name": filepath.Base(path)})
	})
}

// file is a settings file that was read and not used yet.
type file struct {
	Settings store.Settings
	Err      error
}

// Import reads a settings file and asks before it is used.
func (s *Screen) Import(path string) {
	post.Load(s.work, func(context.Context) file {
		set, err := read(path)
		return file{set, err}
	}, func(f file) {
		if f.Err != nil {
			s.done(f.Err, "settings.file.unread", "")
			return
		}
		s.view.askImport(filepath.Base(path), func() { s.use(f.Settings, filepath.Base(path)) })
	})
}

// use stores imported settings.
func (s *Screen) use(set store.Settings, name string) {
	db := s.d.DB
	post.Load(s.work, func(ctx context.Context) error { return replace(ctx, db, set) }, func(err error) {
		s.done(err, "", "settings.file.imported", i18n.Args{"name": name})
	})
}

// openFolder shows the data folder in the file manager of the system.
func (s *Screen) openFolder() {
	open, folder := s.d.OpenFolder, s.d.Folder
	post.Load(s.open, func(context.Context) error { return open(folder) }, func(err error) { s.done(err, "settings.folder.unopened", "") })
}

// done tells how a command went: an error by its code, or by otherwise when it
// has none; success by key when there is something to say.
func (s *Screen) done(err error, otherwise, key string, args ...i18n.Args) {
	s.m.Err, s.m.Otherwise = err, otherwise
	if err == nil && key != "" {
		s.d.Toast(s.d.Printer.S(key, args...))
	}
	s.view.apply()
}
