package review

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
	"sensedesk/ui/widgets"
)

// A call of a queue that was played to its end stays for so many beats; then
// the next one follows by itself.
const (
	onwardBeats = 4
	onwardBeat  = time.Second
)

// onward counts down to the next call of the queue. It belongs to the UI
// goroutine.
type onward struct {
	s    *Screen
	slot *post.Slot
	beat time.Duration
	left int // beats; 0 = it does not count
}

func newOnward(s *Screen) *onward {
	o := &onward{s: s, slot: post.NewSlot(s.ctx, s.Post), beat: s.Beat}
	if o.beat <= 0 {
		o.beat = onwardBeat
	}
	return o
}

// begin counts down, unless the person is at something on this call.
func (o *onward) begin() {
	if o.left > 0 || !o.free() {
		return
	}
	o.left = onwardBeats
	o.s.applyHeader()
	o.wait()
}

func (o *onward) wait() {
	beat := o.beat
	post.Load(o.slot, func(ctx context.Context) bool {
		timer := time.NewTimer(beat)
		defer timer.Stop()
		select {
		case <-timer.C:
			return true
		case <-ctx.Done():
			return false
		}
	}, func(rested bool) {
		switch {
		case !rested || !o.free():
			o.stop()
		case o.left > 1:
			o.left--
			o.s.applyHeader()
			o.wait()
		default:
			o.stop()
			o.s.next()
		}
	})
}

// stop stays on this call; it returns false when nothing was counted.
func (o *onward) stop() bool {
	if o.left == 0 {
		return false
	}
	o.left = 0
	o.slot.Cancel()
	o.s.applyHeader()
	return true
}

// free tells whether the call may be taken off the desk: it was heard to its
// end, and nothing is written, chosen, looked for or still to be scored on it.
func (o *onward) free() bool {
	s := o.s
	if s.queue == nil || !s.hasNext || !s.visible || s.state.Sound != SoundReady || s.state.Silent || s.state.Lost || !s.Player.Ended() {
		return false
	}
	if s.editor.on != nil || s.data != nil || s.view.find.box.Visible() {
		return false
	}
	if _, _, chosen := s.text.Selection().Bounds(); chosen {
		return false
	}
	if _, carded := s.scoring.state.Card(); s.state.Tab == TabScore && carded && s.scoring.state.Changed() {
		return false
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if c == nil {
		return true
	}
	_, writing := c.Focused().(*widgets.Entry)
	return !writing && c.Overlays().Top() == nil
}

// chip says how soon the next call comes, and stays when it is tapped; nil when
// none comes by itself.
func (o *onward) chip() *widgets.Chip {
	if o.left == 0 {
		return nil
	}
	p := o.s.Printer
	chip := widgets.NewChip(p.S("queue.onward", i18n.Args{"n": o.left}), widgets.ToneAccent)
	chip.OnTapped = func() { o.stop() }
	chip.SetTip(p.S("queue.onward.tip", i18n.Args{"key": o.s.KeyHint(keys.NextCall)}))
	return chip
}
