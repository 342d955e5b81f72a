package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/player"
	"sensedesk/player/mpris"
	"sensedesk/ui"
	"sensedesk/ui/review"
)

// serveMediaKeys lets the desktop control the player until ctx ends. Where
// there is no session bus there are no media keys, and nothing to be told.
func serveMediaKeys(ctx context.Context, shell *ui.Shell, deck *player.Deck, log *slog.Logger) {
	if err := mpris.Serve(ctx, mediaRemote{shell, deck}); err != nil && !errors.Is(err, mpris.ErrNoBus) {
		log.Warn("media keys do not reach the player", "error", err)
	}
}

// mediaRemote is the review desk as the desktop sees it. What is asked comes
// from the player, which answers anybody; what is done goes through the desk, so
// that its buttons follow.
type mediaRemote struct {
	shell *ui.Shell
	deck  *player.Deck
}

func (r mediaRemote) State() mpris.State {
	info, loaded := r.deck.Info()
	return mpris.State{
		Loaded: loaded, Playing: r.deck.Playing(), At: r.deck.Position(), Length: info.Duration, Speed: r.deck.Speed(),
		HasNext: loaded, Identity: "Sensedesk",
	}
}

func (r mediaRemote) Play()                   { r.shell.Desk((*review.Screen).Play) }
func (r mediaRemote) Pause()                  { r.shell.Desk((*review.Screen).Pause) }
func (r mediaRemote) Next()                   { r.shell.Desk((*review.Screen).Next) }
func (r mediaRemote) Raise()                  { fyne.Do(r.shell.Raise) }
func (r mediaRemote) SeekTo(at time.Duration) { r.shell.Desk(func(d *review.Screen) { d.GoTo(at) }) }

func (r mediaRemote) SetSpeed(factor float64) {
	r.shell.Desk(func(d *review.Screen) { d.SetSpeed(factor) })
}
