package help

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/keys"
	"sensedesk/ui/post"
)

// taker takes the next key that is pressed, whatever it is. It shows a sentence.
type taker struct {
	widget.BaseWidget
	says   fyne.CanvasObject
	post   post.Post
	took   func(keys.Stroke)
	leave  func()
	typing int // counts what was pressed
}

func newTaker(post post.Post, says fyne.CanvasObject, took func(keys.Stroke)) *taker {
	t := &taker{post: post, says: says}
	t.took = func(s keys.Stroke) {
		t.typing++
		if s != "" {
			took(s)
		}
	}
	t.ExtendBaseWidget(t)
	return t
}

// FocusGained does nothing: the sentence says that a key is waited for.
func (t *taker) FocusGained() {}

// FocusLost does nothing.
func (t *taker) FocusLost() {}

// TypedRune takes a letter, by its place.
func (t *taker) TypedRune(r rune) {
	if r != ' ' { // came as a key
		t.took(keys.OfRune(r))
	}
}

// TypedKey takes a key with a name. Letters of a Russian layout come without one
// and then as runes, in the same round of events; keys of pedals that the toolkit
// does not know come without a name alone.
func (t *taker) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		t.leave()
		return
	}
	if ev.Name != fyne.KeyUnknown {
		t.took(keys.OfKey(ev))
		return
	}
	t.typing++
	mine, s := t.typing, keys.OfKey(ev)
	t.post(func() {
		if t.typing == mine {
			t.took(s)
		}
	})
}

// TypedShortcut takes a combination.
func (t *taker) TypedShortcut(s fyne.Shortcut) { t.took(keys.OfShortcut(s)) }

// AcceptsTab keeps the focus here.
func (t *taker) AcceptsTab() bool { return true }

// CreateRenderer is for Fyne.
func (t *taker) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.says) }
