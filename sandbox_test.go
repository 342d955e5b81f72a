package main

import (
	"path/filepath"
	"testing"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/sync/speechsense"
	"sensedesk/ui/cli"
	"sensedesk/ui/i18n"
)

// The sandbox for integrators begins with talks when asked to, and its own client
// passes every check over TLS with the certificate file it wrote.
func TestSandboxForIntegrators(t *testing.T) {
	catalogue, err := i18n.Load(assets.Files())
	must(t, err)
	p := &program{catalogue: catalogue, lang: i18n.EN}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	address, stop, err := p.sandbox(t.Context(), cli.SandboxOptions{Listen: "127.0.0.1:0", Key: "test", AuthorityFile: ca, Filled: true, Quota: true, Strict: true})
	must(t, err)
	t.Cleanup(func() { must(t, stop()) })

	s := store.PresetOf(store.KindHybrid)
	s.Address, s.TLS, s.CAFile, s.ConnectionID, s.ProjectID = address, store.TLSCA, ca, sandboxConnection, "eag-project"
	c, err := speechsense.Dial(speechsense.Options{Settings: s, Key: "test"})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	for _, l := range c.Check(t.Context()) {
		if !l.OK && !l.Unsure {
			t.Errorf("%+v", l)
		}
	}
	if ids, err := c.FindByMarker(t.Context(), "nobody"); err != nil || len(ids) != 0 {
		t.Errorf("%v %v", ids, err)
	}

	if _, _, err := p.sandbox(t.Context(), cli.SandboxOptions{Listen: "127.0.0.1:0", CertFile: ca, KeyFile: ca}); store.CodeOf(err) != store.CodeTLS {
		t.Errorf("a certificate without its key: %v", err)
	}
}
