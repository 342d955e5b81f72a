package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// SandboxOptions say how the embedded SpeechSense is served.
type SandboxOptions struct {
	Listen, Key      string
	CertFile         string // its certificate and key, PEM; empty = none of its own
	KeyFile          string
	AuthorityFile    string        // it makes a certificate authority and writes its certificate here; empty = it does not
	Quota            bool          // reading is limited as SpeechSense limits it
	Delay            time.Duration // how long an accepted talk stays invisible
	Filled           bool          // it begins with the talks of the demo
	ConnectionID     string        // the only connection and project; empty = any
	ProjectID        string
	OnlyService      string // the only spelling of the service it answers to; empty = both
	MaxMessage       int    // bytes; 0 = as Hybrid
	ReadOnly, Strict bool   // uploads are refused; metadata keys nobody declared are refused
}

// sandbox serves the embedded SpeechSense until it is interrupted.
func (f *face) sandbox() *cobra.Command {
	var o SandboxOptions
	t := f.Printer
	c := &cobra.Command{
		Use:   "sandbox",
		Short: t.S("cli.sandbox"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case (o.CertFile == "") != (o.KeyFile == ""):
				return wrongUse("--tls-cert, --tls-key")
			case o.CertFile != "" && o.AuthorityFile != "":
				return wrongUse("--tls, --tls-cert")
			}
			address, stop, err := f.Sandbox(cmd.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprintln(f.Out, t.S("cli.sandbox.ready", i18n.Args{"address": address}))
			if o.AuthorityFile != "" {
				fmt.Fprintln(f.Out, t.S("cli.sandbox.authority", i18n.Args{"file": o.AuthorityFile}))
			}
			<-cmd.Context().Done()
			return stop()
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.Listen, "listen", store.SandboxAddress, t.S("cli.flag.listen"))
	flags.StringVar(&o.Key, "key", "", t.S("cli.flag.sandbox_key"))
	flags.StringVar(&o.AuthorityFile, "tls", "", t.S("cli.flag.sandbox_tls"))
	flags.StringVar(&o.CertFile, "tls-cert", "", t.S("cli.flag.sandbox_cert"))
	flags.StringVar(&o.KeyFile, "tls-key", "", t.S("cli.flag.sandbox_certkey"))
	flags.BoolVar(&o.Quota, "quota", false, t.S("cli.flag.sandbox_quota"))
	flags.DurationVar(&o.Delay, "delay", 0, t.S("cli.flag.sandbox_delay"))
	flags.BoolVar(&o.Filled, "filled", false, t.S("cli.flag.sandbox_filled"))
	flags.StringVar(&o.ConnectionID, "connection", "", t.S("cli.flag.sandbox_connection"))
	flags.StringVar(&o.ProjectID, "project", "", t.S("cli.flag.sandbox_project"))
	flags.StringVar(&o.OnlyService, "service", "", t.S("cli.flag.sandbox_service"))
	flags.IntVar(&o.MaxMessage, "max-message", 0, t.S("cli.flag.sandbox_message"))
	flags.BoolVar(&o.ReadOnly, "read-only", false, t.S("cli.flag.sandbox_readonly"))
	flags.BoolVar(&o.Strict, "strict", false, t.S("cli.flag.sandbox_strict"))
	return c
}
