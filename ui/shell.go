package ui

import (
	"context"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/again"
	"sensedesk/ui/calls"
	"sensedesk/ui/chats"
	"sensedesk/ui/help"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/mirror"
	"sensedesk/ui/post"
	"sensedesk/ui/saving"
	"sensedesk/ui/server"
	"sensedesk/ui/settings"
	"sensedesk/ui/theme"
	"sensedesk/ui/upload"
	"sensedesk/ui/widgets"
)

// screen is what the shell needs of every screen. All methods belong to the UI
// goroutine.
type screen interface {
	Content() fyne.CanvasObject
	Show()                      // it is in the window now
	Hide()                      // it is not any more: stop reading and ticking
	Changed(c store.Change)     // something was committed
	SetPrinter(p *i18n.Printer) // speak another language
	Close()                     // end every request and wait for it
}

// doer is a screen with commands of its own.
type doer interface {
	Do(command keys.Command) bool // false = it means nothing here
}

// Shell is the window. New, Show, later Close; all of it on the UI goroutine.
type Shell struct {
	o   Options
	ctx context.Context
	end context.CancelFunc

	print   *i18n.Printer
	look    theme.Setting
	delay   time.Duration // of the sound
	silence time.Duration // from which a silence is an event; 0 = as delivered
	keys    *keys.Map
	pedal   keys.Pedal // how a key held down acts
	held    keys.Hold
	window  fyne.Window
	root    *widgets.Root
	stage   *fyne.Container
	rail    *rail

	sending *post.Slot    // edits of metadata on their way
	bring   *chats.Asker  // brings chats from files
	linking *post.Slot    // a recording on its way to a call
	again   *again.Asker  // asks before a call is sent a second time
	saving  *saving.Asker // writes calls to files
	screens map[place]screen
	styles  styles
	at      route
	before  []route

	status    *post.Reader[engine.Status]
	profile   *post.Reader[profile]
	last      engine.Status
	speech    store.SpeechSettings // of the active profile
	settings  store.Settings
	prefs     *post.Slot // one write of a preference after the other
	pending   []pref
	writing   []pref     // under way
	sized     *post.Soon // the window has another size
	size      string     // as written last
	habits    string     // of the desk, last time
	where     string     // which screen was shown last time
	leaving   *post.Slot
	switching *post.Slot // to another profile
	feed      *feedPump
	closed    bool
}

// New builds the window. It reads a few preferences from the database before
// the loop runs; everything else is read in the background once it is shown.
func New(o Options) *Shell {
	s := &Shell{o: o, keys: keys.New(runtime.GOOS), screens: map[place]screen{}}
	s.ctx, s.end = context.WithCancel(o.Ctx)
	stored := readPrefs(s.ctx, o.DB)
	s.readKeys(s.ctx, o.DB)
	lang := o.Lang
	if l, ok := i18n.ParseLang(stored.lang); ok {
		lang = l
	}
	s.print, s.look = o.Catalogue.In(lang), theme.ParseSetting(stored.look)
	s.delay, s.habits, s.silence = stored.delay, stored.habits, stored.silence
	o.Player.SetDelay(s.delay)
	s.prefs, s.leaving = post.NewSlot(s.ctx, o.Post), post.NewSlot(s.ctx, o.Post)
	s.switching = post.NewSlot(s.ctx, o.Post)
	s.status = post.NewReader(s.ctx, o.Post, footPace, func(context.Context) engine.Status { return o.Engine.Status() }, s.acceptStatus)
	s.profile = post.NewReader(s.ctx, o.Post, 0, func(ctx context.Context) profile { return readProfile(ctx, o.DB) }, s.acceptProfile)

	o.App.Settings().SetTheme(theme.New(s.look))
	teach(s.print)
	s.window = o.App.NewWindow(s.print.S("shell.name"))
	s.window.SetPadded(false)
	s.bring = chats.New(chats.Deps{
		Ctx: s.ctx, Post: o.Post, Window: s.window, Engine: o.Engine, DB: o.DB, OpenPath: func(chosen func(string)) { s.askOpenPath([]string{".json", ".csv", ".txt", ".zip"}, chosen) }, Toast: s.toast,
	})
	s.sending, s.linking = post.NewSlot(s.ctx, o.Post), post.NewSlot(s.ctx, o.Post)
	s.again = again.New(again.Deps{
		Ctx: s.ctx, Post: o.Post, Window: s.window, Engine: o.Engine, DB: o.DB, Now: o.Now, Toast: s.toast,
	})
	s.saving = saving.New(saving.Deps{Ctx: s.ctx, Post: o.Post, Window: s.window, DB: o.DB, SavePath: s.askSavePath, Toast: s.toast})
	s.stage = container.NewStack()
	s.rail = newRail(s)
	s.root = widgets.NewRoot(o.Post, s.watchSize(newFrame(s.rail, s.stage)))
	s.window.SetContent(s.root) // once, and empty: see fyne-io/fyne #5297
	s.window.Resize(stored.size)
	s.size, s.where = sizeText(stored.size), stored.at
	s.sized = post.NewSoon(s.ctx, o.Post, settled, s.keepSize)
	s.window.SetCloseIntercept(s.askClose)
	s.menu()
	s.feed = pump(o.Feed, o.Post, s.changed)
	s.watchStyle()
	return s
}

// Window returns the window, for tests and for main to set its icon.
func (s *Shell) Window() fyne.Window { return s.window }

// Show opens the window at the list of calls.
func (s *Shell) Show() {
	s.o.App.Lifecycle().SetOnStarted(func() {
		// A theme set before the loop does not follow later switches of the
		// desktop in Fyne 2.7.1 (fyne-io/fyne #6056).
		s.o.App.Settings().SetTheme(theme.New(s.look))
	})
	s.profile.Ask()
	s.status.Ask()
	if s.at.place == "" {
		if s.o.Demo { // there is nothing to see yet: the demo begins where the work begins
			s.goTo(route{place: placeUpload})
		} else {
			s.resume(s.where)
		}
	}
	s.queue() // the side bar says how many calls wait in it
	s.window.Show()
}

// Raise brings the window to the front: the program was started a second time.
func (s *Shell) Raise() {
	s.window.Show()
	s.window.RequestFocus()
}

// Close ends everything the window began and waits for it. Call it when the
// loop has ended, before the engine and the database are closed.
func (s *Shell) Close() {
	if s.closed {
		return
	}
	s.closed = true
	s.keepSize()
	s.feed.stop()
	s.end()
	for _, sc := range s.screens {
		sc.Hide()
		sc.Close()
	}
	s.again.Close()
	s.saving.Close()
	s.bring.Close()
	s.sending.Close()
	s.linking.Close()
	s.status.Close()
	s.profile.Close()
	s.prefs.Close()
	s.sized.Close()
	s.flush()
	s.leaving.Close()
	s.switching.Close()
	s.root.Close()
}

// changed hands a change to every screen; hidden ones remember it.
func (s *Shell) changed(c store.Change) {
	switch c.Kind {
	case store.KindRun, store.KindCalls, store.KindTalks:
		s.status.Ask()
	case store.KindSettings:
		s.profile.Ask()
	}
	for _, sc := range s.screens {
		sc.Changed(c)
	}
}

// screenOf returns a screen, made at its first visit.
func (s *Shell) screenOf(p place) screen {
	if sc, ok := s.screens[p]; ok {
		return sc
	}
	var sc screen
	switch p {
	case placeUpload:
		sc = s.newUpload()
	case placeServer:
		sc = s.newServer()
	case placeSettings:
		sc = s.newSettings()
	case placeHelp:
		sc = help.New(help.Deps{
			Ctx: s.ctx, Post: s.o.Post, Drill: s.o.Drill,
			Printer: s.print, Keys: s.keys, Folder: s.o.Folder, Version: s.o.Version,
			OnUpload:   func() { s.goTo(route{place: placeUpload}) },
			OnBindings: s.setBindings, Pedal: s.pedal, OnPedal: s.setPedal,
		})
	case placeReview:
		sc = s.newReview()
	case placeQueue:
		sc = s.newQueue()
	case placeCalls:
		sc = s.newCalls()
	}
	s.screens[p] = sc
	return sc
}

func (s *Shell) newCalls() screen {
	return calls.New(calls.Deps{
		Ctx: s.ctx, Post: s.o.Post, Printer: s.print, Window: s.window, DB: s.o.DB, Now: s.o.Now,
		OnOpen:  func(id store.CallID) { s.goTo(route{placeReview, id}) },
		KeyHint: s.keyHint,
		OnSetUp: func() { s.goTo(route{place: placeUpload}) },
		OnMore:  s.offerNext,
	})
}

func (s *Shell) newUpload() screen {
	return upload.New(upload.Deps{
		Ctx: s.ctx, Post: s.o.Post, Printer: s.print, Window: s.window,
		Engine: s.o.Engine, DB: s.o.DB, Secrets: s.o.Secrets, Webhook: s.o.Webhook, Demo: s.o.Demo, Now: s.o.Now, After: after,
		OnHelp:  func() { s.openHelp(help.TopicOwner) },
		OnChats: func() { s.bring.Ask(s.print) },
		OnCalls: s.openCalls,
		OnCall:  func(id store.CallID) { s.goTo(route{placeReview, id}) },
		OnAgain: func(id store.CallID, blind bool) { s.again.Ask(s.print, id, blind) },
		Toast:   s.toast,
	})
}

func (s *Shell) newServer() screen {
	return server.New(server.Deps{
		Ctx: s.ctx, Post: s.o.Post, Printer: s.print, Window: s.window, Engine: s.o.Engine, DB: s.o.DB, Now: s.o.Now,
		OnOpen:  func(id store.CallID) { s.goTo(route{placeReview, id}) },
		KeyHint: s.keyHint,
		OnSetUp: func() { s.goTo(route{place: placeUpload}) },
		Toast:   s.toast,
		Mirror:  mirror.New(mirror.Deps{Ctx: s.ctx, Post: s.o.Post, Printer: s.print, Engine: s.o.Engine, Now: s.o.Now, After: after}),
	})
}

func (s *Shell) newSettings() screen {
	return settings.New(settings.Deps{
		Ctx: s.ctx, Post: s.o.Post, Printer: s.print, Window: s.window, DB: s.o.DB, Secrets: s.o.Secrets,
		Engine: s.o.Engine, Now: s.o.Now, Folder: s.o.Folder, Delay: s.delay, OnDelay: s.setDelay, Look: s.look, OnLanguage: s.setLanguage, OnLook: s.setLook,
		OpenFolder: s.o.OpenFolder, Toast: s.toast, SavePath: s.askSavePath, OpenPath: s.askOpenPath,
	})
}

func (s *Shell) toast(text string) { s.root.Toast(text, "", nil) }
