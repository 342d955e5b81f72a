package recordings

import (
	"errors"
	"syscall"
)

// isDiskFull tells whether the system said that there is no room left:
// ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}

// syncDir does nothing: Windows keeps no handle of a folder to write through,
// NTFS journals the rename.
func syncDir(string) error { return nil }
