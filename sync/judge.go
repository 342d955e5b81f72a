package sync

import (
	"slices"
	"strconv"
	"time"

	"sensedesk/store"
)

// filters are the conditions of the form, ready to be applied to a row. They
// are applied here even when the source was asked for the same: portals drop
// filters they do not understand without a word.
type filters struct {
	from, until time.Time // from ≤ start < until; zero = open
	users       []string
	directions  []store.Direction
	minLength   time.Duration
	recheck     []time.Duration
}

func newFilters(s store.Settings, zone *time.Location) filters {
	f := filters{users: s.Users, directions: s.Directions, minLength: time.Duration(s.MinDuration) * time.Second}
	f.from, f.until = s.Span(zone)
	if len(f.directions) == 0 {
		f.directions = store.Directions()
	}
	for _, sec := range s.RecheckSeconds {
		f.recheck = append(f.recheck, time.Duration(sec)*time.Second)
	}
	return f
}

// query is what the source is asked for, to save traffic.
func (f filters) query() store.ListQuery {
	q := store.ListQuery{Users: f.users}
	if !f.from.IsZero() {
		q.From = f.from.Format(time.RFC3339)
	}
	if !f.until.IsZero() {
		q.Until = f.until.Format(time.RFC3339)
	}
	// Calls without a recording are asked for too, and directions only when they narrow.
	if len(f.directions) < len(store.Directions()) {
		q.Directions = f.directions
	}
	return q
}

// verdict is where a listed call goes.
type verdict struct {
	state  store.State
	reason store.Code
	args   map[string]string
	next   time.Time
}

// judge decides about a row that was first seen at found. A recording outweighs
// the source's word that nobody talked: voicemail has one too.
func (f filters) judge(row store.Row, found time.Time) verdict {
	skip := func(code store.Code) verdict { return verdict{state: store.StateSkipped, reason: code} }
	switch {
	case !f.from.IsZero() && row.StartedAt.Before(f.from), !f.until.IsZero() && !row.StartedAt.Before(f.until):
		return skip(store.CodeDate)
	case len(f.users) > 0 && !slices.Contains(f.users, row.OperatorID):
		return skip(store.CodeUser)
	case !slices.Contains(f.directions, row.Direction):
		return skip(store.CodeDirection)
	case row.RecordRef == "" && (row.Failed || row.Duration == 0):
		return skip(store.CodeNoTalk)
	case row.Duration < f.minLength:
		return f.short(row.Duration)
	case row.RecordRef == "":
		return f.waiting(found, found)
	}
	return verdict{state: store.StateQueued}
}

// short leaves out a call of a length below the minimum, told or measured.
func (f filters) short(length time.Duration) verdict {
	return verdict{state: store.StateSkipped, reason: store.CodeShort, args: map[string]string{
		"seconds": strconv.Itoa(int(length / time.Second)), "min": strconv.Itoa(int(f.minLength / time.Second)),
	}}
}

// waiting says when a call without a recording is looked at next: at the first
// re-check time, counted from the moment it was found, that lies after now.
func (f filters) waiting(found, now time.Time) verdict {
	for _, d := range f.recheck {
		if at := found.Add(d); at.After(now) {
			return verdict{state: store.StateWaiting, next: at}
		}
	}
	return verdict{state: store.StateSkipped, reason: store.CodeNoRecording}
}

// callOf makes the call to be stored from a row and its verdict.
func callOf(src Source, row store.Row, v verdict, operator string, now time.Time) store.Call {
	client := row.ClientEntity
	if client == "" {
		client = row.ClientPhone
	}
	return store.Call{
		Source: src.Kind(), Account: src.Account(), SourceID: row.SourceID, UniqueID: row.UniqueID,
		State: v.state, Reason: v.reason, ReasonArg: v.args, NextCheck: v.next, ChangedAt: now, FoundAt: now,
		StartedAt: row.StartedAt, Duration: row.Duration, Direction: row.Direction,
		OperatorID: row.OperatorID, OperatorName: operator,
		ClientID: client, ClientPhone: row.ClientPhone, Meta: row.Meta, RecordRef: row.RecordRef,
	}
}

// rowOf turns a stored call back into the row its source knows.
func rowOf(c store.Call) store.Row {
	row := store.Row{
		SourceID: c.SourceID, UniqueID: c.UniqueID, StartedAt: c.StartedAt, Duration: c.Duration, Direction: c.Direction,
		OperatorID: c.OperatorID, ClientPhone: c.ClientPhone, Meta: c.Meta, RecordRef: c.RecordRef,
	}
	if c.ClientID != c.ClientPhone {
		row.ClientEntity = c.ClientID
	}
	return row
}
