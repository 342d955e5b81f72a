// Command sensedesk takes recorded phone calls out of a CRM, sends them to
// Yandex SpeechSense and brings the results home to be reviewed.
//
// This file reads the command line, builds the world, opens the window or the
// command line on it, and shuts both down in order. It is the only one that
// needs a display, a sound card and a C compiler.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	_ "time/tzdata" // zones of calendar days also where the system has none

	"github.com/jeandeaual/go-locale"
	"golang.org/x/term"

	"sensedesk/assets"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/drill"
	"sensedesk/ui/cli"
	"sensedesk/ui/i18n"
)

// version is set by the build.
var version = "0.1.0"

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) == 2 && os.Args[1] == drill.Command {
		return drillChild(ctx, os.Stdin, os.Stdout, os.Stderr)
	}
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		fmt.Fprintln(os.Stderr, "sensedesk:", err)
		return cli.ExitPerson
	}
	lang := language()
	p := &program{catalogue: catalogue, lang: lang}
	d := cli.Deps{
		Printer: catalogue.In(lang), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, ToTerminal: term.IsTerminal(int(os.Stdout.Fd())), Version: version,
		DefaultHome: defaultHome(),
		OpenWorld: func(ctx context.Context, home string) (*cli.World, error) {
			w, err := p.open(ctx, home, nil)
			if err != nil {
				return nil, err
			}
			return &cli.World{Calls: w.db, Secrets: w.secrets, Engine: w.engine, Feed: w.feed, Lock: w.take, Close: w.close}, nil
		},
		OpenWindow: p.window,
		Sandbox:    p.sandbox,
		Drill:      p.drill,
		Webhook: func(pasted string) (string, error) {
			normalised, _, err := bitrix24.ParseWebhook(pasted)
			return normalised, err
		},
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		d.ReadSecret = func() (string, error) {
			raw, err := term.ReadPassword(int(os.Stdin.Fd()))
			return string(raw), err
		}
	}
	return cli.Run(ctx, d, os.Args[1:])
}

// language is the one the person's system speaks.
func language() i18n.Lang {
	if tag, err := locale.GetLocale(); err == nil && runtime.GOOS != "linux" {
		return i18n.FromLocale(tag)
	}
	return i18n.System(os.Getenv)
}

// defaultHome is where data lies unless --home says otherwise: where the
// system keeps the data of programs.
func defaultHome() string {
	if home := os.Getenv("SENSEDESK_HOME"); home != "" {
		return home
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" && runtime.GOOS == "linux" {
		return filepath.Join(dir, "sensedesk")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "sensedesk-data"
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "sensedesk")
		}
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "sensedesk")
	}
	return filepath.Join(home, ".local", "share", "sensedesk")
}

// program is what both faces share.
type program struct {
	catalogue *i18n.Catalogue
	lang      i18n.Lang
}
