package speechsense_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// authority makes a certificate authority and a certificate for names signed by
// it; the authority's PEM file is returned beside the server's configuration.
func authority(t *testing.T, names ...string) (caFile string, server *tls.Config) {
	t.Helper()
	sign := func(template, parent *x509.Certificate, pub, key any) []byte {
		der, err := x509.CreateCertificate(rand.Reader, template, parent, pub, key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	rootKey := key()
	rootDER := sign(root, root, &rootKey.PublicKey, rootKey)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: root.NotBefore, NotAfter: root.NotAfter}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, n)
		}
	}
	leafKey := key()
	leafDER := sign(leaf, root, &leafKey.PublicKey, rootKey)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER}), 0o600); err != nil {
		t.Fatal(err)
	}
	return caFile, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leafDER}, PrivateKey: leafKey}}}
}

func TestTLS(t *testing.T) {
	caFile, cert := authority(t, "127.0.0.1")
	otherCA, _ := authority(t, "127.0.0.1")
	wrongNameCA, wrongName := authority(t, "sense.example.test")
	cases := map[string]struct {
		server       *tls.Config
		mode, caFile string
		want         store.Code
	}{
		"own authority":     {cert, store.TLSCA, caFile, ""},
		"another authority": {cert, store.TLSCA, otherCA, store.CodeTLS},
		"system roots":      {cert, store.TLSSystem, "", store.CodeTLS},
		"name":              {wrongName, store.TLSCA, wrongNameCA, store.CodeTLS},
		"server without":    {nil, store.TLSCA, caFile, store.CodeTLS},
		"client without":    {cert, store.TLSOff, "", store.CodeTLS},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := startSandbox(t, sandbox.Options{TLS: tc.server})
			settings := settingsFor(s.Address())
			settings.TLS, settings.CAFile = tc.mode, tc.caFile
			c := dial(t, speechsense.Options{Settings: settings})
			_, err := c.Upload(t.Context(), upload("m", sound(1, 100)))
			if store.CodeOf(err) != tc.want && (err != nil || tc.want != "") {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestDialRefuses(t *testing.T) {
	cloud := store.DefaultSettings().SpeechSense
	with := func(edit func(*store.SpeechSettings)) store.SpeechSettings {
		s := cloud
		edit(&s)
		return s
	}
	noPEM := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(noPEM, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		s    store.SpeechSettings
		key  string
		want store.Code
	}{
		"cloud":                       {cloud, "k", ""},
		"plaintext cloud":             {with(func(s *store.SpeechSettings) { s.TLS = store.TLSOff }), "k", store.CodeTLSOff},
		"cloud address called hybrid": {with(func(s *store.SpeechSettings) { s.TLS, s.Kind = store.TLSOff, store.KindHybrid }), "k", store.CodeTLSOff},
		"the same in capitals": {with(func(s *store.SpeechSettings) {
			s.TLS, s.Kind, s.Address = store.TLSOff, store.KindSandbox, "API.SpeechSense.YandexCloud.Net.:443"
		}), "k", store.CodeTLSOff},
		"plaintext hybrid": {with(func(s *store.SpeechSettings) {
			s.TLS, s.Kind, s.Address = store.TLSOff, store.KindHybrid, "sense.corp:9000"
		}), "k", ""},
		"no key":           {cloud, " \n", store.CodeKeyMissing},
		"key with a break": {cloud, "a\nb", store.CodeKeyRefused},
		"key in Cyrillic":  {cloud, "ключ", store.CodeKeyRefused},
		"no port":          {with(func(s *store.SpeechSettings) { s.Address = "sense.corp" }), "k", store.CodeAddress},
		"no host":          {with(func(s *store.SpeechSettings) { s.Address = ":443" }), "k", store.CodeAddress},
		"no CA file":       {with(func(s *store.SpeechSettings) { s.TLS, s.CAFile = store.TLSCA, "/nowhere/ca.pem" }), "k", store.CodeTLS},
		"CA file of words": {with(func(s *store.SpeechSettings) { s.TLS, s.CAFile = store.TLSCA, noPEM }), "k", store.CodeTLS},
		"tls":              {with(func(s *store.SpeechSettings) { s.TLS = "maybe" }), "k", store.CodeSettingsInvalid},
		"auth":             {with(func(s *store.SpeechSettings) { s.Auth = "Basic" }), "k", store.CodeSettingsInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			c, err := speechsense.Dial(speechsense.Options{Settings: tc.s, Key: tc.key})
			if err == nil {
				defer c.Close()
			}
			if err == nil && tc.want != "" || err != nil && store.CodeOf(err) != tc.want {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	for _, scheme := range []string{"Api-Key", "Bearer"} {
		settings := settingsFor(s.Address())
		settings.Auth = scheme
		good := dial(t, speechsense.Options{Settings: settings, Key: testKey + "\n"})
		if _, err := good.Upload(t.Context(), upload("m", sound(1, 100))); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		bad := dial(t, speechsense.Options{Settings: settings, Key: "wrong"})
		if _, err := bad.Upload(t.Context(), upload("m", sound(1, 100))); store.CodeOf(err) != store.CodeKeyRefused {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

// Whatever the server says, the key is in no error and no log line, and the
// words stay short and on one line.
func TestKeyNeverShows(t *testing.T) {
	for name, words := range map[string]string{
		"the key":      "token " + testKey + " is revoked",
		"the header":   "bad header: authorization: Api-Key " + testKey + "\nnext",
		"another key":  "expected Bearer t1.other-token",
		"a long story": strings.Repeat("щ", 500),
	} {
		t.Run(name, func(t *testing.T) {
			s := startSandbox(t, sandbox.Options{Hook: func(context.Context, sandbox.Moment) error {
				return status.Error(codes.InvalidArgument, words)
			}})
			var logged bytes.Buffer
			c := dial(t, speechsense.Options{
				Settings: settingsFor(s.Address()),
				Log:      slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			_, err := c.Upload(t.Context(), upload("m", sound(1, 100)))
			shown := store.ArgsOf(err)["text"]
			for _, text := range []string{err.Error(), shown, logged.String()} {
				if strings.Contains(text, testKey) || strings.Contains(text, "t1.other-token") {
					t.Errorf("a key shows in %q", text)
				}
			}
			if n := len([]rune(shown)); n == 0 || n > 300 || strings.Contains(shown, "\n") {
				t.Errorf("%d letters: %q", n, shown)
			}
			if !strings.Contains(logged.String(), "request_id=") || !strings.Contains(logged.String(), "InvalidArgument") {
				t.Errorf("log %q", logged.String())
			}
		})
	}
}

func TestServiceNames(t *testing.T) {
	const plain, api = "yandex.cloud.speechsense.v1.TalkService", "yandex.cloud.api.speechsense.v1.TalkService"
	for _, tc := range []struct{ name, set, served, found string }{
		{"found out, plain", "", plain, plain},
		{"found out, with api", "", api, api},
		{"set right", api, api, ""},
		{"set wrong", plain, api, api},
		{"set wrong the other way", api, plain, plain},
	} {
		for _, size := range []int{100, 5 << 20} {
			t.Run(tc.name, func(t *testing.T) {
				s := startSandbox(t, sandbox.Options{Service: tc.served})
				settings := settingsFor(s.Address())
				settings.Service = tc.set
				var found []string
				c := dial(t, speechsense.Options{Settings: settings, ServiceFound: func(name string) { found = append(found, name) }})
				for range 2 {
					if _, err := c.Upload(t.Context(), upload("m", sound(1, size))); err != nil {
						t.Fatal(err)
					}
				}
				if got := strings.Join(found, " "); got != tc.found {
					t.Errorf("found %q, want %q", got, tc.found)
				}
				if n := len(s.Uploads()); n != 2 {
					t.Errorf("%d accepted", n)
				}
			})
		}
	}
	t.Run("neither", func(t *testing.T) {
		s := startSandbox(t, sandbox.Options{Service: "some.other.Service"})
		c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
		if _, err := c.Upload(t.Context(), upload("m", sound(1, 100))); store.CodeOf(err) != store.CodeServiceMissing {
			t.Errorf("got %v", err)
		}
	})
}
