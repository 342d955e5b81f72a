package speechsense_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

func TestUploadThenGet(t *testing.T) {
	for name, size := range map[string]int{"one message": 70_000, "stream": 5 << 20} {
		t.Run(name, func(t *testing.T) {
			data := sound(7, size)
			s := startSandbox(t, sandbox.Options{Talks: map[string]sandbox.Prepared{hashOf(data): {Talk: store.Talk{
				Phrases: []store.Phrase{
					{Channel: 1, StartMS: 2500, EndMS: 4000, Text: "здравствуйте хочу заказать", Words: []store.Word{{Text: "здравствуйте", StartMS: 2500, EndMS: 3100}}},
					{Channel: 0, StartMS: 0, EndMS: 2000, Text: "добрый день"},
				},
				Statements: []store.Statement{{FieldID: "summary", Name: "Итог", Values: []string{"Клиент сделал заказ"}}},
			}}}})
			c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})

			u := upload("call-1", data)
			var last atomic.Int64
			u.Progress = func(sent int64) {
				if sent < last.Load() {
					t.Errorf("progress went back from %d to %d", last.Load(), sent)
				}
				last.Store(sent)
			}
			id, err := c.Upload(t.Context(), u)
			if err != nil {
				t.Fatal(err)
			}
			if id == "" || last.Load() != int64(size) {
				t.Errorf("id %q, progress %d of %d", id, last.Load(), size)
			}
			seen := s.Uploads()
			if len(seen) != 1 || seen[0].Hash != hashOf(data) || seen[0].Fields["call_id"] != "call-1" || seen[0].Streamed != (size > 4<<20) {
				t.Fatalf("accepted %+v", seen)
			}

			results, err := c.Get(t.Context(), []store.TalkID{"aud-of-nobody", id})
			if err != nil {
				t.Fatal(err)
			}
			if len(results) != 1 || results[0].Talk.ID != id || len(results[0].Raw) == 0 {
				t.Fatalf("results %+v", results)
			}
			talk := results[0].Talk
			if len(talk.Phrases) != 2 || talk.Phrases[0].Text != "добрый день" || talk.Phrases[1].Words[0].StartMS != 2500 {
				t.Errorf("phrases %+v", talk.Phrases)
			}
			if talk.Outcome() != store.StateDone || talk.StatementValues("summary")[0] != "Клиент сделал заказ" {
				t.Errorf("outcome %s, statements %+v", talk.Outcome(), talk.Statements)
			}
			if again, err := speechsense.Parse(results[0].Raw); err != nil || len(again.Phrases) != 2 {
				t.Errorf("parse raw: %v %+v", err, again)
			}
		})
	}
}

// The heap must not follow the size of the file: 96 MiB go through with a
// fraction of it in use at any chunk.
func TestStreamMemoryIsBounded(t *testing.T) {
	const size, budget = 96 << 20, 24 << 20
	s := startSandbox(t, sandbox.Options{})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})

	var before, peak uint64
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before = heap()
	pieces := 0
	u := upload("long", nil)
	u.Size = size
	u.Open = func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(zeros{}, size)), nil }
	u.Progress = func(int64) {
		if pieces++; pieces%16 == 0 {
			peak = max(peak, heap())
		}
	}
	if _, err := c.Upload(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if peak < before || peak-before > budget {
		t.Errorf("heap grew by %d KiB, at most %d are allowed", (int64(peak)-int64(before))>>10, budget>>10)
	}
	if got := s.Uploads()[0].Size; got != size {
		t.Errorf("arrived %d bytes of %d", got, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// What an upload's end means depends on whether the server may have taken it.
func TestUploadEnds(t *testing.T) {
	refuse := func(stage sandbox.Stage, err error) sandbox.Hook {
		return func(_ context.Context, m sandbox.Moment) error {
			if m.Stage == stage && strings.HasPrefix(m.Method, "Upload") {
				return err
			}
			return nil
		}
	}
	answer := func(c codes.Code, text string) error { return status.Error(c, text) }
	cases := []struct {
		name     string
		hook     sandbox.Hook
		want     store.Code
		accepted int
	}{
		{"answer lost", refuse(sandbox.StageAccepted, sandbox.ErrDrop), store.CodeOutcomeUnknown, 1},
		{"line cut before acceptance", refuse(sandbox.StageReceived, sandbox.ErrDrop), store.CodeOutcomeUnknown, 0},
		{"unavailable after the bytes", refuse(sandbox.StageReceived, answer(codes.Unavailable, "try later")), store.CodeOutcomeUnknown, 0},
		{"internal after acceptance", refuse(sandbox.StageAccepted, answer(codes.Internal, "oops")), store.CodeOutcomeUnknown, 1},
		{"aborted", refuse(sandbox.StageReceived, answer(codes.Aborted, "conflict")), store.CodeOutcomeUnknown, 0},
		{"unknown", refuse(sandbox.StageReceived, answer(codes.Unknown, "?")), store.CodeOutcomeUnknown, 0},
		{"deadline of the server", refuse(sandbox.StageAccepted, answer(codes.DeadlineExceeded, "slow")), store.CodeOutcomeUnknown, 1},
		{"quota", refuse(sandbox.StageArrived, answer(codes.ResourceExhausted, "quota exceeded")), store.CodeBusy, 0},
		{"too large", refuse(sandbox.StageArrived, answer(codes.ResourceExhausted, "grpc: received message larger than max (9 vs. 8)")), store.CodeFileTooLarge, 0},
		{"billing", refuse(sandbox.StageReceived, answer(codes.FailedPrecondition, "no billing account")), store.CodeBalance, 0},
		{"role", refuse(sandbox.StageArrived, answer(codes.PermissionDenied, "no")), store.CodeRightMissing, 0},
		{"bad metadata", refuse(sandbox.StageReceived, answer(codes.InvalidArgument, "bad date")), store.CodeRefused, 0},
		{"no such connection", refuse(sandbox.StageArrived, answer(codes.NotFound, "connection")), store.CodeIDUnknown, 0},
	}
	for _, size := range []int{2000, 5 << 20} {
		data := sound(1, size)
		for _, tc := range cases {
			t.Run(fmt.Sprintf("%s/%d bytes", tc.name, size), func(t *testing.T) {
				s := startSandbox(t, sandbox.Options{Hook: tc.hook})
				c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})

				id, err := c.Upload(t.Context(), upload("m", data))

				if got := store.CodeOf(err); got != tc.want || id != "" {
					t.Errorf("got %q %v, want %s", id, err, tc.want)
				}
				if got := len(s.Uploads()); got != tc.accepted {
					t.Errorf("the service holds %d uploads, want %d", got, tc.accepted)
				}
			})
		}
	}
}

// A stream the server refuses early ends for the sender with io.EOF; the real
// reason must come out.
func TestStreamRefusedEarly(t *testing.T) {
	s := startSandbox(t, sandbox.Options{Keys: []string{"call_id"}})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	u := upload("m", sound(3, 20<<20))
	u.Fields["colour"] = "red"

	_, err := c.Upload(t.Context(), u)

	if store.CodeOf(err) != store.CodeRefused || !strings.Contains(store.ArgsOf(err)["text"], "colour") {
		t.Errorf("got %v", err)
	}
}

func TestCancelledUpload(t *testing.T) {
	for _, stage := range []sandbox.Stage{sandbox.StageReceived, sandbox.StageAccepted} {
		ctx, cancel := context.WithCancel(t.Context())
		s := startSandbox(t, sandbox.Options{Hook: func(ctx context.Context, m sandbox.Moment) error {
			if m.Stage != stage {
				return nil
			}
			cancel()
			<-ctx.Done()
			return ctx.Err()
		}})
		c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
		_, err := c.Upload(ctx, upload("m", sound(3, 100)))
		if store.CodeOf(err) != store.CodeOutcomeUnknown || !errors.Is(err, context.Canceled) {
			t.Errorf("stage %d: got %v", stage, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := dial(t, speechsense.Options{Settings: settingsFor("127.0.0.1:1")})
	if _, err := c.Upload(ctx, upload("m", sound(3, 100))); store.CodeOf(err) != store.CodeNetwork || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before the start: %v", err)
	}
}

func TestUploadRefusedHere(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	short := func(size, real int) speechsense.Upload {
		u := upload("m", sound(1, real))
		u.Size = int64(size)
		return u
	}
	with := func(edit func(*speechsense.Upload)) speechsense.Upload {
		u := upload("m", sound(1, 100))
		edit(&u)
		return u
	}
	cases := map[string]struct {
		u    speechsense.Upload
		want store.Code
	}{
		"empty":                {upload("m", nil), store.CodeEmpty},
		"shorter":              {short(200, 100), store.CodeFileCut},
		"longer":               {short(100, 200), store.CodeFileCut},
		"shorter, streamed":    {short(6<<20, 5<<20), store.CodeFileCut},
		"longer, streamed":     {short(5<<20, 5<<20+1), store.CodeFileCut},
		"no container":         {with(func(u *speechsense.Upload) { u.Container = store.ContainerUnknown }), store.CodeFormatUnsupported},
		"gone":                 {with(func(u *speechsense.Upload) { u.Open = gone }), store.CodeRecordingMissing},
		"gone, streamed":       {with(func(u *speechsense.Upload) { u.Open, u.Size = gone, 9<<20 }), store.CodeRecordingMissing},
		"breaks while read":    {with(func(u *speechsense.Upload) { u.Open, u.Size = breaks, 9<<20 }), store.CodeInternal},
		"marker of 1025 bytes": {upload(strings.Repeat("x", 1025), sound(1, 100)), store.CodeRefused},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := c.Upload(t.Context(), tc.u); store.CodeOf(err) != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
	if n := len(s.Uploads()); n != 0 {
		t.Errorf("%d of them were accepted", n)
	}
}

func gone() (io.ReadCloser, error) {
	return nil, store.E(store.CodeRecordingMissing, "open recording", nil)
}

func breaks() (io.ReadCloser, error) {
	return io.NopCloser(io.MultiReader(bytes.NewReader(make([]byte, 5<<20)), failing{})), nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("bad sector") }

// Values the server would refuse, or gRPC would fail on, are made to fit.
func TestMetadataIsMadeToFit(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	u := upload("m", sound(1, 100))
	u.Fields["client_name"] = strings.Repeat("ы", 600) // 1200 bytes
	u.Fields["comment"] = "bad \xff byte"
	if _, err := c.Upload(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	got := s.Uploads()[0].Fields
	if got["client_name"] != strings.Repeat("ы", 512) || got["comment"] != "bad \uFFFD byte" {
		t.Errorf("got %q %q", got["client_name"], got["comment"])
	}
}

func TestNoNetworkIsKnownSoon(t *testing.T) {
	c := dial(t, speechsense.Options{Settings: settingsFor("127.0.0.1:1")})
	for range 2 { // the second meets a connection already known to be broken
		begun := time.Now()
		_, err := c.Upload(t.Context(), upload("m", sound(1, 100)))
		if store.CodeOf(err) != store.CodeNetwork {
			t.Fatalf("got %v", err)
		}
		if took := time.Since(begun); took > 8*time.Second {
			t.Errorf("took %s", took)
		}
	}
}
