package secrets

import "sync"

// memory is a keyring that forgets everything when the app ends.
type memory struct {
	mu      sync.Mutex
	secrets map[[2]string]string
}

// Memory returns an empty keyring in memory. It never touches the disk.
func Memory() Backend { return &memory{secrets: map[[2]string]string{}} }

func (m *memory) Get(service, name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.secrets[[2]string{service, name}]
	if !ok {
		return "", ErrNoSecret
	}
	return s, nil
}

func (m *memory) Set(service, name, secret string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[[2]string{service, name}] = secret
	return nil
}

func (m *memory) Delete(service, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.secrets[[2]string{service, name}]; !ok {
		return ErrNoSecret
	}
	delete(m.secrets, [2]string{service, name})
	return nil
}
