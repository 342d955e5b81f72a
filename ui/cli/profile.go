package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// profile lists the SpeechSense profiles, goes over to another one, adds and
// removes them. What a profile consists of is set by «settings set
// profiles.NAME.…», its key by «key set speechsense/NAME».
func (f *face) profile() *cobra.Command {
	t := f.Printer
	c := &cobra.Command{Use: "profile", Short: t.S("cli.profile"), RunE: needsCommand}
	var kind, title string
	add := &cobra.Command{Use: "add NAME", Short: t.S("cli.profile.add"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) {
			id := store.ParseProfileID(args[0])
			if _, ok := s.ProfileSettings(id); ok {
				return nil, wrongUse("%s", t.S("cli.profile.there", i18n.Args{"name": args[0]}))
			}
			pairs := [][2]string{{"profiles." + args[0] + ".kind", kind}}
			if title != "" {
				pairs = append(pairs, [2]string{"profiles." + args[0] + ".name", title})
			}
			s, err := s.SetAll(pairs)
			return &s, err
		})
	}}
	add.Flags().StringVar(&kind, "kind", store.KindCloud, t.S("cli.flag.profile_kind"))
	add.Flags().StringVar(&title, "name", "", t.S("cli.flag.profile_name"))
	var yes bool
	remove := &cobra.Command{Use: "remove NAME", Short: t.S("cli.profile.remove"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.world(cmd.Context(), func(w *World) error { return f.removeProfile(cmd.Context(), w, args[0], yes) })
	}}
	remove.Flags().BoolVar(&yes, "yes", false, t.S("cli.flag.yes"))
	c.AddCommand(
		&cobra.Command{Use: "list", Short: t.S("cli.profile.list"), RunE: func(cmd *cobra.Command, _ []string) error {
			return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) {
				for _, id := range s.ProfileIDs() {
					ss, _ := s.ProfileSettings(id)
					mark := " "
					if id == s.Profile {
						mark = "*"
					}
					fmt.Fprintf(f.Out, "%s %s\t%s\t%s\n", mark, id, f.profileName(ss), ss.Address)
				}
				return nil, nil
			})
		}},
		&cobra.Command{Use: "use NAME", Short: t.S("cli.profile.use"), Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			return f.withSettings(cmd.Context(), func(s store.Settings) (*store.Settings, error) {
				s, err := s.WithProfile(store.ParseProfileID(args[0]))
				return &s, err
			})
		}},
		add, remove,
	)
	return c
}

// removeProfile takes a profile and its key away, after a yes.
func (f *face) removeProfile(ctx context.Context, w *World, name string, yes bool) error {
	t, id := f.Printer, store.ParseProfileID(name)
	s, err := w.Calls.Settings(ctx)
	if err != nil {
		return err
	}
	ss, ok := s.ProfileSettings(id)
	if !ok {
		_, err := s.WithProfile(id)
		return err
	}
	if id == s.Profile {
		return wrongUse("%s", t.S("cli.profile.active", i18n.Args{"name": name}))
	}
	waiting, err := w.Calls.CountByProfile(ctx)
	if err != nil {
		return err
	}
	if !yes {
		text := t.S("profiles.remove.text", i18n.Args{"name": f.profileName(ss)})
		if n := waiting[id]; n > 0 {
			text += " " + t.N("profiles.remove.waiting", n)
		}
		fmt.Fprintln(f.Err, text)
		fmt.Fprint(f.Err, t.S("cli.profile.sure")+" ")
		answer, _ := bufio.NewReader(f.In).ReadString('\n') // no answer is a no
		if !slices.Contains([]string{"y", "yes", "д", "да", "и", "иә"}, strings.ToLower(strings.TrimSpace(answer))) {
			return wrongUse("%s", t.S("cli.profile.kept"))
		}
	}
	if err := w.Calls.RemoveProfile(ctx, s.WithoutProfile(id), id); err != nil {
		return err
	}
	return w.Secrets.Remove(ctx, store.SecretOf(id))
}

// profileName is what a profile is called: its own name, or that of its kind.
func (f *face) profileName(ss store.SpeechSettings) string {
	if ss.Name != "" {
		return ss.Name
	}
	return f.Printer.S("upload.profile." + ss.Kind)
}

// knownSecret tells whether a secret may have this name: the fixed ones, and a
// key for each profile there is.
func (f *face) knownSecret(ctx context.Context, w *World, name store.SecretName) error {
	s, err := w.Calls.Settings(ctx)
	if err != nil {
		return err
	}
	names := store.SecretNamesOf(s)
	if slices.Contains(names, name) {
		return nil
	}
	spelt := make([]string, len(names))
	for i, n := range names {
		spelt[i] = string(n)
	}
	return wrongUse("NAME: %s: %q", strings.Join(spelt, ", "), string(name))
}
