package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/mirror"
	"sensedesk/ui/i18n"
	panel "sensedesk/ui/mirror/face"
)

// mirror brings everything from the server.
func (f *face) mirror() *cobra.Command {
	var asJSON bool
	var length time.Duration
	c := &cobra.Command{
		Use:   "mirror",
		Short: f.Printer.S("mirror.cli"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.world(cmd.Context(), func(w *World) error {
				if err := w.Lock(); err != nil {
					return f.mirrored(asJSON, mirror.Progress{}, err)
				}
				ctx, cancel := cmd.Context(), context.CancelFunc(func() {})
				if length > 0 {
					ctx, cancel = context.WithTimeout(ctx, length)
				}
				defer cancel()
				p, err := w.Engine.Mirror(ctx, f.mirrorTold())
				if cmd.Context().Err() == nil && errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
					err = nil // the time that was asked for is over
				}
				return f.mirrored(asJSON, p, err)
			})
		},
	}
	c.Flags().DurationVar(&length, "for", 0, f.Printer.S("mirror.cli.for"))
	c.Flags().BoolVar(&asJSON, "json", false, f.Printer.S("cli.flag.json"))
	return c
}

// mirrorTold writes how far the mirror is to standard error, now and then.
func (f *face) mirrorTold() func(engine.MirrorStatus) {
	var last time.Time
	return func(st engine.MirrorStatus) {
		now := time.Now()
		if now.Sub(last) < toldEvery {
			return
		}
		last = now
		st.Running = true
		if line := panel.Of(f.Printer, st, now).Line; line != "" {
			fmt.Fprintln(f.Err, line)
		}
	}
}

// mirrorReport is the one object of «mirror --json».
type mirrorReport struct {
	There       int    `json:"there"`       // talks the service has
	Found       int    `json:"found"`       // talks ever listed
	Brought     int    `json:"brought"`     // of these, on this computer
	Remaining   int    `json:"remaining"`   // still to be asked for
	Later       int    `json:"later"`       // not handed over yet, asked again later
	Absent      int    `json:"absent"`      // listed once and never handed over
	Refused     int    `json:"refused"`     // the service does not hand them over
	Unreachable int    `json:"unreachable"` // no search can list them
	Changed     int    `json:"changed"`     // brought again in this run, and different
	Requests    int    `json:"requests"`
	Paused      string `json:"paused"` // code of what stopped it, or empty
}

// mirrored prints the outcome and sets the exit status.
func (f *face) mirrored(asJSON bool, p mirror.Progress, err error) error {
	if asJSON {
		raw, encErr := json.Marshal(mirrorReport{
			There: p.Total, Found: p.Found, Brought: p.Brought, Remaining: p.Remaining, Later: p.Later, Absent: p.Absent,
			Refused: p.Refused, Unreachable: p.Unreachable, Changed: p.Changed, Requests: p.Requests, Paused: string(store.CodeOf(err)),
		})
		if encErr != nil {
			return errors.Join(err, encErr)
		}
		fmt.Fprintln(f.Out, string(raw))
	} else if err == nil {
		fmt.Fprintln(f.Out, f.Printer.S("mirror.cli.report", i18n.Args{
			"there": p.Total, "here": p.Brought, "left": p.Remaining, "later": p.Later, "changed": p.Changed,
		}))
	}
	if err == nil && p.Refused+p.Unreachable > 0 {
		f.exit = ExitPerson
	}
	return err
}
