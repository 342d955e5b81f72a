package review

import (
	"context"
	"time"

	"sensedesk/player"
	"sensedesk/store"
)

// Player is what the desk needs of a player. *player.Deck is one.
type Player interface {
	// Load opens a recording in place of the one before; Unload takes it off. Both
	// wait for the disk and are called off the UI goroutine.
	Load(ctx context.Context, path string) (player.Info, error)
	Unload()

	Play()
	Pause()
	Seek(at time.Duration)
	SetSpeed(factor float64)
	SetGain(channel int, factor float64)
	SetSolo(channel int)          // the one channel that is heard; −1 = all
	SetSwap(on bool)              // left and right changed over on the way to the ears
	SetSkips(spans []player.Span) // left out from now on
	SetDelay(by time.Duration)    // how much later headphones are than they say
	Reconnect()                   // tries the sound device again
	Position() time.Duration      // heard now
	Playing() bool
	Ended() bool
	Notices() <-chan player.Notice
}

// Files says where recordings lie. *recordings.Folder is one.
type Files interface {
	Path(hash string) string
}

// Waves draws the outline of a recording. progress may be called with what is
// known so far, from the goroutine of the call; an outline kept from before
// comes at once.
type Waves interface {
	Wave(ctx context.Context, rec store.Recording, path string, progress func(Wave)) (Wave, error)
}
