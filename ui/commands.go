package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/help"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
	"sensedesk/ui/upload"
	"sensedesk/ui/widgets"
)

// menu builds the main menu and ties the keys to the window.
func (s *Shell) menu() {
	c := s.window.Canvas()
	s.window.SetMainMenu(s.keys.MainMenu(c, s.print, s.do))
	s.keys.Attach(c, s.do, s.digit)
	s.watchHeld(c)
}

// digit gives a typed digit to the screen shown, if that takes digits.
func (s *Shell) digit(n int) bool {
	if s.held.Repeats() { // one press chooses a criterion, another answers it
		return true
	}
	here, ok := s.screenOf(s.at.place).(interface{ Digit(n int) bool })
	if !ok || !here.Digit(n) {
		return false
	}
	s.held.Use()
	return true
}

// do carries a command out: by the screen shown, or else by the shell.
func (s *Shell) do(cmd keys.Command) {
	if s.holds(cmd) || s.held.Repeats() && !keys.Repeats(cmd) {
		return
	}
	s.held.Use()
	if here, ok := s.screenOf(s.at.place).(doer); ok && cmd != keys.Quit && here.Do(cmd) {
		return
	}
	switch cmd {
	case keys.Calls:
		s.goTo(route{place: placeCalls})
	case keys.Queue:
		s.goTo(route{place: placeQueue})
	case keys.Upload:
		s.goTo(route{place: placeUpload})
	case keys.Server:
		s.goTo(route{place: placeServer})
	case keys.Settings:
		s.goTo(route{place: placeSettings})
	case keys.Help:
		s.goTo(route{place: placeHelp})
	case keys.KeyMap:
		s.openHelp(help.TopicKeys)
	case keys.Find:
		s.goTo(route{place: placeCalls})
		s.list().FocusSearch()
	case keys.Run: // with its form in sight: it may have something to ask
		s.goTo(route{place: placeUpload})
		s.screenOf(placeUpload).(*upload.Screen).Do(cmd)
	case keys.Import:
		s.bring.Ask(s.print)
	case keys.Export:
		if id := s.atHand(); id != 0 {
			s.saving.Ask(s.print, id)
		} else {
			s.toast(s.print.S("export.none"))
		}
	case keys.Refresh:
		s.screenOf(s.at.place).Changed(store.Change{Kind: store.KindCalls})
		s.status.Ask()
	case keys.Leave:
		if s.at.place != placeCalls {
			s.goBack()
		}
	case keys.Quit:
		s.askClose()
	}
}

// atHand is the call on the desk, or the one chosen in the list; 0 = none.
func (s *Shell) atHand() store.CallID {
	switch s.at.place {
	case placeReview:
		return s.at.call
	case placeCalls:
		return s.list().Selected()
	}
	return 0
}

// farewell is how long uploads under way may go on after a person closed the
// window; what is not answered by then is settled at the next start.
const farewell = 10 * time.Second

// askClose closes the window, after asking when that interrupts something.
func (s *Shell) askClose() {
	p := s.print
	text := ""
	form, _ := s.screens[placeUpload].(*upload.Screen)
	switch {
	case uploading(s.last):
		text = p.S("shell.close.text")
	case form != nil && form.Dirty():
		text = p.S("shell.close.dirty")
	}
	if text == "" || s.leaving.Busy() {
		s.leave()
		return
	}
	widgets.Confirm(s.window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("shell.close.title"), Text: text, Yes: p.S("shell.close.yes"), No: p.S("shell.close.no"), OnYes: s.leave,
	})
}

// uploading tells whether closing would interrupt work: waiting for new calls
// is none.
func uploading(st engine.Status) bool {
	return st.Running && (len(st.Active) > 0 || st.Phase == engine.PhaseWorking || st.Phase == engine.PhaseListing || st.Phase == engine.PhaseStarting)
}

// leave remembers the window's size, lets uploads under way finish, and ends
// the loop.
func (s *Shell) leave() {
	if s.leaving.Busy() {
		return
	}
	if uploading(s.last) {
		s.toast(s.print.S("shell.closing"))
	}
	size, db, eng := sizeText(s.window.Canvas().Size()), s.o.DB, s.o.Engine
	post.Load(s.leaving, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, farewell)
		defer cancel()
		return errors.Join(db.SetPref(ctx, prefWindow, size), eng.Stop(ctx))
	}, func(error) { // whatever went wrong is in the state of the calls, not in this window's hands
		s.o.App.Quit()
	})
}

// fileShare is how much of the window a file dialog takes.
const fileShare = 0.8

// askSavePath asks where to write a file.
func (s *Shell) askSavePath(name string, chosen func(path string)) {
	d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
		if w == nil || err != nil {
			return
		}
		path := w.URI().Path()
		_ = w.Close() // it is written anew, whole
		chosen(path)
	}, s.window)
	d.SetFileName(name)
	s.showFile(d)
}

// askOpenPath asks for a file with one of the endings.
func (s *Shell) askOpenPath(endings []string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if r == nil || err != nil {
			return
		}
		path := r.URI().Path()
		_ = r.Close()
		chosen(path)
	}, s.window)
	d.SetFilter(storage.NewExtensionFileFilter(endings))
	s.showFile(d)
}

func (s *Shell) showFile(d *dialog.FileDialog) {
	size := s.window.Canvas().Size()
	d.Resize(fyne.NewSize(size.Width*fileShare, size.Height*fileShare))
	d.Show()
}
