package simulation

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	stdsync "sync"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// disk is the recordings folder: which contents are stored.
type disk struct {
	w     *world
	mu    stdsync.Mutex
	files map[string]bool
}

// folder is the disk as a process sees it.
type folder struct{ p *process }

// Put stores a recording, as store/recordings does.
func (f folder) Put(ctx context.Context, r io.Reader, want int64) (store.Recording, error) {
	const op = "store recording"
	raw, err := io.ReadAll(r)
	if err != nil {
		return store.Recording{}, err
	}
	text := string(raw)
	switch {
	case len(raw) == 0 && want <= 0:
		return store.Recording{}, store.E(store.CodeEmpty, op, nil)
	case want >= 0 && int64(len(raw)) != want:
		return store.Recording{}, store.E(store.CodeFileCut, op, nil, "got", strconv.Itoa(len(raw)), "want", strconv.FormatInt(want, 10))
	case strings.HasPrefix(text, "<"):
		return store.Recording{}, store.E(store.CodeNotSound, op, nil, "got", "html")
	}
	n := number(strings.TrimLeft(text, "#"))
	size := f.p.w.portal.sounds[n-firstSound].size
	err = f.p.write(ctx, "put", n, func() error {
		d := f.p.w.disk
		d.mu.Lock()
		defer d.mu.Unlock()
		d.files[text] = true
		return nil
	})
	return store.Recording{Hash: text, Size: size, Container: store.ContainerWAV}, err
}

// Open gives a file that stands for the recording; nobody reads it here.
func (f folder) Open(hash string) (*os.File, error) {
	d := f.p.w.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.files[hash] {
		return nil, store.E(store.CodeRecordingMissing, "open recording", nil)
	}
	return os.Open(os.DevNull)
}

// inspect reads what a recording really is.
func (w *world) inspect(_ context.Context, _ *os.File, size int64) (engine.Sound, error) {
	s := w.portal.ofSize(size)
	return engine.Sound{Codec: "PCM 16", SampleRate: 8000, Channels: 2, Duration: s.length, Uploadable: s.kind != soundForeign, Unsupported: "WMA"}, nil
}

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// PutChat is never asked for: a history has no chats.
func (folder) PutChat(context.Context, io.Reader) (store.Recording, error) {
	return store.Recording{}, errors.New("no history has chats")
}
