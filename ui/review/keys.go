package review

import (
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/keys"
	"sensedesk/ui/transcript"
)

// Do carries out a command of the keyboard or the menu. It returns false for
// one that means nothing here.
func (s *Screen) Do(c keys.Command) bool {
	if stayed := c != keys.NextCall && s.onward.stop(); stayed && c == keys.Leave {
		return true
	}
	do, ok := s.commands()[c]
	if !ok {
		do, ok = s.scoreCommands()[c]
	}
	if !ok {
		do, ok = s.listenCommands()[c]
	}
	if ok {
		do()
	}
	return ok
}

// commands says what each command does on the desk.
func (s *Screen) commands() map[keys.Command]func() {
	return map[keys.Command]func(){
		keys.PlayPause:      s.toggle,
		keys.Back:           func() { s.seek(s.position() - jump) },
		keys.Forward:        func() { s.seek(s.position() + jump) },
		keys.PreviousPhrase: func() { s.phrase(-1) },
		keys.NextPhrase:     func() { s.phrase(+1) },
		keys.PreviousEvent:  func() { s.event(-1) },
		keys.NextEvent:      func() { s.event(+1) },
		keys.EventKind:      s.nextEventKind,
		keys.ZoomIn:         func() { s.view.lanes.zoom(zoomKey) },
		keys.ZoomOut:        func() { s.view.lanes.zoom(1 / zoomKey) },
		keys.ZoomAll:        func() { s.view.lanes.zoom(0) },
		keys.Slower:         func() { s.faster(-1) },
		keys.Faster:         func() { s.faster(+1) },
		keys.NormalSpeed:    func() { s.setSpeed(Speeds[0]) },
		keys.HalfFaster:     func() { s.setSpeed(Speeds[1]) },
		keys.DoubleSpeed:    func() { s.setSpeed(Speeds[2]) },
		keys.Follow:         s.text.Follow,
		keys.NextCall:       s.next,
		keys.CopyText:       s.copyPhrases,
		keys.Score:          s.askScore,
		keys.Data:           s.showData,
		keys.NextTab:        s.nextTab,
		keys.Comment:        s.comment,
		keys.Bookmark:       s.bookmark,
		keys.EditPhrase:     s.editPhrase,
		keys.Tags:           s.askTags,
		keys.Undo:           s.undo,
		keys.Redo:           s.redo,
		keys.Find:           s.view.find.open,
		keys.Leave:          s.leave,
	}
}

// leave goes one step back: from a choice of phrases to none, else to the list.
func (s *Screen) leave() {
	if s.scoring.leave() {
		return
	}
	if s.editor.on != nil {
		s.editor.shut()
		return
	}
	if s.view.find.box.Visible() {
		s.view.find.shut()
		return
	}
	if _, _, chosen := s.text.Selection().Bounds(); chosen {
		s.text.Select(transcript.None)
		return
	}
	if s.fold.on && s.fold.column {
		s.fold.show(false)
		return
	}
	s.back()
}

// back goes back to the list.
func (s *Screen) back() {
	if s.OnBack != nil {
		s.OnBack()
	}
}

// next goes to the next call.
func (s *Screen) next() {
	if s.hasNext && s.OnNext != nil {
		s.OnNext()
	}
}

// phrase goes to the previous (step < 0) or next phrase.
func (s *Screen) phrase(step int) {
	s.text.SetPosition(s.position())
	if at, ok := s.text.Neighbour(step); ok {
		s.text.Follow()
		s.seek(at)
	}
}

// near is how close to an event the reader may be for «previous» to mean the
// one before it.
const near = 1500 * time.Millisecond

// Neighbour returns the event before (step < 0) or after a moment.
func Neighbour(markers []Marker, at time.Duration, step int) (found Marker, ok bool) {
	for _, m := range markers {
		switch {
		case step > 0 && m.At > at:
			return m, true
		case step < 0 && m.At < at-near:
			found, ok = m, true
		}
	}
	return found, ok
}

// faster goes a tenth up or down.
func (s *Screen) faster(step int) { s.setSpeed(Step(s.state.Speed, step)) }

// copyPhrases puts the chosen phrases on the clipboard.
func (s *Screen) copyPhrases() {
	if text := s.text.Copy(); text != "" {
		s.toClipboard(text)
	}
}

// toClipboard puts a text on the clipboard.
func (s *Screen) toClipboard(text string) {
	if s.Copy != nil {
		s.Copy(text)
		return
	}
	if app := fyne.CurrentApp(); app != nil {
		app.Clipboard().SetContent(text)
	}
}

// takeCopy makes the system's own «copy», «undo» and «redo» mean the phrases and
// what was done to them while the desk is shown; a text field with the focus
// keeps its own.
func (s *Screen) takeCopy(take bool) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if c == nil {
		return
	}
	if take {
		c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { s.copyPhrases() })
		c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { s.undo() })
		c.AddShortcut(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { s.redo() })
	} else {
		c.RemoveShortcut(&fyne.ShortcutCopy{})
		c.RemoveShortcut(&fyne.ShortcutUndo{})
		c.RemoveShortcut(&fyne.ShortcutRedo{})
	}
}
