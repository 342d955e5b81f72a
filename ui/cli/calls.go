package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/ui/export"
)

// calls lists calls, newest first.
func (f *face) calls() *cobra.Command {
	var filter store.CallFilter
	var state string
	var asJSON bool
	t := f.Printer
	c := &cobra.Command{
		Use:   "calls",
		Short: t.S("cli.calls"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if state != "" {
				if !slices.Contains(store.States(), store.State(state)) {
					return wrongUse("--state: %q; %v", state, store.States())
				}
				filter.States = []store.State{store.State(state)}
			}
			if filter.Limit < 0 {
				return wrongUse("--limit: %d", filter.Limit)
			}
			return f.world(cmd.Context(), func(w *World) error {
				calls, err := w.Calls.Calls(cmd.Context(), filter)
				if err != nil {
					return err
				}
				if asJSON {
					return writeJSONLines(f.Out, calls)
				}
				return f.writeTable(calls)
			})
		},
	}
	c.Flags().StringVar(&filter.Text, "query", "", t.S("cli.flag.query"))
	c.Flags().StringVar(&state, "state", "", t.S("cli.flag.state"))
	c.Flags().IntVar(&filter.Limit, "limit", 0, t.S("cli.flag.limit"))
	c.Flags().BoolVar(&asJSON, "json", false, t.S("cli.flag.json"))
	return c
}

func writeJSONLines(w io.Writer, calls []store.Call) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, c := range calls {
		if err := enc.Encode(export.LineOf(c)); err != nil {
			return err
		}
	}
	return nil
}

func (f *face) writeTable(calls []store.Call) error {
	t := f.Printer
	tw := tabwriter.NewWriter(f.Out, 0, 4, 2, ' ', 0)
	for _, c := range calls {
		l := export.LineOf(c)
		why := ""
		if c.Reason != "" {
			why, _ = t.Code(c.Reason, c.ReasonArg)
		}
		fmt.Fprintf(tw, "%d\t%s\t%s\t%s\t%s\t%s\t%s%s\n", l.ID, t.Stamp(c.StartedAt), t.Clock(c.Duration), l.Operator, l.Client,
			t.S("state."+string(c.State)), l.Summary, why)
	}
	return tw.Flush()
}

// demo opens the window on the embedded portal and sandbox.
func (f *face) demo() *cobra.Command {
	o := WindowOptions{Demo: true}
	c := &cobra.Command{
		Use:   "demo",
		Short: f.Printer.S("cli.demo"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Home = f.home
			return f.OpenWindow(cmd.Context(), o)
		},
	}
	c.Flags().StringVar(&o.Shots, "shots", "", f.Printer.S("cli.flag.shots"))
	c.Flags().BoolVar(&o.Full, "full", false, f.Printer.S("cli.flag.full"))
	return c
}
