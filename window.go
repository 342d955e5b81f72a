package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/storage"

	"sensedesk/assets"
	"sensedesk/player"
	"sensedesk/player/output"
	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/drill"
	"sensedesk/sync/speechsense"
	"sensedesk/ui"
	"sensedesk/ui/cli"
	"sensedesk/ui/review"
	"sensedesk/ui/single"
)

// appID names the program to the desktop.
const appID = "app.sensedesk.desktop"

// leaving is how long uploads under way may still take when the window closes;
// what is cut then is looked for by Search at the next start.
const leaving = 5 * time.Second

// window opens the window on a data folder and returns when it was closed and
// everything has come to rest.
func (p *program) window(ctx context.Context, o cli.WindowOptions) error {
	if o.Shots == "" {
		return p.windowWith(ctx, o, nil)
	}
	return p.windowWith(ctx, o, func(shell *ui.Shell, w *world) error {
		defer fyne.Do(fyne.CurrentApp().Quit)
		return shell.Tour(ctx, o.Full, w.deskCalls, func(name string, picture image.Image) error {
			return savePNG(filepath.Join(o.Shots, name+".png"), picture)
		})
	})
}

func savePNG(name string, picture image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, picture), f.Close())
}

// windowWith is window with something to do, on a goroutine of its own, once it
// is shown; it waits for that too.
func (p *program) windowWith(ctx context.Context, o cli.WindowOptions, shown func(*ui.Shell, *world) error) (err error) {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return store.E(store.CodeNoDisplay, "open the window", nil)
	}
	nameLocale()
	w, err := p.openFor(ctx, o)
	if errors.Is(err, store.CodeAlreadyRunning) {
		return p.showFirst(ctx, o, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close(context.WithoutCancel(ctx))) }()

	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Sensedesk", Version: version, Icon: fyne.NewStaticResource("icon.png", assets.AppIcon()), Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID(appID)
	screens, endScreens := context.WithCancel(ctx)
	defer endScreens()
	deck := player.NewDeck(player.Options{OpenSink: output.Speaker, Now: time.Now})
	defer func() { err = errors.Join(err, deck.Close()) }()

	quit := make(chan struct{})
	shell := ui.New(p.windowOptions(screens, a, w, deck, o.Demo))
	if err := w.lock.Listen(ctx, func() { fyne.Do(shell.Raise) }); err != nil {
		w.logger.Error("other copies cannot ask for the window", "error", err)
	}
	go func() {
		select {
		case <-ctx.Done(): // a signal: the window goes the way a person would send it
			fyne.Do(a.Quit)
		case <-quit:
		}
	}()
	shell.Show()
	var media sync.WaitGroup
	media.Go(func() { serveMediaKeys(screens, shell, deck, w.logger) })
	var done chan error // of shown, nil until it has begun
	if shown != nil {
		go fyne.Do(func() { // queued until the loop runs
			done = make(chan error, 1)
			go func() { done <- shown(shell, w) }()
		})
	}
	err = loop(a)
	close(quit)
	if done != nil {
		err = errors.Join(err, <-done)
	}

	endScreens()
	media.Wait()
	shell.Close()
	rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaving)
	defer cancel()
	if err := w.engine.Stop(rest); err != nil {
		w.logger.Warn("uploads were cut at the end; their outcome is looked for at the next start", "error", err)
	}
	return err
}

// loop runs the window until it is closed. The toolkit panics where there is
// no display it can open, or no OpenGL; that is said as a sentence.
func loop(a fyne.App) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if !strings.Contains(fmt.Sprint(p), "GLFW") {
				panic(p)
			}
			err = store.E(store.CodeNoDisplay, "open the window", fmt.Errorf("%v", p))
		}
	}()
	a.Run()
	return nil
}

// nameLocale gives the process a locale where the system names none: the
// toolkit cannot read «C» and says so at every look-up.
func nameLocale() {
	const plain = "en_US.UTF-8"
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := os.Getenv(name)
		if base, _, _ := strings.Cut(v, "."); base == "C" || base == "POSIX" {
			_ = os.Setenv(name, plain) // fails for malformed names only
		}
		if v != "" {
			return
		}
	}
	_ = os.Setenv("LANG", plain)
}

// openFor makes the world a window stands on, with its folder taken.
func (p *program) openFor(ctx context.Context, o cli.WindowOptions) (*world, error) {
	if o.Demo {
		return p.openDemo(ctx, o.Home)
	}
	lock, err := lockNew(o.Home)
	if err != nil {
		return nil, err
	}
	w, err := p.open(ctx, o.Home, nil)
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	w.lock = lock
	return w, nil
}

// lockNew takes a folder that may not exist yet.
func lockNew(home string) (*single.Lock, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, store.E(store.CodeDataUnreadable, "make the data folder", err, "folder", home)
	}
	return single.Acquire(home)
}

// showFirst brings the window of the copy that has the folder to the front.
func (p *program) showFirst(ctx context.Context, o cli.WindowOptions, taken error) error {
	home := o.Home
	if o.Demo {
		home = filepath.Join(home, "demo")
	}
	if err := single.Show(ctx, home); err != nil {
		return taken // that copy has no window: a scheduled run
	}
	fmt.Fprintln(os.Stdout, p.catalogue.In(p.lang).S("cli.window.shown"))
	return nil
}

func (p *program) windowOptions(ctx context.Context, a fyne.App, w *world, deck *player.Deck, demo bool) ui.Options {
	return ui.Options{
		App: a, Ctx: ctx, Post: fyne.Do, Catalogue: p.catalogue, Lang: p.lang,
		Engine: w.engine, DB: w.db, Secrets: w.secrets, Feed: w.feed,
		Recordings: w.recordings, Waves: review.NewOutlines(w.db), Player: deck,
		Webhook: bitrix24.ParseWebhook, Folder: w.home, Version: version, Demo: demo, Now: time.Now,
		ReadAnswer: speechsense.ReadAnswer,
		Drill: func(ctx context.Context, tell func(drill.Progress)) (drill.Result, error) {
			return p.drill(ctx, drill.DefaultKills, tell)
		},
		OpenFolder: func(path string) error {
			u, err := url.Parse(storage.NewFileURI(path).String())
			if err != nil {
				return err
			}
			return a.OpenURL(u)
		},
	}
}
