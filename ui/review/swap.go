package review

import (
	"context"

	"sensedesk/store"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// prefSwap is the name under which is kept whether left and right are changed
// over: a telephone system that changes them does so in every call.
func prefSwap(c store.Call) string {
	if c.ConnectionID != "" {
		return "review.swap." + c.ConnectionID
	}
	return "review.swap." + string(c.Source) + "." + c.Account // not sent yet
}

// recallSwap reads whether left and right of a call are changed over.
func recallSwap(ctx context.Context, recall func(context.Context, string) (string, error), c store.Call) bool {
	if recall == nil {
		return false
	}
	text, err := recall(ctx, prefSwap(c)) // what cannot be read is as recorded
	return err == nil && text != ""
}

// swap changes left and right over, or back, for all calls of the connection.
// Who is who in the transcript does not change: the channels stay.
func (s *Screen) swap() {
	if s.state.Sound != SoundReady || s.mono() {
		return // a mono recording comes on both sides
	}
	on := !s.state.Swapped
	s.state.Swapped = on
	key, value := prefSwap(s.state.Call), ""
	if on {
		value = "on"
	}
	if s.swaps == nil {
		s.swaps = map[string]bool{}
	}
	s.swaps[key] = on // the next call may be read before this is written
	if s.Remember != nil {
		s.Remember(key, value)
	}
	s.applyGains()
	s.view.bar.setSwap()
	if s.Tell != nil {
		s.Tell(s.Printer.S(map[bool]string{true: "review.swap.done", false: "review.swap.undone"}[on]))
	}
}

// goOnSwapped takes up what was chosen for the connection of the call read.
func (s *Screen) goOnSwapped(kept bool) {
	s.state.Swapped = kept
	if now, chosen := s.swaps[prefSwap(s.state.Call)]; chosen {
		s.state.Swapped = now
	}
}

// newSwap is the control of it.
func newSwap(s *Screen) *widgets.Button { return widgets.NewIconButton(theme.IconSwap, "", s.swap) }

// setSwap shows whether left and right are changed over.
func (b *bar) setSwap() {
	kind, tip := widgets.Quiet, "review.swap"
	if b.s.state.Swapped {
		kind, tip = widgets.Link, "review.unswap"
	}
	b.swap.SetKind(kind)
	b.swap.SetTip(b.s.tip(tip, keys.SwapSides))
	b.swap.Hidden = b.s.state.Sound != SoundReady || b.s.mono()
}
