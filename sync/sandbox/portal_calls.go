package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// portalRow is a call with the moment its recording appears.
type portalRow struct {
	PortalCall
	fileID  int64 // 0 = none
	appears time.Time
}

// portalFile is an object on the portal's disk.
type portalFile struct {
	id    int64
	name  string
	sound func() ([]byte, error)
}

// Add puts a call in and returns its id.
func (p *Portal) Add(c PortalCall) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.ID == 0 {
		c.ID = 1
		for _, r := range p.calls {
			c.ID = max(c.ID, r.ID+1)
		}
	}
	if c.CallID == "" {
		c.CallID = fmt.Sprintf("externalCall.%032x.%d", c.ID, c.StartedAt.Unix())
	}
	row := &portalRow{PortalCall: c, appears: p.o.Now().Add(c.AppearAfter)}
	if c.Open != nil || c.Sound != nil {
		p.attach(row)
	}
	p.calls = append(p.calls, row)
	return c.ID
}

// attach gives row a new file of what its PortalCall holds; p.mu is held.
func (p *Portal) attach(row *portalRow) {
	delete(p.files, row.fileID) // a second attachRecord deletes the first file
	f := &portalFile{id: p.nextFile, name: row.Name, sound: row.Open}
	if f.name == "" {
		f.name = fmt.Sprintf("call_%d.mp3", row.ID)
	}
	if f.sound == nil {
		sound := row.Sound
		f.sound = func() ([]byte, error) { return sound, nil }
	}
	p.nextFile += 2
	p.files[f.id] = f
	row.fileID = f.id
}

// Attach gives a call this recording from now on; a former one is deleted and
// the new one has another file id.
func (p *Portal) Attach(id int64, sound []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.calls {
		if r.ID == id {
			r.Sound, r.Open, r.appears = sound, nil, p.o.Now()
			p.attach(r)
		}
	}
}

// DeleteFile deletes the recording of a call from the disk; the row goes on
// naming it.
func (p *Portal) DeleteFile(id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.calls {
		if r.ID == id {
			delete(p.files, r.fileID)
		}
	}
}

// Remove deletes a call.
func (p *Portal) Remove(id int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = slices.DeleteFunc(p.calls, func(r *portalRow) bool { return r.ID == id })
}
