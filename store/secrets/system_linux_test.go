package secrets_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/secrets"
	"sensedesk/store/storetest"
)

// patience is a deadline no test waits for.
const patience = 30 * time.Second

func TestRealKeyring(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		ctx := context.Background()
		k := secrets.New(secrets.System(), patience)
		if saved, err := k.Saved(ctx); err != nil || saved[store.SecretBitrix24] {
			t.Fatalf("at first: %v, %v", saved, err)
		}
		long := "https://romashka.bitrix24.kz/rest/1/" + strings.Repeat("тайна", 600) + "/"
		for _, secret := range []string{theSecret, long, "с\nдвумя строками"} {
			if err := k.Set(ctx, store.SecretBitrix24, secret); err != nil {
				t.Fatal(err)
			}
			if got, err := secrets.New(secrets.System(), patience).Get(ctx, store.SecretBitrix24); got != secret || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		}
		if saved, err := k.Saved(ctx); err != nil || !saved[store.SecretBitrix24] || saved[store.SecretSpeechSense] {
			t.Errorf("saved %v, %v", saved, err)
		}
		if _, err := k.Get(ctx, store.SecretSpeechSense); store.CodeOf(err) != store.CodeNotFound {
			t.Errorf("what was not saved: %v", err)
		}
		for range 2 {
			if err := k.Remove(ctx, store.SecretBitrix24); err != nil {
				t.Error(err)
			}
		}
		if _, err := k.Get(ctx, store.SecretBitrix24); store.CodeOf(err) != store.CodeNotFound {
			t.Errorf("what was removed: %v", err)
		}
	})
}

func TestClosedKeyring(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		ctx := context.Background()
		stop := bus.StartKeyring(t, storetest.KeyringPassword)
		k := secrets.New(secrets.System(), patience)
		if err := k.Set(ctx, store.SecretBitrix24, theSecret); err != nil {
			t.Fatal(err)
		}
		stop()
		bus.StartKeyring(t, "") // as after a start of the computer: the keyring is there, closed, and no dialog can be shown

		_, err := k.Get(ctx, store.SecretBitrix24)
		if store.CodeOf(err) != store.CodeKeyringLocked {
			t.Errorf("get: %v", err)
		}
		if err := k.Set(ctx, store.SecretBitrix24, "другой "+theSecret); store.CodeOf(err) != store.CodeKeyringLocked || strings.Contains(err.Error(), theSecret) {
			t.Errorf("set: %v", err)
		}
		if saved, err := k.Saved(ctx); err != nil || !saved[store.SecretBitrix24] || saved[store.SecretSpeechSense] {
			t.Errorf("a closed keyring still tells what is in it: %v, %v", saved, err)
		}
	})
}

func TestNoBusAtAll(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for call, err := range all(context.Background(), secrets.New(secrets.System(), patience)) {
		if store.CodeOf(err) != store.CodeKeyringMissing {
			t.Errorf("%s: got %v", call, err)
		}
	}
	if got := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); got != "" {
		t.Errorf("a bus was started at %s", got)
	}
}

func TestDeadBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "gone"))
	for call, err := range all(context.Background(), secrets.New(secrets.System(), patience)) {
		if store.CodeOf(err) != store.CodeKeyringMissing {
			t.Errorf("%s: got %v", call, err)
		}
	}
}

func TestBusWithoutKeyring(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		k := secrets.New(secrets.System(), patience)
		for call, err := range all(context.Background(), k) {
			if store.CodeOf(err) != store.CodeKeyringMissing {
				t.Errorf("%s: got %v", call, err)
			}
		}
		bus.StartKeyring(t, storetest.KeyringPassword)
		for call, err := range all(context.Background(), k) { // «install it and try again»
			if err != nil && store.CodeOf(err) != store.CodeNotFound {
				t.Errorf("with a keyring, %s: %v", call, err)
			}
		}
	})
}

func TestKeyringWithoutCollectionAndWithoutDialog(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		ctx := context.Background()
		bus.StartKeyring(t, "")
		k := secrets.New(secrets.System(), patience)

		if _, err := k.Get(ctx, store.SecretBitrix24); store.CodeOf(err) != store.CodeNotFound {
			t.Errorf("get: %v", err)
		}
		if saved, err := k.Saved(ctx); err != nil || saved[store.SecretBitrix24] {
			t.Errorf("saved: %v, %v", saved, err)
		}
		if err := k.Set(ctx, store.SecretBitrix24, theSecret); store.CodeOf(err) != store.CodeKeyringLocked {
			t.Errorf("set: %v", err)
		}
	})
}

func TestMemoryWritesNothing(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		ctx := context.Background()
		before := disk(t)
		k := secrets.New(secrets.System(), patience)
		k.KeepInMemory()

		if err := k.Set(ctx, store.SecretBitrix24, theSecret); err != nil {
			t.Fatal(err)
		}

		if after := disk(t); after != before {
			t.Errorf("the disk changed from\n%s\nto\n%s", before, after)
		}
		if saved, err := secrets.New(secrets.System(), patience).Saved(ctx); err != nil || saved[store.SecretBitrix24] {
			t.Errorf("the keyring holds %v (%v)", saved, err)
		}
	})
}

// disk lists the files of the home folder with their sizes and times, and
// fails on a file that holds the secret.
func disk(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(os.Getenv("HOME"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), theSecret) {
			t.Errorf("%s holds the secret", path)
		}
		info, err2 := e.Info()
		if err == nil && err2 == nil {
			b.WriteString(path + " " + info.ModTime().Format(time.RFC3339Nano) + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
