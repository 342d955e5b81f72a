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
	"sensedesk/ui/i18n"
)

// sync does one pass: find, upload, collect.
func (f *face) sync() *cobra.Command {
	var wait time.Duration
	var asJSON bool
	c := &cobra.Command{
		Use:   "sync",
		Short: f.Printer.S("cli.sync"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.world(cmd.Context(), func(w *World) error {
				if err := w.Lock(); err != nil {
					return f.stopped(asJSON, err)
				}
				report, err := f.pass(cmd.Context(), w, wait)
				return f.reported(asJSON, report, err)
			})
		},
	}
	c.Flags().DurationVar(&wait, "wait", 0, f.Printer.S("cli.flag.wait"))
	c.Flags().BoolVar(&asJSON, "json", false, f.Printer.S("cli.flag.json"))
	return c
}

// stopped reports a pass that could not begin.
func (f *face) stopped(asJSON bool, err error) error {
	return f.reported(asJSON, engine.Report{Paused: string(store.CodeOf(err))}, err)
}

// pass runs the engine and writes its progress to standard error meanwhile.
func (f *face) pass(ctx context.Context, w *World, wait time.Duration) (engine.Report, error) {
	changes, cancel := w.Feed.Subscribe()
	told := make(chan struct{})
	go func() {
		defer close(told)
		last := ""
		for c := range changes {
			if c.Kind != store.KindRun {
				continue
			}
			if line := f.progressLine(w.Engine.Status()); line != "" && line != last {
				fmt.Fprintln(f.Err, line)
				last = line
			}
		}
	}()
	report, err := w.Engine.Pass(ctx, engine.PassOptions{Wait: wait})
	cancel()
	<-told
	return report, err
}

// progressLine says in one line what the run does; steps, not bytes, so that
// a log of a scheduled run stays short.
func (f *face) progressLine(s engine.Status) string {
	t := f.Printer
	switch {
	case s.Retry.Code != "":
		what, _ := t.Code(s.Retry.Code, nil)
		return t.S("cli.progress.retry", i18n.Args{"what": what, "at": s.Retry.At.Format("15:04:05")})
	case s.Phase == engine.PhaseListing:
		return t.N("cli.progress.listing", s.Listed)
	case s.Phase == engine.PhaseWorking && s.Planned > 0:
		return t.S("cli.progress.working", i18n.Args{"done": s.Uploaded, "all": s.Planned})
	case s.Phase == engine.PhaseWaiting:
		return t.N("cli.progress.waiting", s.Counts[store.StateSent]+s.Counts[store.StateProcessing])
	}
	return ""
}

// reported prints the outcome and sets the exit status.
func (f *face) reported(asJSON bool, r engine.Report, err error) error {
	if asJSON {
		raw, encErr := json.Marshal(r)
		if encErr != nil {
			return errors.Join(err, encErr)
		}
		fmt.Fprintln(f.Out, string(raw))
	} else if r.Paused == "" {
		fmt.Fprintln(f.Out, f.Printer.S("cli.sync.report", i18n.Args{
			"found": r.Found, "skipped": r.Skipped, "waiting": r.Waiting, "uploaded": r.Uploaded,
			"unknown": r.Unknown, "failed": r.Failed, "processing": r.Processing, "done": r.Done,
		}))
	}
	if err == nil && (r.Failed > 0 || r.Unknown > 0) {
		f.exit = ExitPerson
	}
	return err
}

// check prints the connection checks.
func (f *face) check() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: f.Printer.S("cli.check"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.world(cmd.Context(), func(w *World) error {
				s, err := w.Calls.Settings(cmd.Context())
				if err != nil {
					return err
				}
				return f.checked(asJSON, w.Engine.Check(cmd.Context(), s))
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, f.Printer.S("cli.flag.json"))
	return c
}

// checkLine is one line of «check --json».
type checkLine struct {
	Name  string `json:"name"`
	Arg   string `json:"arg"`
	State string `json:"state"` // ok, unsure or failed
	Code  string `json:"code"`
	What  string `json:"what"`
	Cure  string `json:"cure"`
}

func (f *face) checked(asJSON bool, lines []store.CheckLine) error {
	t := f.Printer
	out := make([]checkLine, 0, len(lines))
	for _, l := range lines {
		line := checkLine{Name: l.Name, Arg: l.Arg, State: "ok", What: t.S("check."+l.Name, i18n.Args{"arg": l.Arg})}
		switch {
		case l.Err != nil:
			line.State, line.Code = "failed", string(store.CodeOf(l.Err))
			line.What, line.Cure = t.Error(l.Err)
			if store.CodeOf(l.Err).Class() == store.ClassConfiguration {
				f.exit = ExitConfig
			} else if f.exit == ExitDone {
				f.exit = ExitPerson
			}
		case l.Unsure:
			line.State = "unsure"
			line.Cure = t.S("check." + l.Name + ".unsure")
		}
		out = append(out, line)
	}
	if asJSON {
		raw, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintln(f.Out, string(raw))
		return nil
	}
	for _, l := range out {
		fmt.Fprintln(f.Out, t.S("cli.check."+l.State, i18n.Args{"what": l.What}))
		if l.Cure != "" {
			fmt.Fprintln(f.Out, "   "+l.Cure)
		}
	}
	return nil
}
