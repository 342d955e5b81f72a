package secrets_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"sensedesk/store"
	"sensedesk/store/secrets"
	"sensedesk/store/storetest"
)

// fakeService is a Secret Service with one collection, and moods a real one
// cannot be brought into without a person before it.
type fakeService struct {
	conn      *dbus.Conn
	dismissed bool // the person closes the dialog
	refuses   bool // the person forbade us the keyring

	mu    sync.Mutex
	made  bool // the collection exists
	items map[string]string
	asked int // dialogs shown
}

const (
	fakePath   = dbus.ObjectPath("/org/freedesktop/secrets")
	fakeLogin  = fakePath + "/collection/login"
	fakePrompt = fakePath + "/prompt/1"
	fakeItem   = fakePath + "/collection/login/"
)

func (f *fakeService) refusal() *dbus.Error {
	if f.refuses {
		return dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", []any{"not for you"})
	}
	return nil
}

// Get is of org.freedesktop.DBus.Properties.
func (f *fakeService) Get(_, property string) (dbus.Variant, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	paths := []dbus.ObjectPath{}
	if f.made {
		paths = append(paths, fakeLogin)
	}
	return dbus.MakeVariant(paths), f.refusal()
}

func (f *fakeService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) { return "/", nil }

func (f *fakeService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), fakePath + "/session/1", nil
}

func (f *fakeService) Unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.made {
		return []dbus.ObjectPath{}, "/", nil
	}
	return paths, "/", nil
}

func (f *fakeService) CreateCollection(map[string]dbus.Variant, string) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return "/", fakePrompt, nil
}

// Prompt is the dialog that asks for the password of a new collection.
func (f *fakeService) Prompt(string) *dbus.Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	f.made = !f.dismissed
	result := dbus.MakeVariant("")
	if f.made {
		result = dbus.MakeVariant(fakeLogin)
	}
	if err := f.conn.Emit(fakePrompt, "org.freedesktop.Secret.Prompt.Completed", f.dismissed, result); err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

// secretValue is the struct (oayays) of the protocol.
type secretValue struct {
	Session    dbus.ObjectPath
	Parameters []byte
	Value      []byte
	Type       string
}

func (f *fakeService) CreateItem(properties map[string]dbus.Variant, s secretValue, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	attributes, _ := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	f.items[attributes["service"]+" "+attributes["username"]] = string(s.Value)
	return fakeItem + dbus.ObjectPath(attributes["username"]), "/", nil
}

func (f *fakeService) SearchItems(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := []dbus.ObjectPath{}
	if _, ok := f.items[attributes["service"]+" "+attributes["username"]]; ok {
		found = append(found, fakeItem+dbus.ObjectPath(attributes["username"]))
	}
	return found, nil
}

// seen returns the webhook the service holds and how many dialogs it showed.
func (f *fakeService) seen() (secret string, asked int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.items["sensedesk bitrix24"], f.asked
}

// serve puts the service on the bus.
func (f *fakeService) serve(t *testing.T, bus *storetest.Bus) {
	t.Helper()
	f.conn, f.items = bus.Connect(t), map[string]string{}
	for iface, path := range map[string]dbus.ObjectPath{
		"org.freedesktop.Secret.Service": fakePath, "org.freedesktop.DBus.Properties": fakePath,
		"org.freedesktop.Secret.Collection": fakeLogin, "org.freedesktop.Secret.Prompt": fakePrompt,
	} {
		if err := f.conn.Export(f, path, iface); err != nil {
			t.Fatal(err)
		}
	}
	own(t, f.conn)
}

func own(t *testing.T, c *dbus.Conn) {
	t.Helper()
	if reply, err := c.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own the name of the secret service: %v, %v", reply, err)
	}
}

func TestFirstSecretMakesTheCollection(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		f := &fakeService{}
		f.serve(t, bus)
		k := secrets.New(secrets.System(), patience)

		if err := k.Set(context.Background(), store.SecretBitrix24, theSecret); err != nil {
			t.Fatal(err)
		}

		if secret, asked := f.seen(); secret != theSecret || asked != 1 {
			t.Errorf("the service holds %q after %d dialogs", secret, asked)
		}
		if saved, err := k.Saved(context.Background()); err != nil || !saved[store.SecretBitrix24] {
			t.Errorf("saved %v, %v", saved, err)
		}
	})
}

func TestDialogIsClosed(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		f := &fakeService{dismissed: true}
		f.serve(t, bus)

		err := secrets.New(secrets.System(), patience).Set(context.Background(), store.SecretBitrix24, theSecret)

		if _, asked := f.seen(); store.CodeOf(err) != store.CodeKeyringLocked || asked != 1 {
			t.Errorf("got %v after %d dialogs", err, asked)
		}
	})
}

func TestKeyringSaysNo(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		f := &fakeService{refuses: true}
		f.serve(t, bus)
		for call, err := range all(context.Background(), secrets.New(secrets.System(), patience)) {
			if store.CodeOf(err) != store.CodeKeyringRefused || strings.Contains(err.Error(), theSecret) {
				t.Errorf("%s: got %v", call, err)
			}
		}
	})
}

func TestServiceThatHangs(t *testing.T) {
	storetest.RunWithBus(t, func(t *testing.T, bus *storetest.Bus) {
		silent := bus.Connect(t)
		hang := make(chan struct{})
		t.Cleanup(func() { close(hang) })
		err := silent.ExportMethodTable(map[string]any{
			"Get": func(string, string) (dbus.Variant, *dbus.Error) { <-hang; return dbus.Variant{}, nil },
		}, fakePath, "org.freedesktop.DBus.Properties")
		if err != nil {
			t.Fatal(err)
		}
		own(t, silent)
		begun := time.Now()
		for call, err := range all(context.Background(), secrets.New(secrets.System(), 50*time.Millisecond)) {
			if store.CodeOf(err) != store.CodeKeyringLocked {
				t.Errorf("%s: got %v", call, err)
			}
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("four calls with a deadline of 50 ms took %v", took)
		}
	})
}
