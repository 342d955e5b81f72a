// Package sourcetest is the table of hard cases that every source of calls
// passes: ids that grow, cursors that lose nothing, recordings that come late,
// break off or turn out to be web pages, and secrets that show up nowhere.
//
// A source's own test builds a World around its fake system and calls Run; what
// only that system does wrong stays in the source's own tests.
package sourcetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"sensedesk/store"
)

// Source is what all sources have in common.
type Source interface {
	Kind() store.SourceKind
	Account() string
	Zone(ctx context.Context) (*time.Location, error)
	List(ctx context.Context, after string, q store.ListQuery, page func([]store.Row) error) error
	Total(ctx context.Context, after string, q store.ListQuery) (int, error)
	Rows(ctx context.Context, ids []string) (map[string]store.Row, error)
	People(ctx context.Context, ids []string) ([]store.Person, error)
	ClientName(ctx context.Context, row store.Row) (string, error)
	Open(ctx context.Context, row store.Row) (io.ReadCloser, int64, error)
	Check(ctx context.Context) []store.CheckLine
}

// Given is what the foreign system holds: the calls in the order in which it
// gives them ids, and its people.
type Given struct {
	Calls  []Call
	People []store.Person
}

// Call is one call of the foreign system.
type Call struct {
	UniqueID  string
	Operator  string
	Phone     string
	Direction store.Direction
	StartedAt time.Time
	Duration  time.Duration // whole seconds
	Failed    bool          // nobody talked
	Sound     []byte        // nil = no recording (yet)
}

// Fault is something that goes wrong from the moment World.Fault is called.
type Fault string

// The faults a World can play.
const (
	Stalled    Fault = "stalled"     // no answer until the client gives up
	Refused    Fault = "refused"     // the credentials are not accepted; the answer repeats them
	Busy       Fault = "busy"        // the next two answers are «too many requests»
	PageOnce   Fault = "page once"   // the next download is a web page
	PageAlways Fault = "page always" // every download is a web page
	CutOff     Fault = "cut off"     // downloads break off in the middle
	Held       Fault = "held"        // downloads stop in the middle until the client gives up
	Forbidden  Fault = "forbidden"   // no right on the files of recordings
)

// World is a foreign system and the source that looks at it. Waits between
// tries take no time in it.
type World struct {
	Source  Source
	IDs     []string                  // of Given.Calls, in order
	Attach  func(n int, sound []byte) // call n (from 0) gets this recording, instead of a former one
	Drop    func(n int)               // the recording of call n is deleted
	Remove  func(n int)               // call n is deleted
	Fault   func(Fault)
	Secrets []string      // what must show up nowhere
	Log     func() string // all that the source has logged
}

// Setup starts a foreign system that holds what is given and ends it with t.
type Setup func(t *testing.T, given Given) World

// Sound returns n bytes that begin like an MP3 file and differ by seed.
func Sound(n int, seed byte) []byte {
	return append([]byte("ID3\x04\x00\x00\x00\x00\x00\x00"), bytes.Repeat([]byte{seed}, n-10)...)
}

// begin is when the first call of Calls starts.
func begin() time.Time { return time.Date(2026, 3, 10, 9, 0, 0, 0, time.FixedZone("", 5*3600)) }

// Calls returns n different calls. They are not reported in the order in which
// they began, every seventh was missed, and every fifth has no recording.
func Calls(n int) []Call {
	directions := store.Directions()
	out := make([]Call, n)
	for i := range out {
		c := Call{
			UniqueID: fmt.Sprintf("call-%04d", i), Operator: fmt.Sprint(3 + i%3), Phone: fmt.Sprintf("+7701000%04d", i%9),
			Direction: directions[i%len(directions)], StartedAt: begin().Add(time.Duration((i*37)%n) * 17 * time.Minute),
			Duration: time.Duration(20+i) * time.Second,
		}
		switch {
		case i%7 == 6:
			c.Failed, c.Duration = true, 0
		case i%5 != 4:
			c.Sound = Sound(2000+i, byte(i))
		}
		out[i] = c
	}
	return out
}

// staff is who works in the foreign system of most tests.
func staff() []store.Person {
	return []store.Person{
		{ID: "1", Name: "Ахметова Алия", Post: "Директор", Active: true},
		{ID: "3", Name: "Смирнов Пётр", Post: "Оператор", Active: true},
		{ID: "4", Name: "Ким Ольга", Active: true},
		{ID: "5", Name: "Уволенный Иван", Active: false},
	}
}

// listed returns everything above after, in the order it came.
func listed(t *testing.T, s Source, after string, q store.ListQuery) []store.Row {
	t.Helper()
	var out []store.Row
	err := s.List(t.Context(), after, q, func(page []store.Row) error {
		if len(page) == 0 {
			t.Error("an empty page was handed over")
		}
		out = append(out, page...)
		return nil
	})
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	return out
}

// opened reads a whole recording.
func opened(ctx context.Context, s Source, row store.Row) (sound []byte, size int64, err error) {
	r, size, err := s.Open(ctx, row)
	if err != nil {
		return nil, size, err
	}
	sound, err = io.ReadAll(r)
	if cerr := r.Close(); err == nil && cerr != nil {
		err = cerr
	}
	return sound, size, err
}
