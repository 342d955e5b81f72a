// Package secrets keeps keys and webhooks in the keyring of the system, under
// the service "sensedesk", and nowhere else.
//
// It promises that no call waits longer than the deadline it was given, that
// the three ways a keyring can fail have three names (keyring_missing: there is
// none; keyring_locked: it is closed or does not answer; keyring_refused: it
// said no), and that no error text holds a secret. It never writes to disk by
// itself; when a person chooses so, secrets live in memory until the app ends.
package secrets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	keyring "github.com/zalando/go-keyring"

	"sensedesk/store"
)

// Service is the name the keyring files our secrets under.
const Service = "sensedesk"

// DefaultTimeout leaves a person the time to type a password into the system's
// own dialog.
const DefaultTimeout = 20 * time.Second

// Backend is a keyring. Its calls may block for as long as a dialog of the
// system stays open. A secret that is not there is an error wrapping
// ErrNoSecret.
type Backend interface {
	Get(service, name string) (string, error)
	Set(service, name, secret string) error
	Delete(service, name string) error
}

// searcher is a Backend that can tell what is there without opening it.
type searcher interface {
	Has(service, name string) (bool, error)
}

// What backends answer beside the errors of their system.
var (
	ErrNoSecret  = keyring.ErrNotFound       // nothing is filed under this name
	ErrTooLong   = keyring.ErrSetDataTooBig  // Windows takes 2560 bytes, macOS about 3000
	ErrNoService = errors.New("no keyring")  // there is nobody to ask
	ErrLocked    = errors.New("not opened")  // it is closed and nobody opened it
	errPanicked  = errors.New("call failed") // the keyring's client broke down
)

// Keeper is a keyring with a deadline. It may be used from any goroutine but
// never from the one that draws the window.
type Keeper struct {
	timeout time.Duration
	turn    chan struct{} // one call at a time reaches the backend

	mu      sync.Mutex
	backend Backend
}

// New returns a Keeper that waits at most timeout for b.
func New(b Backend, timeout time.Duration) *Keeper {
	return &Keeper{backend: b, timeout: timeout, turn: make(chan struct{}, 1)}
}

// Get returns a secret. Errors: not_found, keyring_missing, keyring_locked,
// keyring_refused, or that of ctx.
func (k *Keeper) Get(ctx context.Context, name store.SecretName) (string, error) {
	secret, err := ask(ctx, k, "read", name, "", func(b Backend) (string, error) { return b.Get(Service, string(name)) })
	return secret, err
}

// Set files a secret, in place of an earlier one. A secret that is empty or too
// long for this system's keyring is settings_invalid with the name as its key;
// other errors are those of Get. After keyring_locked the secret may still
// arrive in the keyring, when a person opens it later; a newer Set comes after it.
func (k *Keeper) Set(ctx context.Context, name store.SecretName, secret string) error {
	if secret == "" {
		return store.E(store.CodeSettingsInvalid, "save secret", errors.New("it is empty"), "key", string(name), "value", "")
	}
	_, err := ask(ctx, k, "save", name, secret, func(b Backend) (struct{}, error) {
		return struct{}{}, b.Set(Service, string(name), secret)
	})
	return err
}

// Remove removes a secret; that there is none is fine. Errors as Get.
func (k *Keeper) Remove(ctx context.Context, name store.SecretName) error {
	_, err := ask(ctx, k, "remove", name, "", func(b Backend) (struct{}, error) {
		return struct{}{}, b.Delete(Service, string(name))
	})
	if errors.Is(err, store.CodeNotFound) {
		return nil
	}
	return err
}

// Saved tells for every name whether a secret is filed under it: the fixed ones,
// and more, such as the keys of profiles. Where the system can search, no secret
// is read and no dialog appears. Errors as Get.
func (k *Keeper) Saved(ctx context.Context, more ...store.SecretName) (map[store.SecretName]bool, error) {
	out := map[store.SecretName]bool{}
	for _, name := range append(store.SecretNames(), more...) {
		has, err := ask(ctx, k, "look for", name, "", func(b Backend) (bool, error) {
			if s, ok := b.(searcher); ok {
				return s.Has(Service, string(name))
			}
			_, err := b.Get(Service, string(name))
			return err == nil, err
		})
		if err != nil && !errors.Is(err, store.CodeNotFound) {
			return nil, err
		}
		out[name] = has
	}
	return out, nil
}

// KeepInMemory makes secrets live in memory from now on, until the app ends.
// What the keyring holds stays there and is no longer looked at.
func (k *Keeper) KeepInMemory() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.backend.(*memory); !ok {
		k.backend = Memory()
	}
}

// InMemory tells whether secrets are lost when the app ends.
func (k *Keeper) InMemory() bool {
	_, ok := k.now().(*memory)
	return ok
}

// now returns the backend in use.
func (k *Keeper) now() Backend {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.backend
}

// answer is what a backend said.
type answer[T any] struct {
	value T
	err   error
}

// ask puts one question to the backend and waits for it until the deadline. A
// keyring cannot be interrupted: a question that got no answer keeps its
// goroutine and the turn, so that however often the app asks again, at most one
// goroutine hangs.
func ask[T any](ctx context.Context, k *Keeper, verb string, name store.SecretName, secret string, question func(Backend) (T, error)) (T, error) {
	op := verb + " secret " + string(name)
	var none T
	backend := k.now()
	if _, ok := backend.(*memory); ok {
		v, err := question(backend)
		return v, coded(op, secret, err)
	}
	timer := time.NewTimer(k.timeout)
	defer timer.Stop()
	late := func() error { return store.E(store.CodeKeyringLocked, op, fmt.Errorf("no answer in %v", k.timeout)) }
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return none, fmt.Errorf("%s: %w", op, ctx.Err())
	case <-timer.C:
		return none, late()
	}
	answers := make(chan answer[T], 1)
	go func() {
		defer func() { <-k.turn }()
		answers <- guarded(backend, question)
	}()
	select {
	case a := <-answers:
		return a.value, coded(op, secret, a.err)
	case <-ctx.Done():
		return none, fmt.Errorf("%s: %w", op, ctx.Err())
	case <-timer.C:
		return none, late()
	}
}

// guarded asks and survives a client that panics on what a keyring answers;
// go-keyring asserts types of D-Bus replies without looking.
func guarded[T any](b Backend, question func(Backend) (T, error)) (a answer[T]) {
	defer func() {
		if recover() != nil { // what it holds may hold the secret
			a.err = errPanicked
		}
	}()
	a.value, a.err = question(b)
	return a
}

// coded gives a backend's error its code and takes the secret out of its text.
func coded(op, secret string, err error) error {
	if err == nil {
		return nil
	}
	code := store.CodeKeyringRefused
	switch {
	case errors.Is(err, ErrNoSecret):
		return store.E(store.CodeNotFound, op, err, "what", "key")
	case errors.Is(err, ErrTooLong):
		_, name, _ := strings.Cut(op, "secret ")
		return store.E(store.CodeSettingsInvalid, op, err, "key", name, "value", "")
	case errors.Is(err, ErrNoService), errors.Is(err, keyring.ErrUnsupportedPlatform):
		code = store.CodeKeyringMissing
	case errors.Is(err, ErrLocked):
		code = store.CodeKeyringLocked
	}
	if secret != "" && strings.Contains(err.Error(), secret) {
		err = errors.New(strings.ReplaceAll(err.Error(), secret, "…"))
	}
	return store.E(code, op, err)
}
