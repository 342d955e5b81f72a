// Package cli is the face without a window: the same jobs for schedulers,
// scripts and integrators. It draws nothing and needs no display.
//
// Answers go to standard output, progress and complaints to standard error.
// The exit status is 0 when all is done, 1 when something failed or waits for
// a person, 2 for wrong use, 3 when the configuration stops the work.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/drill"
	"sensedesk/sync/mirror"
	"sensedesk/ui/export"
	"sensedesk/ui/i18n"
)

// Exit statuses.
const (
	ExitDone   = 0
	ExitPerson = 1
	ExitUsage  = 2
	ExitConfig = 3
)

// Calls is what the commands need of the database.
type Calls interface {
	Settings(ctx context.Context) (store.Settings, error)
	SaveSettings(ctx context.Context, s store.Settings) error
	RemoveProfile(ctx context.Context, s store.Settings, id store.ProfileID) error
	CountByProfile(ctx context.Context) (map[store.ProfileID]int, error)
	Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error)
	Checkpoints(ctx context.Context) ([]store.Checkpoint, error)
	People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error)
	EditField(ctx context.Context, id store.CallID, key, value string, now time.Time) error
	FieldEdits(ctx context.Context, id store.CallID) ([]store.FieldEdit, error)
	export.Source
}

// Secrets is what the commands need of the keyring.
type Secrets interface {
	Set(ctx context.Context, name store.SecretName, secret string) error
	Remove(ctx context.Context, name store.SecretName) error
	Saved(ctx context.Context, more ...store.SecretName) (map[store.SecretName]bool, error)
}

// Engine is what the commands need of the work.
type Engine interface {
	Pass(ctx context.Context, o engine.PassOptions) (engine.Report, error)
	Check(ctx context.Context, s store.Settings) []store.CheckLine
	Status() engine.Status
	AddChats(ctx context.Context, list []store.Chat) (engine.ChatReport, error)
	SendFields(ctx context.Context) error
	Mirror(ctx context.Context, tell func(engine.MirrorStatus)) (mirror.Progress, error)
}

// World is one opened data folder.
type World struct {
	Calls   Calls
	Secrets Secrets
	Engine  Engine
	Feed    *store.Feed
	// Lock takes the folder for work that changes calls; code already_running
	// when another copy has it. Close gives it back.
	Lock  func() error
	Close func(ctx context.Context) error
}

// WindowOptions choose what the window opens on.
type WindowOptions struct {
	Home  string
	Demo  bool
	Shots string // folder: do the demo's job, leave a picture of every screen there and end
	Full  bool   // with Shots: in every language, light and dark
}

// Deps is everything the commands need from outside.
type Deps struct {
	Printer     *i18n.Printer
	In          io.Reader
	Out, Err    io.Writer
	ToTerminal  bool // Out is a terminal, which files of bytes would garble
	Version     string
	DefaultHome string
	OpenWorld   func(ctx context.Context, home string) (*World, error)
	OpenWindow  func(ctx context.Context, o WindowOptions) error
	// Sandbox starts the embedded SpeechSense and returns its address.
	Sandbox func(ctx context.Context, o SandboxOptions) (address string, stop func() error, err error)
	// Drill kills the program over and over while it works on a portal and a
	// SpeechSense of its own, and counts what became of the calls.
	Drill func(ctx context.Context, kills int, tell func(drill.Progress)) (drill.Result, error)
	// ReadSecret reads one line that is not shown while it is typed; it is used
	// instead of In when that is a terminal. May be nil.
	ReadSecret func() (string, error)
	// Webhook checks a pasted Bitrix24 webhook and returns it in one shape.
	Webhook func(pasted string) (normalised string, err error)
}

// closing is how long a command may take to leave the data folder in order.
const closing = 10 * time.Second

// face holds what the commands share.
type face struct {
	Deps
	home string
	exit int
}

// Run carries out one command line and returns the exit status.
func Run(ctx context.Context, d Deps, args []string) int {
	f := &face{Deps: d}
	root := f.root()
	root.SetArgs(args)
	root.SetIn(d.In)
	root.SetOut(d.Out)
	root.SetErr(d.Err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return f.exit
	}
	var use *usageError
	if errors.As(err, &use) {
		fmt.Fprintln(d.Err, f.Printer.S("cli.usage", i18n.Args{"text": err.Error()}))
		return ExitUsage
	}
	f.complain(err)
	if store.CodeOf(err).Class() == store.ClassConfiguration {
		return ExitConfig
	}
	return ExitPerson
}

// usageError is wrong use found by a command itself.
type usageError struct{ error }

func wrongUse(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// complain says an error as a person reads it.
func (f *face) complain(err error) {
	what, cure := f.Printer.Error(err)
	fmt.Fprintln(f.Err, what)
	if cure != "" {
		fmt.Fprintln(f.Err, cure)
	}
	if store.CodeOf(err) == store.CodeInternal {
		fmt.Fprintln(f.Err, err)
	}
}

func (f *face) root() *cobra.Command {
	t := f.Printer
	root := &cobra.Command{
		Use:           "sensedesk",
		Short:         t.S("cli.root"),
		Version:       f.Version,
		Args:          noArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.OpenWindow(cmd.Context(), WindowOptions{Home: f.home})
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.PersistentFlags().StringVar(&f.home, "home", f.DefaultHome, t.S("cli.flag.home"))
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(f.demo(), f.sync(), f.mirror(), f.check(), f.settings(), f.profile(), f.key(), f.calls(), f.export(), f.imports(), f.field(), f.sandbox(), f.drill())
	for _, c := range root.Commands() {
		wantArgs(c)
	}
	return root
}

// noArgs refuses stray words: cobra would take them for a command.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrongUse("%q", args[0])
	}
	return nil
}

// wantArgs makes a wrong number of words a usage error.
func wantArgs(c *cobra.Command) {
	check := c.Args
	if check == nil {
		check = noArgs
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &usageError{err}
		}
		return nil
	}
	for _, sub := range c.Commands() {
		wantArgs(sub)
	}
}

// world opens the data folder for the length of fn.
func (f *face) world(ctx context.Context, fn func(*World) error) (err error) {
	w, err := f.OpenWorld(ctx, f.home)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		err = errors.Join(err, w.Close(ctx))
	}()
	return fn(w)
}
