// Package recordings keeps the sound files of calls, one file per content,
// named by the hex SHA-256 of its bytes.
//
// It promises that a file under its name is whole: what arrives goes to a
// temporary file, is counted, hashed, judged by its first bytes, written through
// to the disk and only then given its name. It reads no sound: codec, rate and
// length are for others to find out.
package recordings

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sensedesk/store"
)

// MaxSize is the largest recording that is taken, in bytes: 1 GiB. Four hours,
// the longest call SpeechSense takes, are 460 MB of 16-bit stereo at 8 kHz.
const MaxSize = 1 << 30

// headSize is how much of a file is looked at to tell what it is, in bytes.
const headSize = 64 << 10

// tempPrefix begins the names of files that are not whole yet.
const tempPrefix = ".part-"

// Folder is a folder of recordings. Its methods may be called from any
// goroutine; two Folders of one directory must not be open at the same time.
type Folder struct {
	dir  string
	disk disk
}

// disk is where files come to be; tests play a full one.
type disk struct {
	create func(dir, pattern string) (file, error)
	rename func(from, to string) error
}

// file is a file being written.
type file interface {
	io.WriteCloser
	Sync() error
	Name() string
}

// Open makes the folder if needed, readable by its owner only, and removes
// what an earlier crash left half written. Error: disk_full.
func Open(dir string) (*Folder, error) {
	return open(dir, disk{
		create: func(dir, pattern string) (file, error) { return os.CreateTemp(dir, pattern) }, // mode 0600
		rename: os.Rename,
	})
}

func open(dir string, d disk) (*Folder, error) {
	const op = "open the folder of recordings"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, coded(op, err)
	}
	parts, err := filepath.Glob(filepath.Join(escape(dir), tempPrefix+"*"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	for _, p := range parts {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, coded(op, err)
		}
	}
	return &Folder{dir: dir, disk: d}, nil
}

// Path returns where the recording of this hash is or would be; "" when hash is
// no hex SHA-256.
func (f *Folder) Path(hash string) string {
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size || hash != strings.ToLower(hash) {
		return ""
	}
	return filepath.Join(f.dir, hash)
}

// Open opens a recording for reading; recording_missing when there is none.
func (f *Folder) Open(hash string) (*os.File, error) {
	const op = "open recording"
	path := f.Path(hash)
	if path == "" {
		return nil, store.E(store.CodeRecordingMissing, op, errors.New("no hash of a recording"))
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, store.E(store.CodeRecordingMissing, op, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return file, nil
}

// Put stores what r yields and returns its Hash, Size and Container. want is
// the number of bytes announced, -1 when none was. Memory does not grow with
// the size. Content that is already here is not stored twice.
//
// ctx is looked at between reads; whoever opened r makes a read that hangs end
// with the same context. Nothing is left behind on an error:
//
//	empty           not one byte
//	not_sound       got: what Sniff calls it; judged by the first bytes, the rest is not read
//	file_cut        got, want: another number of bytes than announced, or the connection ended early (want may be absent)
//	file_too_large  over MaxSize
//	disk_full
//
// Other errors are those of r, wrapped.
func (f *Folder) Put(ctx context.Context, r io.Reader, want int64) (store.Recording, error) {
	const op = "store recording"
	if want > MaxSize {
		return store.Recording{}, tooLarge(op)
	}
	in := &source{ctx: ctx, r: io.LimitReader(r, MaxSize+1)}
	head := make([]byte, headSize)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return store.Recording{}, fmt.Errorf("%s: %w", op, err)
	}
	head = head[:n]
	container, err := judge(op, head, in, want)
	if err != nil {
		return store.Recording{}, err
	}
	part, err := f.disk.create(f.dir, tempPrefix+"*")
	if err != nil {
		return store.Recording{}, coded(op, err)
	}
	rec, err := f.fill(part, head, in, want)
	if err == nil {
		rec.Container = container
		err = f.name(part.Name(), rec)
	}
	if err != nil {
		if gone := os.Remove(part.Name()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return store.Recording{}, err
	}
	return rec, nil
}

// PutChat stores a written dialog as Put stores sound, without judging what it is.
func (f *Folder) PutChat(ctx context.Context, r io.Reader) (store.Recording, error) {
	const op = "store chat"
	part, err := f.disk.create(f.dir, tempPrefix+"*")
	if err != nil {
		return store.Recording{}, coded(op, err)
	}
	rec, err := f.fill(part, nil, &source{ctx: ctx, r: io.LimitReader(r, MaxSize+1)}, -1)
	if err == nil {
		rec.Container = store.ContainerChat
		err = f.name(part.Name(), rec)
	}
	if err != nil {
		if gone := os.Remove(part.Name()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return store.Recording{}, err
	}
	return rec, nil
}

// judge tells the container from the head of what came, or why it is none.
func judge(op string, head []byte, in *source, want int64) (store.Container, error) {
	if len(head) == 0 && !in.cut {
		return "", store.E(store.CodeEmpty, op, nil)
	}
	c, got := Sniff(head)
	switch {
	case c != store.ContainerUnknown:
		return c, nil
	case got == gotUnknown && len(head) < headSize && (in.cut || want >= 0 && int64(len(head)) != want): // too little to say what it would have been
		return "", cut(op, int64(len(head)), want)
	}
	return "", store.E(store.CodeNotSound, op, nil, "got", got)
}

// fill writes head and the rest of in to part and closes it.
func (f *Folder) fill(part file, head []byte, in *source, want int64) (store.Recording, error) {
	const op = "store recording"
	sum := sha256.New()
	disk := &target{w: part}
	size, err := io.Copy(io.MultiWriter(sum, disk), io.MultiReader(strings.NewReader(string(head)), in))
	if err == nil {
		disk.err = part.Sync()
	}
	if closed := part.Close(); disk.err == nil {
		disk.err = closed
	}
	switch {
	case disk.err != nil:
		return store.Recording{}, coded(op, disk.err)
	case err != nil:
		return store.Recording{}, fmt.Errorf("%s: %w", op, err)
	case size > MaxSize:
		return store.Recording{}, tooLarge(op)
	case in.cut, want >= 0 && size != want:
		return store.Recording{}, cut(op, size, want)
	}
	return store.Recording{Hash: hex.EncodeToString(sum.Sum(nil)), Size: size}, nil
}

// name gives a whole file its name and makes the name durable.
func (f *Folder) name(part string, rec store.Recording) error {
	const op = "store recording"
	path := f.Path(rec.Hash)
	if info, err := os.Stat(path); err == nil && info.Size() == rec.Size {
		if err := os.Remove(part); err != nil {
			return coded(op, err)
		}
		return nil
	}
	if err := f.disk.rename(part, path); err != nil {
		return coded(op, err)
	}
	if err := syncDir(f.dir); err != nil {
		return coded(op, err)
	}
	return nil
}

// source reads until the context ends. A connection that breaks off in the
// middle of a body (net/http: io.ErrUnexpectedEOF) is noted and ends the data.
type source struct {
	ctx context.Context
	r   io.Reader
	cut bool
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		s.cut, err = true, io.EOF
	}
	return n, err
}

// target remembers that it was the disk that failed.
type target struct {
	w   io.Writer
	err error
}

func (t *target) Write(p []byte) (int, error) {
	n, err := t.w.Write(p)
	t.err = err
	return n, err
}

func tooLarge(op string) error {
	return store.E(store.CodeFileTooLarge, op, nil, "limit", strconv.Itoa(MaxSize))
}

func cut(op string, got, want int64) error {
	args := []string{"got", strconv.FormatInt(got, 10)}
	if want >= 0 {
		args = append(args, "want", strconv.FormatInt(want, 10))
	}
	return store.E(store.CodeFileCut, op, nil, args...)
}

// coded gives errors of the disk their code.
func coded(op string, err error) error {
	if isDiskFull(err) {
		return store.E(store.CodeDiskFull, op, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}

// escape makes a path safe as a part of a Glob pattern.
func escape(path string) string {
	if os.PathSeparator == '\\' { // Glob knows no escapes on Windows, where [ may stand in a name
		return strings.ReplaceAll(path, "[", "[[]")
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
