package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/ui/export"
	"sensedesk/ui/i18n"
)

// export writes one call to a file or to standard output.
func (f *face) export() *cobra.Command {
	var format, out string
	t := f.Printer
	c := &cobra.Command{
		Use:   "export CALL",
		Short: t.S("cli.export"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || id <= 0 {
				return wrongUse("%q: sensedesk calls", args[0])
			}
			kind, err := formatFor(format, out)
			if err != nil {
				return err
			}
			if out == stdio && kind.Binary() && f.ToTerminal {
				return wrongUse("--format %s: --out FILE", kind)
			}
			return f.world(cmd.Context(), func(w *World) error {
				d, err := export.Read(cmd.Context(), w.Calls, store.CallID(id))
				if err != nil {
					return err
				}
				var b bytes.Buffer
				if err := export.Write(&b, kind, d, t); err != nil {
					return err
				}
				if err := f.writeFile(out, b.Bytes()); err != nil || out == stdio {
					return err
				}
				fmt.Fprintln(f.Err, t.S("export.saved", i18n.Args{"name": out}))
				return nil
			})
		},
	}
	c.Flags().StringVar(&format, "format", "", t.S("cli.flag.export.format", i18n.Args{"formats": fmt.Sprint(export.Formats())}))
	c.Flags().StringVar(&out, "out", stdio, t.S("cli.flag.export.out"))
	return c
}

// formatFor is the format asked for: by its name, or by the file's; plain text
// otherwise.
func formatFor(name, out string) (export.Format, error) {
	if name != "" {
		if kind := export.Format(name); slices.Contains(export.Formats(), kind) {
			return kind, nil
		}
		return "", wrongUse("--format: %q; %v", name, export.Formats())
	}
	if kind, ok := export.FormatOf(out); ok {
		return kind, nil
	}
	return export.TXT, nil
}
