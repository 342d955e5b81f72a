//go:build !linux

package secrets

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"

	keyring "github.com/zalando/go-keyring"
)

// System returns the keyring of this computer: the Keychain of macOS, the
// Credential Manager of Windows.
func System() Backend { return system{} }

// system is go-keyring with errors that have a meaning.
type system struct{}

func (system) Get(service, name string) (string, error) {
	secret, err := keyring.Get(service, name)
	return secret, meaning(err)
}

func (system) Set(service, name, secret string) error {
	return meaning(keyring.Set(service, name, secret))
}

func (system) Delete(service, name string) error { return meaning(keyring.Delete(service, name)) }

// interactionNotAllowed is the exit status of security(1) when the Keychain is
// locked and no dialog can be shown: errSecInteractionNotAllowed (-25308) & 0xff.
const interactionNotAllowed = 36

// noSuchLogonSession is what Windows says to a process without a user's
// session: ERROR_NO_SUCH_LOGON_SESSION.
const noSuchLogonSession = syscall.Errno(1312)

// meaning tells apart that nobody is there, that the keyring is closed, and
// that it said no.
func meaning(err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case runtime.GOOS == "windows" && errors.Is(err, noSuchLogonSession), errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%w: %w", ErrNoService, err)
	case errors.As(err, &exit) && exit.ExitCode() == interactionNotAllowed:
		return fmt.Errorf("%w: %w", ErrLocked, err)
	}
	return err
}
