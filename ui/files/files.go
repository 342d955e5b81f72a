// Package files writes the files a person asked for, and says what went wrong in
// codes a person is told by.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sensedesk/store"
)

// Save writes a file that only its owner reads. It is whole or not there: what
// stood under the name before is replaced at the very end, and a file cut in the
// middle could pass for another one.
func Save(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".sensedesk-*")
	if err != nil {
		return fmt.Errorf("write a file: %w", Coded(err))
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write a file: %w", Coded(err))
	}
	return nil
}

// Coded gives an error of the file system the code a person is told by:
// disk_full, or not_found of a file.
func Coded(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return store.E(store.CodeDiskFull, "file", err)
	case errors.Is(err, fs.ErrNotExist):
		return store.E(store.CodeNotFound, "file", err, "what", "file")
	}
	return err
}
