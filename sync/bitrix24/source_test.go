package bitrix24_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/retry"
	"sensedesk/sync/sandbox"
)

// day is when the calls of these tests begin.
var day = time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("", 3*3600))

// sound returns n bytes that begin like an MP3.
func sound(n int) []byte {
	return append([]byte("ID3\x04\x00\x00\x00\x00\x00\x00"), bytes.Repeat([]byte{0xAA}, n-10)...)
}

// call returns a good call with a recording.
func call(n int64) sandbox.PortalCall {
	return sandbox.PortalCall{
		ID: n, UserID: 3, Line: "reg1", Phone: "+77010000001", Type: 2, StartedAt: day.Add(time.Duration(n) * time.Minute),
		Duration: 95 * time.Second, EntityType: "CONTACT", EntityID: 275, Sound: sound(4000 + int(n)),
	}
}

// calls returns the calls 1…n.
func calls(n int) []sandbox.PortalCall {
	out := make([]sandbox.PortalCall, n)
	for i := range out {
		out[i] = call(int64(i) + 1)
	}
	return out
}

// bench is a portal, a source that looks at it, and what both said.
type bench struct {
	*bitrix24.Source
	portal *sandbox.Portal
	log    *bytes.Buffer
	waits  *[]retry.Wait
}

// start returns a bench whose waits take no time.
func start(t *testing.T, o sandbox.PortalOptions, change ...func(*bitrix24.Options)) bench {
	t.Helper()
	portal, err := sandbox.StartPortal(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := portal.Close(); err != nil {
			t.Errorf("close portal: %v", err)
		}
	})
	b := bench{portal: portal, log: &bytes.Buffer{}, waits: &[]retry.Wait{}}
	opts := bitrix24.Options{
		Webhook: portal.Webhook(), Version: "1.0", Pace: rate.NewLimiter(rate.Inf, 1),
		Log:     slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Sleep:   func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Waiting: func(w retry.Wait) { *b.waits = append(*b.waits, w) },
	}
	for _, c := range change {
		c(&opts)
	}
	b.Source, err = bitrix24.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// all lists everything above after.
func all(t *testing.T, s *bitrix24.Source, after string, q store.ListQuery) []store.Row {
	t.Helper()
	var out []store.Row
	if err := s.List(t.Context(), after, q, func(page []store.Row) error { out = append(out, page...); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// open reads a whole recording.
func open(t *testing.T, s *bitrix24.Source, row store.Row) ([]byte, int64, error) {
	t.Helper()
	r, size, err := s.Open(t.Context(), row)
	if err != nil {
		return nil, size, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return b, size, err
}

func TestListAndOpen(t *testing.T) {
	b := start(t, sandbox.PortalOptions{Calls: calls(120)})

	rows := all(t, b.Source, "", store.ListQuery{})

	if len(rows) != 120 || rows[0].SourceID != "1" || rows[119].SourceID != "120" {
		t.Fatalf("got %d rows, first %v", len(rows), rows[:1])
	}
	got, size, err := open(t, b.Source, rows[6])
	if err != nil || size != 4007 || !bytes.Equal(got, sound(4007)) {
		t.Fatalf("got %d bytes of %d, %v", len(got), size, err)
	}
}
