package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/ui/files"
	"sensedesk/ui/i18n"
)

// settings shows, changes, reads and writes the settings; never a secret.
func (f *face) settings() *cobra.Command {
	t := f.Printer
	c := &cobra.Command{Use: "settings", Short: t.S("cli.settings"), RunE: needsCommand}
	c.AddCommand(
		&cobra.Command{Use: "show", Short: t.S("cli.settings.show"), RunE: func(cmd *cobra.Command, _ []string) error {
			return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) {
				for _, kv := range s.Flat() {
					fmt.Fprintf(f.Out, "%s=%s\n", kv[0], kv[1])
				}
				return nil, nil
			})
		}},
		&cobra.Command{Use: "set KEY=VALUE…", Short: t.S("cli.settings.set"), Args: cobra.MinimumNArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) { return setAll(s, args) })
		}},
		&cobra.Command{Use: "import FILE", Short: t.S("cli.settings.import"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			return f.withSettings(cmd.Context(), func(old store.Settings) (*store.Settings, error) {
				raw, err := f.readFile(args[0])
				if err != nil {
					return nil, err
				}
				s, err := store.DecodeSettings(bytes.NewReader(raw))
				s = s.Keeping(old)
				return &s, err
			})
		}},
		&cobra.Command{Use: "export FILE", Short: t.S("cli.settings.export"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) {
				var buf bytes.Buffer
				if err := s.Encode(&buf); err != nil {
					return nil, err
				}
				return nil, f.writeFile(args[0], buf.Bytes())
			})
		}},
	)
	return c
}

// needsCommand answers a group that was called without naming its command.
func needsCommand(cmd *cobra.Command, _ []string) error {
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return wrongUse("%s: %s", cmd.CommandPath(), strings.Join(names, " | "))
}

// withSettings hands the settings to fn and saves what it returns, if anything.
func (f *face) withSettings(ctx context.Context, fn func(store.Settings) (*store.Settings, error)) error {
	return f.world(ctx, func(w *World) error {
		s, err := w.Calls.Settings(ctx)
		if err != nil {
			return err
		}
		changed, err := fn(s)
		if err != nil || changed == nil {
			return err
		}
		return w.Calls.SaveSettings(ctx, *changed)
	})
}

// setAll applies KEY=VALUE pairs, checked together.
func setAll(s store.Settings, args []string) (*store.Settings, error) {
	pairs := make([][2]string, len(args))
	for i, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, wrongUse("KEY=VALUE: %q", arg)
		}
		pairs[i] = [2]string{key, value}
	}
	s, err := s.SetAll(pairs)
	return &s, err
}

// stdio is the file name that stands for standard input or output.
const stdio = "-"

func (f *face) readFile(name string) ([]byte, error) {
	if name == stdio {
		return io.ReadAll(f.In)
	}
	raw, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, store.E(store.CodeNotFound, "read "+name, err, "what", name)
	}
	return raw, err
}

func (f *face) writeFile(name string, raw []byte) error {
	if name == stdio {
		_, err := f.Out.Write(raw)
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return files.Save(name, raw)
}

// key stores, removes and lists secrets. A secret is read from standard input,
// never from the command line, where other users of the machine could see it.
func (f *face) key() *cobra.Command {
	t := f.Printer
	c := &cobra.Command{Use: "key", Short: t.S("cli.key"), RunE: needsCommand}
	c.AddCommand(
		&cobra.Command{Use: "set NAME", Short: t.S("cli.key.set"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			name := store.SecretName(args[0])
			return f.world(cmd.Context(), func(w *World) error {
				if err := f.knownSecret(cmd.Context(), w, name); err != nil {
					return err
				}
				secret, err := f.readSecret()
				if err == nil && name == store.SecretBitrix24 {
					secret, err = f.Webhook(secret)
				}
				if err != nil {
					return err
				}
				return w.Secrets.Set(cmd.Context(), name, secret)
			})
		}},
		&cobra.Command{Use: "remove NAME", Short: t.S("cli.key.remove"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			name := store.SecretName(args[0])
			return f.world(cmd.Context(), func(w *World) error {
				if err := f.knownSecret(cmd.Context(), w, name); err != nil {
					return err
				}
				return w.Secrets.Remove(cmd.Context(), name)
			})
		}},
		&cobra.Command{Use: "list", Short: t.S("cli.key.list"), RunE: func(cmd *cobra.Command, _ []string) error {
			return f.world(cmd.Context(), func(w *World) error {
				s, err := w.Calls.Settings(cmd.Context())
				if err != nil {
					return err
				}
				names := store.SecretNamesOf(s)
				saved, err := w.Secrets.Saved(cmd.Context(), names...)
				if err != nil {
					return err
				}
				for _, name := range names {
					word := "cli.key.missing"
					if saved[name] {
						word = "cli.key.saved"
					}
					fmt.Fprintf(f.Out, "%-12s %s\n", name, t.S(word))
				}
				return nil
			})
		}},
	)
	return c
}

// readSecret takes one secret from the terminal, unseen, or from standard input.
func (f *face) readSecret() (string, error) {
	var secret string
	if f.ReadSecret != nil {
		fmt.Fprint(f.Err, f.Printer.S("cli.key.prompt")+" ")
		s, err := f.ReadSecret()
		fmt.Fprintln(f.Err)
		if err != nil {
			return "", fmt.Errorf("read the secret: %w", err)
		}
		secret = s
	} else {
		raw, err := io.ReadAll(io.LimitReader(f.In, 64<<10))
		if err != nil {
			return "", fmt.Errorf("read the secret: %w", err)
		}
		secret = string(raw)
	}
	if secret = strings.TrimSpace(secret); secret == "" {
		return "", wrongUse("%s", f.Printer.S("cli.key.empty", i18n.Args{}))
	}
	return secret, nil
}
