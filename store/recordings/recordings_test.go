package recordings_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"sensedesk/store"
	"sensedesk/store/recordings"
)

// wave is a small sound file; its head is what counts.
func wave(size int) []byte {
	b := bytes.Repeat([]byte{1, 2, 3, 4, 5, 6, 7}, size/7+1)[:size]
	copy(b, "RIFF\x00\x00\x00\x00WAVEfmt ")
	return b
}

func folder(t *testing.T) (*recordings.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "записи [1]")
	f, err := recordings.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

// files lists what lies in dir.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestPutKeepsTheBytesUnderTheirHash(t *testing.T) {
	for name, size := range map[string]int{"smaller than the head": 1000, "as the head": 64 << 10, "larger": 300_001} {
		t.Run(name, func(t *testing.T) {
			f, dir := folder(t)
			content := wave(size)
			sum := sha256.Sum256(content)

			rec, err := f.Put(context.Background(), iotest.HalfReader(bytes.NewReader(content)), int64(size))
			if err != nil {
				t.Fatal(err)
			}

			if rec.Hash != hex.EncodeToString(sum[:]) || rec.Size != int64(size) || rec.Container != store.ContainerWAV {
				t.Errorf("got %+v", rec)
			}
			in, err := f.Open(rec.Hash)
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if got, err := io.ReadAll(in); err != nil || !bytes.Equal(got, content) {
				t.Errorf("stored file differs (error %v)", err)
			}
			if f.Path(rec.Hash) != filepath.Join(dir, rec.Hash) {
				t.Errorf("path %s", f.Path(rec.Hash))
			}
			info, err := os.Stat(f.Path(rec.Hash))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("file mode %v, error %v; want 0600", info.Mode(), err)
			}
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("folder mode %v, error %v; want 0700", info.Mode(), err)
			}
		})
	}
}

func TestSameContentIsOneFile(t *testing.T) {
	f, dir := folder(t)
	var hashes []string
	for range 2 {
		rec, err := f.Put(context.Background(), bytes.NewReader(wave(5000)), -1)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, rec.Hash)
	}
	if got := files(t, dir); len(got) != 1 || hashes[0] != hashes[1] {
		t.Errorf("folder holds %v, hashes %v", got, hashes)
	}
}

func TestDamagedFileIsReplaced(t *testing.T) {
	f, _ := folder(t)
	content := wave(5000)
	rec, err := f.Put(context.Background(), bytes.NewReader(content), -1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(f.Path(rec.Hash), 10); err != nil {
		t.Fatal(err)
	}

	if _, err := f.Put(context.Background(), bytes.NewReader(content), -1); err != nil {
		t.Fatal(err)
	}

	if got, err := os.ReadFile(f.Path(rec.Hash)); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file was not put right (error %v)", err)
	}
}

// endless yields a WAV header and then zeros for ever; it counts what was read.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	if e.n == 0 {
		copy(p, wave(64))
	}
	e.n += int64(len(p))
	return len(p), nil
}

func TestPutRefuses(t *testing.T) {
	page := "<!DOCTYPE html><html><head><title>Вход</title>" + strings.Repeat("<p>", 100_000)
	broken := io.MultiReader(bytes.NewReader(wave(70_000)), iotest.ErrReader(io.ErrUnexpectedEOF))
	brokenEarly := io.MultiReader(bytes.NewReader(wave(20)), iotest.ErrReader(io.ErrUnexpectedEOF))
	other := errors.New("the portal went away")
	cases := []struct {
		name string
		in   io.Reader
		want int64
		code store.Code
		args map[string]string
	}{
		{"nothing", strings.NewReader(""), -1, store.CodeEmpty, nil},
		{"nothing where something was announced", strings.NewReader(""), 5000, store.CodeEmpty, nil},
		{"a page", strings.NewReader(page), -1, store.CodeNotSound, map[string]string{"got": "html"}},
		{"a page of another size", strings.NewReader(page), 5000, store.CodeNotSound, map[string]string{"got": "html"}},
		{"an answer", strings.NewReader(`{"error":"ACCESS_DENIED"}`), -1, store.CodeNotSound, map[string]string{"got": "json"}},
		{"a sentence", strings.NewReader("Not found"), -1, store.CodeNotSound, map[string]string{"got": "text"}},
		{"vorbis", strings.NewReader("OggS" + strings.Repeat("\x00", 22) + "\x01\x1e\x01vorbis"), -1, store.CodeNotSound, map[string]string{"got": "ogg-vorbis"}},
		{"fewer bytes than announced", bytes.NewReader(wave(1000)), 1001, store.CodeFileCut, map[string]string{"got": "1000", "want": "1001"}},
		{"more bytes than announced", bytes.NewReader(wave(1000)), 999, store.CodeFileCut, map[string]string{"got": "1000", "want": "999"}},
		{"a few bytes of what was to come", strings.NewReader("RIF"), 5000, store.CodeNotSound, map[string]string{"got": "text"}},
		{"a connection that broke", broken, -1, store.CodeFileCut, map[string]string{"got": "70000"}},
		{"a connection that broke at once", brokenEarly, 5000, store.CodeFileCut, map[string]string{"got": "20", "want": "5000"}},
		{"a connection that broke before the first byte", iotest.ErrReader(io.ErrUnexpectedEOF), 5000, store.CodeFileCut, map[string]string{"got": "0", "want": "5000"}},
		{"over a gigabyte announced", &endless{}, 1<<30 + 1, store.CodeFileTooLarge, map[string]string{"limit": "1073741824"}},
		{"another error", iotest.ErrReader(other), -1, store.CodeInternal, nil},
		{"another error later", io.MultiReader(bytes.NewReader(wave(70_000)), iotest.ErrReader(other)), -1, store.CodeInternal, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, dir := folder(t)

			rec, err := f.Put(context.Background(), c.in, c.want)

			if store.CodeOf(err) != c.code || rec != (store.Recording{}) {
				t.Fatalf("got %+v, error %v; want code %s", rec, err, c.code)
			}
			if c.code == store.CodeInternal && !errors.Is(err, other) {
				t.Errorf("the reader's error is lost: %v", err)
			}
			args := store.ArgsOf(err)
			if len(args) != len(c.args) {
				t.Errorf("args %v, want %v", args, c.args)
			}
			for k, v := range c.args {
				if args[k] != v {
					t.Errorf("args %v, want %v", args, c.args)
				}
			}
			if left := files(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestPutStopsAtTheLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a gigabyte")
	}
	f, dir := folder(t)
	in := &endless{}

	_, err := f.Put(context.Background(), in, -1)

	if store.CodeOf(err) != store.CodeFileTooLarge || in.n > recordings.MaxSize+1<<20 {
		t.Errorf("error %v after reading %d bytes", err, in.n)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestPutDoesNotReadAPageToItsEnd(t *testing.T) {
	f, _ := folder(t)
	in := &endless{n: 1} // zeros only

	_, err := f.Put(context.Background(), in, -1)

	if store.CodeOf(err) != store.CodeNotSound || in.n > 65<<10 {
		t.Errorf("error %v after reading %d bytes", err, in.n)
	}
}

func TestPutEndsWithItsContext(t *testing.T) {
	f, dir := folder(t)
	ctx, cancel := context.WithCancel(context.Background())
	in := io.MultiReader(bytes.NewReader(wave(100_000)), readFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }))

	_, err := f.Put(ctx, in, -1)

	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestDiskFull(t *testing.T) {
	for name, room := range map[string]int{"at once": 0, "in the middle": 100_000} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			f, err := recordings.OpenFull(dir, room, syscall.ENOSPC)
			if err != nil {
				t.Fatal(err)
			}

			_, err = f.Put(context.Background(), bytes.NewReader(wave(300_000)), -1)

			if store.CodeOf(err) != store.CodeDiskFull {
				t.Errorf("got %v", err)
			}
			if left := files(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestOpenRemovesHalfWrittenFilesOnly(t *testing.T) {
	f, dir := folder(t)
	rec, err := f.Put(context.Background(), bytes.NewReader(wave(1000)), -1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".part-123"), wave(10), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "заметка.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}

	if _, err := recordings.Open(dir); err != nil {
		t.Fatal(err)
	}

	if got := files(t, dir); len(got) != 2 || got[0] != rec.Hash {
		t.Errorf("folder holds %v", got)
	}
}

func TestMissingRecording(t *testing.T) {
	f, dir := folder(t)
	if err := os.WriteFile(filepath.Join(dir, "..", "secret"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"", "../secret", strings.Repeat("0", 64), strings.Repeat("A", 64)} {
		if _, err := f.Open(hash); store.CodeOf(err) != store.CodeRecordingMissing {
			t.Errorf("%q: got %v", hash, err)
		}
	}
	if p := f.Path("../secret"); p != "" {
		t.Errorf("path outside of the folder: %s", p)
	}
}
