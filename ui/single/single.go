// Package single keeps a data folder to one running copy of the program and
// lets a second copy bring the first one's window to the front.
//
// The lock belongs to the folder, so copies on two folders run side by side.
// The first copy listens on loopback; where and with which word it may be
// asked is written beside the lock, readable by the same person only.
package single

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	stdsync "sync"
	"time"

	"github.com/gofrs/flock"

	"sensedesk/store"
)

const (
	lockName = "sensedesk.lock"
	doorName = "sensedesk.door" // "address word" of the running copy
	askLimit = 2 * time.Second  // a running copy answers at once or not at all
)

// Lock is the right to work on a data folder.
type Lock struct {
	lock *flock.Flock
	dir  string
	ln   net.Listener
	wg   stdsync.WaitGroup
	show func()
}

// Acquire takes the folder, or returns store.CodeAlreadyRunning when another
// process has it.
func Acquire(dir string) (*Lock, error) {
	fl := flock.New(filepath.Join(dir, lockName))
	ok, err := fl.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !ok {
		return nil, store.E(store.CodeAlreadyRunning, "open the data folder", nil, "folder", dir)
	}
	return &Lock{lock: fl, dir: dir}, nil
}

// Listen lets other copies ask this one to show itself; show is called on a
// goroutine of its own.
func (l *Lock) Listen(ctx context.Context, show func()) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for other copies: %w", err)
	}
	word := rand.Text()
	door := filepath.Join(l.dir, doorName)
	if err := os.WriteFile(door, []byte(ln.Addr().String()+" "+word+"\n"), 0o600); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", doorName, err), ln.Close())
	}
	l.ln, l.show = ln, show
	l.wg.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return // closed by Release
			}
			l.answer(conn, word)
		}
	})
	return nil
}

func (l *Lock) answer(conn net.Conn, word string) {
	defer func() { _ = conn.Close() }() // nothing more is said either way
	if conn.SetDeadline(time.Now().Add(askLimit)) != nil {
		return
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(line)), []byte(word)) != 1 {
		return
	}
	l.show()
	_, _ = fmt.Fprintln(conn, "shown") // the other copy only waits for the line; it exits without it too
}

// Release gives the folder back.
func (l *Lock) Release() error {
	var errs []error
	if l.ln != nil {
		errs = append(errs, l.ln.Close(), os.Remove(filepath.Join(l.dir, doorName)))
		l.wg.Wait()
	}
	return errors.Join(append(errs, l.lock.Unlock())...)
}

// Show asks the copy that has the folder to bring its window to the front. It
// fails when that copy has no window, as a scheduled run has none.
func Show(ctx context.Context, dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, doorName))
	if err != nil {
		return fmt.Errorf("find the running copy: %w", err)
	}
	address, word, ok := strings.Cut(strings.TrimSpace(string(raw)), " ")
	if !ok {
		return errors.New("find the running copy: its address cannot be read")
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("ask the running copy: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(conn, word); err != nil {
		return fmt.Errorf("ask the running copy: %w", err)
	}
	if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
		return fmt.Errorf("ask the running copy: %w", err)
	}
	return nil
}
