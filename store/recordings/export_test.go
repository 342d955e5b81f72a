package recordings

import (
	"io"
	"os"
)

// OpenFull opens a folder on a disk that takes room bytes and then says err.
func OpenFull(dir string, room int, err error) (*Folder, error) {
	return open(dir, disk{
		create: func(dir, pattern string) (file, error) {
			f, e := os.CreateTemp(dir, pattern)
			return &full{f, &room, err}, e
		},
		rename: os.Rename,
	})
}

type full struct {
	*os.File
	room *int
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if len(p) > *f.room {
		return 0, f.err
	}
	*f.room -= len(p)
	return f.File.Write(p)
}

// ReadFrom hides that of os.File, which would write past the end of the room.
func (f *full) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{f}, r)
}
