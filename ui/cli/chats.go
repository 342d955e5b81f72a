package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/sync/chats"
)

// imports puts the chats of files into the queue.
func (f *face) imports() *cobra.Command {
	var operators []string
	var pause time.Duration
	var asJSON bool
	t := f.Printer
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: t.S("cli.import"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			return f.world(cmd.Context(), func(w *World) error {
				if err := w.Lock(); err != nil {
					return err
				}
				list, err := f.readChats(cmd.Context(), w, files, operators, pause)
				if err != nil {
					return err
				}
				r, err := w.Engine.AddChats(cmd.Context(), list)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(f.Out).Encode(map[string]int{"added": len(r.Added), "known": r.Known})
				}
				fmt.Fprintln(f.Out, t.N("cli.import.added", len(r.Added)))
				if r.Known > 0 {
					fmt.Fprintln(f.Out, t.N("cli.import.known", r.Known))
				}
				return nil
			})
		},
	}
	c.Flags().StringArrayVar(&operators, "operator", nil, t.S("cli.import.operator"))
	c.Flags().DurationVar(&pause, "pause", 8*time.Hour, t.S("cli.import.pause"))
	c.Flags().BoolVar(&asJSON, "json", false, t.S("cli.flag.json"))
	return c
}

// readChats reads the dialogs of files. Everybody named as an operator is one,
// and so are the employees of the portals that are known.
func (f *face) readChats(ctx context.Context, w *World, files, operators []string, pause time.Duration) ([]store.Chat, error) {
	employees, err := chats.Employees(ctx, w.Calls)
	if err != nil {
		return nil, err
	}
	operators = append(operators, employees...)
	var out []store.Chat
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, store.E(store.CodeNotFound, "read a chat", err, "what", "file")
		}
		found, err := chats.Read(file, data, chats.Options{Operators: operators})
		if err != nil {
			return nil, err
		}
		out = append(out, chats.Plan{Found: found, Pause: pause}.Chats()...)
	}
	return out, nil
}

// field changes metadata of one call in SpeechSense.
func (f *face) field() *cobra.Command {
	t := f.Printer
	return &cobra.Command{
		Use:   "field CALL KEY=VALUE…",
		Short: t.S("cli.field"),
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			var id store.CallID
			if _, err := fmt.Sscan(args[0], &id); err != nil {
				return wrongUse("%q: %w", args[0], err)
			}
			return f.world(ctx, func(w *World) error {
				if err := w.Lock(); err != nil {
					return err
				}
				for _, pair := range args[1:] {
					key, value, ok := strings.Cut(pair, "=")
					if !ok {
						return wrongUse("%q", pair)
					}
					if err := w.Calls.EditField(ctx, id, key, value, time.Now()); err != nil {
						return err
					}
				}
				if err := w.Engine.SendFields(ctx); err != nil {
					return err
				}
				return f.leftOver(ctx, w, id)
			})
		},
	}
}

// leftOver says of each edit of a call why the service does not have it yet.
func (f *face) leftOver(ctx context.Context, w *World, id store.CallID) error {
	edits, err := w.Calls.FieldEdits(ctx, id)
	if err != nil || len(edits) == 0 {
		return err
	}
	f.exit = ExitPerson
	for _, e := range edits {
		why := f.Printer.S("review.meta.pending")
		switch e.State {
		case store.EditConflict:
			why = strings.TrimSpace(f.Printer.S("cli.field.conflict") + " " + e.Theirs)
		case store.EditRefused:
			what, cure := f.Printer.Code(e.Reason, e.Args)
			why = what + ". " + cure
		}
		fmt.Fprintf(f.Err, "%s: %s\n", e.Key, why)
	}
	return nil
}
