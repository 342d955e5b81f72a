package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui"
	"sensedesk/ui/cli"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
)

// asHands makes the test binary be the program with a person at the keyboard:
// "first" works and then waits to be killed, "second" finds what was done, and
// listens by pedal.
const asHands = "SENSEDESK_TEST_AS_HANDS"

func init() {
	work, ok := map[string]func(*hands) error{"first": (*hands).first, "second": (*hands).second}[os.Getenv(asHands)]
	if !ok {
		return
	}
	if err := handsJob(work); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

func handsJob(work func(*hands) error) error {
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		return err
	}
	p := &program{catalogue: catalogue, lang: i18n.RU}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	return p.windowWith(ctx, cli.WindowOptions{Home: os.Getenv("SENSEDESK_HOME")}, func(shell *ui.Shell, w *world) error {
		h := &hands{person: person{ctx: ctx, window: shell.Window(), world: w, say: catalogue.In(i18n.RU)}, shell: shell}
		err := work(h)
		if err != nil {
			err = fmt.Errorf("%w\non the screen: %s", err, h.screen())
			fyne.Do(fyne.CurrentApp().Quit)
		}
		return err
	})
}

// hands are a person who leaves the mouse alone, but to show a place in the text.
type hands struct {
	person
	shell  *ui.Shell
	typed  atomic.Int64 // keys the window was told of, with those the keyboard repeats
	holds  atomic.Bool  // a key is held that plays
	silent atomic.Int64 // times it did not
}

// The keys by their places, as the kernel counts them: the same on every layout.
const (
	key1, key2, key3, key7                   = "10", "11", "12", "16"
	keyA, keyC, keyD, keyE, keyF, keyJ, keyK = "38", "54", "40", "26", "41", "44", "45"
	keyL, keyM, keyN, keyS, keyY, keyZ       = "46", "58", "57", "39", "29", "52"
	keyCtrl, keyEsc, keyReturn, keySpace     = "37", "Escape", "36", "65" // xdotool takes «9» for a digit
	keyUp, keyDown                           = "111", "116"
	keyPedal                                 = "179" // the toolkit has no name for it
)

// on looks at the desk.
func (h *hands) on(look func(*review.Screen) bool) (is bool) {
	seen := make(chan bool, 1)
	h.shell.Desk(func(d *review.Screen) { seen <- look(d) })
	select {
	case is = <-seen:
	case <-time.After(time.Second): // there is no desk yet
	}
	return is
}

func (h *hands) waitDesk(what string, is func(*review.Screen) bool) step {
	return h.wait(what, func() bool { return h.on(is) })
}

func (h *hands) plays() step {
	return h.waitDesk("sound", func(d *review.Screen) bool { return d.Player.Playing() })
}

func (h *hands) rests() step {
	return h.waitDesk("a pause", func(d *review.Screen) bool { return !d.Player.Playing() && !d.Player.Ended() })
}

// at waits until the desk is at a place and silent.
func (h *hands) at(want time.Duration) step {
	return h.waitDesk(want.String(), func(d *review.Screen) bool { return !d.Player.Playing() && d.Position() == want })
}

// kept waits until the database has what was written.
func (h *hands) kept(what string, is func(store.Desk) bool) step {
	return h.wait(what, func() bool {
		desk, err := h.world.db.Desk(h.ctx, 1)
		return err == nil && is(desk)
	})
}

// types waits for a cursor and presses keys one after the other.
func (h *hands) types(names ...string) step {
	return func() error {
		return h.steps(h.focus(true), func() error { return h.xdo(append([]string{"key", "--delay", "20"}, names...)...) })
	}
}

// focus waits until something has the focus, or nothing has.
func (h *hands) focus(want bool) step {
	return h.wait(fmt.Sprintf("the focus to be somewhere: %v", want), func() (is bool) {
		fyne.DoAndWait(func() { is = (h.window.Canvas().Focused() != nil) == want })
		return is
	})
}

func (h *hands) down(key string) step { return func() error { return h.xdo("keydown", key) } }
func (h *hands) up(key string) step   { return func() error { return h.xdo("keyup", key) } }

// layout changes what the keys type.
func (h *hands) layout(name string) step {
	return func() error {
		if out, err := exec.CommandContext(h.ctx, "setxkbmap", name).CombinedOutput(); err != nil {
			return fmt.Errorf("set the layout (Debian package x11-xkb-utils): %w: %s", err, out)
		}
		return nil
	}
}

// counted counts what the window is told of from now on.
func (h *hands) counted() error {
	fyne.DoAndWait(func() {
		c := h.window.Canvas()
		key, letter := c.OnTypedKey(), c.OnTypedRune()
		look := func() {
			h.typed.Add(1)
			h.shell.Desk(func(d *review.Screen) {
				if h.holds.Load() && !d.Player.Playing() {
					h.silent.Add(1)
				}
			})
		}
		c.SetOnTypedKey(func(ev *fyne.KeyEvent) { key(ev); look() })
		c.SetOnTypedRune(func(r rune) { letter(r); look() })
	})
	return nil
}

// repeats waits until the keyboard has repeated what is down.
func (h *hands) repeats() error {
	from := h.typed.Load()
	return h.wait("the keyboard to repeat the key", func() bool { return h.typed.Load() >= from+6 })()
}

// first does a supervisor's work by keys, on two layouts.
func (h *hands) first() error {
	if err := h.steps(h.open("3:00"), h.counted, h.waitDesk("the recording", func(d *review.Screen) bool { return d.State().Sound == review.SoundReady && d.Scored().Loaded })); err != nil {
		return err
	}
	phrase := handsPhrase
	return h.steps(
		// A click on a word, and the keys of listening.
		h.click(handsText(4)), h.plays(), // its middle is its second word: what is heard then is asked of the capture
		h.waitDesk("the word to be heard", func(d *review.Screen) bool { return d.Position() > phrase(4)+handsWord*3/2 }),
		h.key(keySpace), h.rests(),
		h.key(keyDown), h.at(phrase(5)), h.key(keyDown), h.at(phrase(6)), h.key(keyUp), h.at(phrase(5)),
		h.layout("ru"),
		h.key(keyJ), h.at(phrase(5)-5*time.Second), h.key(keyL), h.at(phrase(5)),
		h.key(keyK), h.plays(), h.key(keyK), h.rests(),
		// A key that is held: what plays and pauses does so once.
		h.down(keySpace), h.plays(), h.repeats, h.plays(), h.up(keySpace), h.key(keySpace), h.rests(),

		// Finding: «слово71», by the places of its letters.
		h.key(keyCtrl+"+"+keyF), h.types(keyC, keyK, keyJ, keyD, keyJ, key7, key1),
		h.wait("the word to be found", func() bool { return h.sees("1 из 1") }),
		h.key(keyReturn), h.key(keyEsc), h.focus(false),

		// Writing: a phrase, a note, and back.
		h.key(keyDown), h.key(keyE), h.types(keyN, keyJ, keyN), h.key(keyEsc), h.focus(false),
		h.kept("the corrected phrase", func(d store.Desk) bool {
			e := d.PhraseEdits()
			return len(e) == 1 && strings.HasSuffix(e[0].Text, "тот")
		}),
		h.key(keyM), h.types(keyN, keyJ, keyN), h.kept("the note", noteIs("тот")), h.key(keyEsc), h.focus(false),
		h.key(keyCtrl+"+"+keyZ), h.kept("the note taken back", func(d store.Desk) bool { return len(d.Notes()) == 0 && len(d.PhraseEdits()) == 1 }),
		h.key(keyCtrl+"+"+keyY), h.kept("the note again", noteIs("тот")),

		// Scoring: the tab, a name, answers, evidence, and the signature.
		h.key(keyA), h.key(key1), h.types(keyN, keyJ, keyN, keyReturn),
		h.waitDesk("the name", func(d *review.Screen) bool { return d.Scored().Reviewer == "тот" }), h.focus(false),
		h.down(key1), h.repeats, h.up(key1), // chooses the first criterion, and does not answer it
		h.waitDesk("the first criterion", func(d *review.Screen) bool {
			return d.Scored().Current == "hello" && d.Scored().Open && len(d.Scored().Answers()) == 0
		}),
		h.key(key1), h.kept("an answer", answerIs("hello", score.Yes)),
		h.key(keyF), h.kept("its evidence", func(d store.Desk) bool { return len(score.Drafts(d, handsCard(), "тот")["hello"].Evidence) == 1 }),
		h.key(key2), h.key(key3), h.kept("the other answer", func(d store.Desk) bool { return score.Drafts(d, handsCard(), "тот")["bye"].Value != "" }),
		h.key(keyCtrl+"+"+keyS), h.wait("the question", func() bool { return h.sees(h.say.S("score.sign.text")) }), h.key(keyReturn),
		h.wait("a signed score", func() bool {
			b, err := h.world.db.Book(h.ctx, 1)
			return err == nil && len(b.Scores) == 1
		}),
		func() error {
			fmt.Println("done")
			<-h.ctx.Done() // killed here
			return h.ctx.Err()
		},
	)
}

func noteIs(text string) func(store.Desk) bool {
	return func(d store.Desk) bool { return len(d.Notes()) == 1 && d.Notes()[0].Text == text }
}

func answerIs(criterion string, want score.Value) func(store.Desk) bool {
	return func(d store.Desk) bool { return score.Drafts(d, handsCard(), "тот")[criterion].Value == want }
}

// second finds the call as it was left, takes a step back, and plays by pedal.
func (h *hands) second() error {
	var other fyne.Window
	if err := h.steps(h.waitDesk("the call, as it was left", func(d *review.Screen) bool {
		return d.State().Sound == review.SoundReady && d.Scored().Loaded && len(d.State().Desk.Notes()) == 1 && len(d.Scored().Book.Scores) == 1
	}), h.counted); err != nil {
		return err
	}
	return h.steps(
		h.key(keyCtrl+"+"+keyZ), h.kept("the last answer taken back", answerIs("bye", "")),
		h.key(keyCtrl+"+"+keyY), h.kept("the last answer again", func(d store.Desk) bool { return score.Drafts(d, handsCard(), "тот")["bye"].Value != "" }),

		h.held(keySpace), h.held(keyPedal), h.held(keyK),
		// While a note is written, the pedal plays and letters are letters.
		h.key(keyM), h.focus(true), h.down(keyPedal), h.plays(), h.up(keyPedal), h.rests(), h.key(keyEsc), h.focus(false),

		// The window loses the focus while the foot is down.
		h.down(keyPedal), h.plays(),
		func() error {
			fyne.DoAndWait(func() {
				other = fyne.CurrentApp().NewWindow("")
				other.Resize(fyne.NewSize(100, 100))
				other.Show()
				other.RequestFocus()
			})
			return nil
		},
		h.rests(), h.up(keyPedal),
		func() error { fyne.DoAndWait(other.Close); fyne.DoAndWait(h.window.RequestFocus); return nil },
		h.held(keyPedal),
		h.key(keyCtrl+"+q"),
	)
}

// held holds a key down until the keyboard has repeated it: it must play all the
// while, and pause when it comes up.
func (h *hands) held(key string) step {
	return func() error {
		h.silent.Store(0)
		if err := h.steps(h.down(key), h.plays(), func() error { h.holds.Store(true); return nil }, h.repeats); err != nil {
			return err
		}
		h.holds.Store(false)
		if n := h.silent.Load(); n > 0 {
			return fmt.Errorf("key %s: while it was held it was silent %d times", key, n)
		}
		return h.steps(h.up(key), h.rests())
	}
}
