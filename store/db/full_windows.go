package db

import (
	"errors"
	"syscall"
)

// isDiskFull tells whether the system said that there is no room left:
// ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}
