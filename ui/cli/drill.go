package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"sensedesk/sync/drill"
	"sensedesk/ui/drillpage"
)

// toldEvery is how much time lies between two lines of progress.
const toldEvery = 5 * time.Second

// drill checks that nothing is lost and nothing is paid twice.
func (f *face) drill() *cobra.Command {
	kills := drill.DefaultKills
	var asJSON bool
	c := &cobra.Command{
		Use:   "drill",
		Short: f.Printer.S("cli.drill"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if kills < 1 {
				return wrongUse("--kills %d", kills)
			}
			var last time.Time
			result, err := f.Drill(cmd.Context(), kills, func(p drill.Progress) {
				if now := time.Now(); p.Settling || now.Sub(last) >= toldEvery {
					last = now
					fmt.Fprintln(f.Err, drillpage.Progress(f.Printer, p))
				}
			})
			if err != nil {
				return err
			}
			return f.drilled(asJSON, result)
		},
	}
	c.Flags().IntVar(&kills, "kills", kills, f.Printer.S("cli.flag.kills"))
	c.Flags().BoolVar(&asJSON, "json", false, f.Printer.S("cli.flag.json"))
	return c
}

// drilled prints the result and sets the exit status.
func (f *face) drilled(asJSON bool, r drill.Result) error {
	if !r.Passed() {
		f.exit = ExitPerson
	}
	if asJSON {
		raw, err := json.Marshal(r)
		if err != nil {
			return err
		}
		fmt.Fprintln(f.Out, string(raw))
		return nil
	}
	fmt.Fprintln(f.Out, drillpage.Headline(f.Printer, r))
	fmt.Fprintln(f.Out)
	for _, row := range drillpage.Rows(f.Printer, r) {
		fmt.Fprintf(f.Out, "%8s  %s\n", row.Value, row.Name)
	}
	fmt.Fprintln(f.Out)
	for _, note := range drillpage.Notes(f.Printer, r) {
		fmt.Fprintln(f.Out, note)
	}
	return nil
}
