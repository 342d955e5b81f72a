//go:build unix

package db

import (
	"errors"
	"syscall"
)

// isDiskFull tells whether the system said that there is no room left.
func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
