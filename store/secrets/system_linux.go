package secrets

import (
	"errors"
	"fmt"
	"strings"

	"github.com/godbus/dbus/v5"
	keyring "github.com/zalando/go-keyring"
	ss "github.com/zalando/go-keyring/secret_service"
)

// System returns the keyring of this computer: on Linux the Secret Service of
// the session bus (GNOME Keyring, KWallet, KeePassXC).
func System() Backend { return secretService{} }

// secretService is go-keyring with what it leaves out: it starts no bus of its
// own where there is none, it knows a keyring without any collection, and its
// errors have a meaning.
type secretService struct{}

// Names of the Secret Service (specifications.freedesktop.org/secret-service).
const (
	serviceName = "org.freedesktop.secrets"
	servicePath = "/org/freedesktop/secrets"
	// loginPath is the collection the session opens by itself; go-keyring
	// prefers it and takes the one with the alias "default" otherwise.
	loginPath = "/org/freedesktop/secrets/collection/login"
)

func (s secretService) Get(service, name string) (string, error) {
	_, there, err := connect()
	switch {
	case err != nil:
		return "", err
	case !there:
		return "", ErrNoSecret
	}
	secret, err := keyring.Get(service, name)
	return secret, meaning(err)
}

// Set makes the collection "login" if there is none at all, as on a session
// without a display manager; the keyring then asks for a new password.
func (s secretService) Set(service, name, secret string) error {
	svc, there, err := connect()
	if err != nil {
		return err
	}
	if !there {
		if _, err := svc.CreateCollection("login"); err != nil {
			return meaning(err)
		}
	}
	return meaning(keyring.Set(service, name, secret))
}

func (s secretService) Delete(service, name string) error {
	_, there, err := connect()
	switch {
	case err != nil:
		return err
	case !there:
		return ErrNoSecret
	}
	return meaning(keyring.Delete(service, name))
}

// Has searches by attributes, which a closed keyring allows too.
func (s secretService) Has(service, name string) (bool, error) {
	svc, there, err := connect()
	if err != nil || !there {
		return false, err
	}
	items, err := svc.SearchItems(svc.GetLoginCollection(), map[string]string{"service": service, "username": name})
	return len(items) > 0, meaning(err)
}

// connect reaches the service and tells whether there is a collection
// go-keyring would use.
func connect() (svc *ss.SecretService, collection bool, err error) {
	// go-keyring would run dbus-launch, which leaves a new bus behind and a
	// keyring nobody has the password of.
	probe, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrNoService, err)
	}
	if err := probe.Close(); err != nil {
		return nil, false, meaning(err)
	}
	if svc, err = ss.NewSecretService(); err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrNoService, err)
	}
	object := svc.Object(serviceName, servicePath)
	var all []dbus.ObjectPath
	if err := object.StoreProperty("org.freedesktop.Secret.Service.Collections", &all); err != nil {
		return nil, false, meaning(err)
	}
	for _, path := range all {
		if path == loginPath {
			return svc, true, nil
		}
	}
	var chosen dbus.ObjectPath
	if err := object.Call("org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&chosen); err != nil {
		return nil, false, meaning(err)
	}
	return svc, chosen != "/", nil
}

// meaning tells apart that nobody is there, that the keyring is closed, and
// that it said no.
func meaning(err error) error {
	if err == nil || errors.Is(err, ErrNoSecret) || errors.Is(err, ErrTooLong) {
		return err
	}
	var remote dbus.Error
	name := ""
	if errors.As(err, &remote) {
		name = remote.Name
	}
	switch {
	case name == "org.freedesktop.DBus.Error.ServiceUnknown", name == "org.freedesktop.DBus.Error.NameHasNoOwner",
		strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn."), errors.Is(err, dbus.ErrClosed):
		return fmt.Errorf("%w: %w", ErrNoService, err)
	case name == "org.freedesktop.Secret.Error.IsLocked", name == "org.freedesktop.DBus.Error.NoReply",
		name == "org.freedesktop.DBus.Error.Timeout", name == "org.freedesktop.DBus.Error.TimedOut",
		strings.HasPrefix(err.Error(), "failed to unlock correct collection"): // go-keyring: the dialog was closed, or there was none to show it
		return fmt.Errorf("%w: %w", ErrLocked, err)
	}
	return err
}
