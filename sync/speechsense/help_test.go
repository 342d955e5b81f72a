package speechsense_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"testing"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

const testKey = "AQVN-secret-of-the-test"

// startSandbox runs a sandbox that wants testKey and closes it with the test.
func startSandbox(t testing.TB, o sandbox.Options) *sandbox.Server {
	t.Helper()
	if o.Key == "" {
		o.Key = testKey
	}
	s, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// settingsFor are those of a plaintext Hybrid server at address.
func settingsFor(address string) store.SpeechSettings {
	s := store.DefaultSettings().SpeechSense
	s.Kind, s.Address, s.TLS = store.KindHybrid, address, store.TLSOff
	s.ConnectionID, s.ProjectID = "eag-connection", "eag-project"
	return s
}

// dial connects with settings as they are.
func dial(t testing.TB, o speechsense.Options) *speechsense.Client {
	t.Helper()
	if o.Key == "" {
		o.Key = testKey
	}
	c, err := speechsense.Dial(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// fields are the metadata of a call whose marker is the given one.
func fields(marker string) map[string]string {
	return map[string]string{
		"operator_name": "Анна Ким", "operator_id": "3", "client_name": "Ерлан", "client_id": "CONTACT:275",
		"date": "2026-03-12T14:05:00+05:00", "direction_outgoing": "true", "language": "ru-RU", "call_id": marker,
	}
}

// sound makes n bytes that look like nothing and are the same for one seed.
func sound(seed uint64, n int) []byte {
	out := make([]byte, n)
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	_, _ = rand.NewChaCha8(key).Read(out) // documented never to fail
	return out
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// upload describes data as an MP3 with a marker.
func upload(marker string, data []byte) speechsense.Upload {
	return speechsense.Upload{
		ConnectionID: "eag-connection", Fields: fields(marker), Container: store.ContainerMP3, Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}
