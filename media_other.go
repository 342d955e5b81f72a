//go:build !linux

package main

import (
	"context"
	"log/slog"

	"sensedesk/player"
	"sensedesk/ui"
)

// serveMediaKeys has nothing to serve: neither the toolkit nor a pure Go
// library gives media keys on this system. The keys of the window work.
func serveMediaKeys(context.Context, *ui.Shell, *player.Deck, *slog.Logger) {}
