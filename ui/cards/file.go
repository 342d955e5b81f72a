package cards

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sensedesk/store"
	"sensedesk/store/score"
)

// write puts a card into a file. It is whole or not there: a file cut in the
// middle could be read as another card.
func write(c score.Card, path string) error {
	var buf bytes.Buffer
	if err := c.Encode(&buf); err != nil {
		return fmt.Errorf("write a score card: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".sensedesk-*")
	if err != nil {
		return fmt.Errorf("write a score card: %w", coded(err))
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	_, err = temp.Write(buf.Bytes())
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write a score card: %w", coded(err))
	}
	return nil
}

// read reads a card from a file.
func read(path string) (score.Card, error) {
	f, err := os.Open(path)
	if err != nil {
		return score.Card{}, fmt.Errorf("read a score card: %w", coded(err))
	}
	defer f.Close()
	return score.Decode(f)
}

// coded gives errors of the file system the code a person is told by.
func coded(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return store.E(store.CodeDiskFull, "file of a score card", err)
	case errors.Is(err, fs.ErrNotExist):
		return store.E(store.CodeNotFound, "file of a score card", err, "what", "file")
	}
	return err
}
