package secrets_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sensedesk/store"
	"sensedesk/store/secrets"
)

const theSecret = "AQVN-очень-тайный"

// fake is a keyring whose every call goes through do.
type fake struct {
	do func(call, name string) (string, error)
}

func (f fake) Get(_, name string) (string, error) { return f.do("get", name) }
func (f fake) Set(_, name, secret string) error {
	_, err := f.do("set "+secret, name)
	return err
}

func (f fake) Delete(_, name string) error {
	_, err := f.do("delete", name)
	return err
}

// all runs the four calls and returns their errors.
func all(ctx context.Context, k *secrets.Keeper) map[string]error {
	_, get := k.Get(ctx, store.SecretSpeechSense)
	_, saved := k.Saved(ctx)
	return map[string]error{
		"get": get, "set": k.Set(ctx, store.SecretSpeechSense, theSecret),
		"remove": k.Remove(ctx, store.SecretSpeechSense), "saved": saved,
	}
}

func TestSecretComesBack(t *testing.T) {
	ctx := context.Background()
	for name, k := range map[string]*secrets.Keeper{
		"memory":          secrets.New(secrets.Memory(), time.Minute),
		"another backend": secrets.New(struct{ secrets.Backend }{secrets.Memory()}, time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			defer goleak.VerifyNone(t)
			if _, err := k.Get(ctx, store.SecretBitrix24); store.CodeOf(err) != store.CodeNotFound || store.ArgsOf(err)["what"] != "key" {
				t.Errorf("before: %v", err)
			}
			if err := k.Set(ctx, store.SecretBitrix24, theSecret); err != nil {
				t.Fatal(err)
			}
			if got, err := k.Get(ctx, store.SecretBitrix24); got != theSecret || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
			saved, err := k.Saved(ctx)
			if err != nil || len(saved) != len(store.SecretNames()) || !saved[store.SecretBitrix24] || saved[store.SecretSpeechSense] {
				t.Errorf("saved %v, %v", saved, err)
			}
			for range 2 { // the second time there is none
				if err := k.Remove(ctx, store.SecretBitrix24); err != nil {
					t.Error(err)
				}
			}
			if _, err := k.Get(ctx, store.SecretBitrix24); store.CodeOf(err) != store.CodeNotFound {
				t.Errorf("after: %v", err)
			}
		})
	}
}

func TestErrorsHaveTheirCodeAndNoSecret(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		code store.Code
	}{
		"nobody there":    {fmt.Errorf("dial: %w", secrets.ErrNoService), store.CodeKeyringMissing},
		"closed":          {fmt.Errorf("dialog: %w", secrets.ErrLocked), store.CodeKeyringLocked},
		"no":              {errors.New("AccessDenied"), store.CodeKeyringRefused},
		"no, with secret": {errors.New("cannot store " + theSecret + " here"), store.CodeKeyringRefused},
	} {
		t.Run(name, func(t *testing.T) {
			k := secrets.New(fake{func(_, _ string) (string, error) { return "", c.err }}, time.Minute)
			for call, err := range all(context.Background(), k) {
				if store.CodeOf(err) != c.code {
					t.Errorf("%s: got %v, want %s", call, err, c.code)
				}
				if call == "set" && strings.Contains(err.Error(), theSecret) {
					t.Errorf("%s: the error holds the secret", call)
				}
			}
		})
	}
}

func TestSecretThatDoesNotFit(t *testing.T) {
	k := secrets.New(fake{func(_, _ string) (string, error) { return "", secrets.ErrTooLong }}, time.Minute)
	for name, secret := range map[string]string{"too long": strings.Repeat("x", 3000), "empty": ""} {
		err := k.Set(context.Background(), store.SecretBitrix24, secret)
		if args := store.ArgsOf(err); store.CodeOf(err) != store.CodeSettingsInvalid || args["key"] != "bitrix24" || args["value"] != "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestKeyringThatDoesNotAnswer(t *testing.T) {
	defer goleak.VerifyNone(t)
	opened := make(chan struct{})
	var inside, calls atomic.Int32
	k := secrets.New(fake{func(call, _ string) (string, error) {
		if inside.Add(1) > 1 {
			t.Error("two calls at once")
		}
		defer inside.Add(-1)
		calls.Add(1)
		<-opened
		return theSecret, nil
	}}, 20*time.Millisecond)
	ctx := context.Background()

	for call, err := range all(ctx, k) {
		if store.CodeOf(err) != store.CodeKeyringLocked {
			t.Errorf("%s: got %v", call, err)
		}
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls hang in the keyring, want 1", n)
	}

	close(opened) // the person types the password at last
	for {
		got, err := k.Get(ctx, store.SecretSpeechSense)
		if store.CodeOf(err) == store.CodeKeyringLocked {
			continue // the first call is just leaving
		}
		if got != theSecret || err != nil {
			t.Errorf("after opening: %q, %v", got, err)
		}
		break
	}
}

func TestQuestionEndsWithItsContext(t *testing.T) {
	opened := make(chan struct{})
	defer close(opened)
	ctx, cancel := context.WithCancel(context.Background())
	k := secrets.New(fake{func(_, _ string) (string, error) { cancel(); <-opened; return "", nil }}, time.Hour)

	for call, err := range all(ctx, k) { // the first hangs in the keyring, the others wait for their turn
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", call, err)
		}
	}
}

func TestClientThatPanics(t *testing.T) {
	k := secrets.New(fake{func(call, _ string) (string, error) { panic("interface conversion: " + call) }}, time.Minute)
	for call, err := range all(context.Background(), k) {
		if store.CodeOf(err) != store.CodeKeyringRefused || strings.Contains(err.Error(), theSecret) {
			t.Errorf("%s: got %v", call, err)
		}
	}
}

func TestKeepInMemory(t *testing.T) {
	ctx := context.Background()
	hang := make(chan struct{})
	defer close(hang)
	var calls atomic.Int32
	k := secrets.New(fake{func(_, _ string) (string, error) { calls.Add(1); <-hang; return "", nil }}, time.Millisecond)
	if _, err := k.Get(ctx, store.SecretBitrix24); store.CodeOf(err) != store.CodeKeyringLocked || k.InMemory() {
		t.Fatalf("before: %v, in memory %v", err, k.InMemory())
	}

	k.KeepInMemory()

	if err := k.Set(ctx, store.SecretBitrix24, theSecret); err != nil || !k.InMemory() {
		t.Fatalf("set: %v, in memory %v", err, k.InMemory())
	}
	k.KeepInMemory() // again: nothing is lost
	if got, err := k.Get(ctx, store.SecretBitrix24); got != theSecret || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if calls.Load() > 1 {
		t.Error("the keyring was asked again")
	}
}
