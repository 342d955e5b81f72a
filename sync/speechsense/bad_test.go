package speechsense_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// madeAt returns a private authority's file and a certificate for the loopback
// address, made at a time.
func madeAt(t *testing.T, at time.Time, hosts ...string) (caFile string, server *tls.Config) {
	t.Helper()
	cert, authority, err := sandbox.MakeCertificate(at, hosts...)
	if err != nil {
		t.Fatal(err)
	}
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(caFile, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	return caFile, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
}

// selfSigned is what administrators make in a hurry: no authority, no purposes.
func selfSigned(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// webServer is a web server where somebody took SpeechSense to be.
func webServer(t *testing.T, secured *tls.Config, http2 bool) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>It works!</html>") // the client may be gone
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.EnableHTTP2 = http2
	if secured != nil {
		s.TLS = secured.Clone()
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// Whatever is at the address, the first line of the check says what it is and
// with that what to do; a run that meets it pauses with the same, and no bytes of
// a recording or key have left.
func TestStrangeServers(t *testing.T) {
	now := time.Now()
	ca, good := madeAt(t, now, "127.0.0.1")
	otherCA, _ := madeAt(t, now, "127.0.0.1")
	hostCA, otherHost := madeAt(t, now, "sense.example.test")
	oldCA, expired := madeAt(t, now.AddDate(-1, 0, 0), "127.0.0.1")
	clients := good.Clone()
	clients.ClientAuth = tls.RequireAnyClientCert
	clients.MaxVersion = tls.VersionTLS12 // 1.3 refuses only after the handshake
	self := selfSigned(t)

	for name, tc := range map[string]struct {
		server       *tls.Config
		web          bool // a web server instead of a sandbox
		http2        bool
		mode, caFile string
		code         store.Code
		why          string
	}{
		"a private authority nobody told us of": {server: good, mode: store.TLSSystem, code: store.CodeTLS, why: "authority"},
		"another company's authority":           {server: good, mode: store.TLSCA, caFile: otherCA, code: store.CodeTLS, why: "authority"},
		"signed by itself":                      {server: self, mode: store.TLSSystem, code: store.CodeTLS, why: "authority"},
		"a certificate for another host":        {server: otherHost, mode: store.TLSCA, caFile: hostCA, code: store.CodeTLS, why: "host"},
		"an expired certificate":                {server: expired, mode: store.TLSCA, caFile: oldCA, code: store.CodeTLS, why: "expired"},
		"TLS to a plaintext port":               {mode: store.TLSCA, caFile: ca, code: store.CodeTLS, why: "plain"},
		"plaintext to a TLS port":               {server: good, mode: store.TLSOff, code: store.CodeTLS, why: "wanted"},
		"plaintext to a TLS port of nobody":     {server: self, mode: store.TLSOff, code: store.CodeTLS, why: "wanted"},
		"a server that wants a certificate":     {server: clients, mode: store.TLSCA, caFile: ca, code: store.CodeTLS, why: "alert"},
		"a web server":                          {web: true, mode: store.TLSOff, code: store.CodeServiceMissing},
		"TLS to a web server":                   {web: true, mode: store.TLSCA, caFile: ca, code: store.CodeTLS, why: "plain"},
		"a web server with TLS":                 {web: true, server: good, mode: store.TLSCA, caFile: ca, code: store.CodeServiceMissing},
		"a web server with HTTP/2":              {web: true, server: good, http2: true, mode: store.TLSCA, caFile: ca, code: store.CodeServiceMissing},
		"plaintext to a web server with TLS":    {web: true, server: good, http2: true, mode: store.TLSOff, code: store.CodeTLS, why: "wanted"},
		"the right one":                         {server: good, mode: store.TLSCA, caFile: ca},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // a broken connection is given two seconds to come back
			var s *sandbox.Server
			address := ""
			if tc.web {
				address = webServer(t, tc.server, tc.http2)
			} else {
				s = startSandbox(t, sandbox.Options{TLS: tc.server})
				address = s.Address()
			}
			settings := settingsFor(address)
			settings.TLS, settings.CAFile = tc.mode, tc.caFile
			c := dial(t, speechsense.Options{Settings: settings})

			lines := c.Check(t.Context())

			first := lines[0]
			if first.Name != "address" || store.CodeOf(first.Err) != tc.code || first.Err != nil && store.ArgsOf(first.Err)["why"] != tc.why {
				t.Errorf("got %+v", first)
			}
			if first.Err == nil {
				return
			}
			if len(lines) != 1 || strings.Contains(first.Err.Error(), testKey) {
				t.Errorf("got %+v", lines)
			}
			if tc.http2 && tc.mode != store.TLSOff {
				return // it takes a request and answers nonsense: with an upload that is an unknown outcome
			}
			_, err := c.Upload(t.Context(), upload("m", sound(1, 100)))
			if store.CodeOf(err) != tc.code {
				t.Errorf("upload: %v", err)
			}
			if s != nil && len(s.Uploads()) != 0 {
				t.Error("a recording arrived")
			}
		})
	}
}

// An IAM token dies after twelve hours at the latest; the sentence for it is not
// the one for a key.
func TestExpiredToken(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	for _, scheme := range []string{"Api-Key", "Bearer"} {
		settings := settingsFor(s.Address())
		settings.Auth = scheme
		const token = "t1.9euelZqUyc2KmImXnJqPlZXLk5Ga"
		c := dial(t, speechsense.Options{Settings: settings, Key: token})
		for _, err := range []error{c.Check(t.Context())[1].Err, func() error { _, err := c.Upload(t.Context(), upload("m", sound(1, 100))); return err }()} {
			if store.CodeOf(err) != store.CodeKeyRefused || store.ArgsOf(err)["auth"] != scheme || strings.Contains(err.Error(), token) {
				t.Errorf("%s: %v", scheme, err)
			}
		}
	}
}

// Each wrong id is named.
func TestWrongIDs(t *testing.T) {
	s := startSandbox(t, sandbox.Options{OrganizationID: "bpf-right", SpaceID: "f3f-right", ConnectionID: "eag-connection", ProjectID: "eag-project"})
	right := settingsFor(s.Address())
	right.OrganizationID, right.SpaceID = "bpf-right", "f3f-right"
	for id, edit := range map[string]func(*store.SpeechSettings){
		"":             func(*store.SpeechSettings) {},
		"organization": func(s *store.SpeechSettings) { s.OrganizationID = "bpf-wrong" },
		"space":        func(s *store.SpeechSettings) { s.SpaceID = "f3f-wrong" },
		"connection":   func(s *store.SpeechSettings) { s.ConnectionID = "eag-wrong" },
		"project":      func(s *store.SpeechSettings) { s.ProjectID = "eag-wrong" },
	} {
		settings := right
		edit(&settings)
		c := dial(t, speechsense.Options{Settings: settings})
		lines := c.Check(t.Context())
		i := slices.IndexFunc(lines, func(l store.CheckLine) bool { return l.Err != nil })
		switch {
		case id == "" && i < 0:
		case id == "", i < 0, store.CodeOf(lines[i].Err) != store.CodeIDUnknown, store.ArgsOf(lines[i].Err)["id"] != id:
			t.Errorf("%s: %+v", id, lines)
		}
		_, err := c.Get(t.Context(), []store.TalkID{"aud-none"})
		if id == "" && err != nil || id != "" && (store.CodeOf(err) != store.CodeIDUnknown || store.ArgsOf(err)["id"] != id) {
			t.Errorf("get with a wrong %s: %v", id, err)
		}
	}
}

// A talk of 8 MB is twice what gRPC takes unless told otherwise.
func TestATalkOfEightMegabytes(t *testing.T) {
	long := store.Talk{}
	for i := range int64(16_000) {
		long.Phrases = append(long.Phrases, store.Phrase{StartMS: i * 100, EndMS: i*100 + 90, Text: strings.Repeat("слово ", 50)})
	}
	s := startSandbox(t, sandbox.Options{Talks: map[string]sandbox.Prepared{hashOf(sound(0, 50)): {Talk: long}}})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	results, err := c.Get(t.Context(), putMany(t, c, 1))
	if err != nil || len(results) != 1 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	if n := len(results[0].Raw); n < 8<<20 || len(results[0].Talk.Phrases) != len(long.Phrases) {
		t.Errorf("%d bytes, %d phrases", n, len(results[0].Talk.Phrases))
	}
}

// A hundred talks that come to twice the cap of a message arrive in halves.
func TestAHundredTalksThatFitOnlyWhenHalved(t *testing.T) {
	var calls counts
	const each = 20_000 // bytes
	talks := map[string]sandbox.Prepared{}
	for i := range 100 {
		talks[hashOf(sound(uint64(i), 50))] = sandbox.Prepared{Talk: store.Talk{Phrases: []store.Phrase{{EndMS: 10, Text: fmt.Sprint(i, strings.Repeat("a", each))}}}}
	}
	s := startSandbox(t, sandbox.Options{Talks: talks, MaxMessage: 60 * each, Hook: calls.hook})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	ids := putMany(t, c, 100)
	results, err := c.Get(t.Context(), ids)
	if err != nil || len(results) != 100 || calls.of("Get") != 3 {
		t.Errorf("%d results in %d requests, %v", len(results), calls.of("Get"), err)
	}
}
