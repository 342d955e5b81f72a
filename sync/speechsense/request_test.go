package speechsense_test

import (
	"bytes"
	"log/slog"
	"net"
	"regexp"
	"sync"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// Every request carries an id of its own, which stands in the log and in the
// error: support asks for it.
func TestRequestIDIsSentAndLogged(t *testing.T) {
	var mu sync.Mutex
	var sent []string
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		md, _ := metadata.FromIncomingContext(stream.Context())
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, md.Get("x-client-request-id")...)
		return status.Error(codes.PermissionDenied, "no")
	}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) }) // ends with Stop
	t.Cleanup(func() { server.Stop(); serving.Wait() })

	var logged bytes.Buffer
	c := dial(t, speechsense.Options{
		Settings: settingsFor(listener.Addr().String()),
		Log:      slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	var errs []error
	_, err = c.Upload(t.Context(), upload("m", sound(1, 100)))
	errs = append(errs, err)
	_, err = c.Get(t.Context(), []store.TalkID{"aud1"})
	errs = append(errs, err)

	mu.Lock()
	defer mu.Unlock()
	if len(sent) != 2 || sent[0] == sent[1] {
		t.Fatalf("sent %q", sent)
	}
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for i, id := range sent {
		if !uuid.MatchString(id) || !bytes.Contains(logged.Bytes(), []byte("request_id="+id)) || errs[i] == nil || !bytes.Contains([]byte(errs[i].Error()), []byte(id)) {
			t.Errorf("id %q, error %v, log %s", id, errs[i], &logged)
		}
	}
}
