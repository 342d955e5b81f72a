package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// atOnce makes moves of calls that all wait while the writer is busy, and
// returns what each came to.
func atOnce(t *testing.T, d *db.DB, moves ...func() error) []error {
	t.Helper()
	errs := make([]error, len(moves))
	var wg sync.WaitGroup
	must(t, d.Hold(context.Background(), func() {
		for i, m := range moves {
			wg.Go(func() { errs[i] = m() })
		}
		for deadline := time.Now().Add(10 * time.Second); d.Waiting() < len(moves); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Errorf("%d of %d moves wait", d.Waiting(), len(moves))
				return
			}
		}
	}))
	wg.Wait()
	return errs
}

func TestMovesOfOneCommitDoNotHarmEachOther(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	calls := make([]store.Call, 8)
	moves := make([]func() error, len(calls))
	for i := range calls {
		calls[i] = brought(t, d, store.StateReady, func(c *store.Call) { c.SourceID = fmt.Sprint(i) })
		moves[i] = func() error {
			_, err := d.Move(ctx, calls[i].ID, store.StateSending, func(c *store.Call) { c.ConnectionID = fmt.Sprint(i) })
			return err
		}
	}
	illegal, cancelled, gone := 2, 4, 5
	moves[illegal] = func() error {
		_, err := d.Move(ctx, calls[illegal].ID, store.StateDone, nil)
		return err
	}
	moves[cancelled] = func() error {
		ctx, cancel := context.WithCancel(ctx)
		_, err := d.Move(ctx, calls[cancelled].ID, store.StateSending, func(*store.Call) { cancel() })
		return err
	}
	moves[gone] = func() error {
		_, err := d.Move(ctx, 1<<40, store.StateSending, nil)
		return err
	}

	errs := atOnce(t, d, moves...)

	wanted := map[int]error{illegal: db.ErrIllegalMove, cancelled: context.Canceled, gone: store.CodeNotFound}
	for i, err := range errs {
		if !errors.Is(err, wanted[i]) {
			t.Errorf("move %d: got %v, want %v", i, err, wanted[i])
		}
		got, err := d.Call(ctx, calls[i].ID)
		must(t, err)
		if wanted[i] != nil {
			same(t, got, calls[i])
		} else if got.State != store.StateSending || got.ConnectionID != fmt.Sprint(i) {
			t.Errorf("call %d: %s to %q", i, got.State, got.ConnectionID)
		}
	}
	must(t, d.Sound(ctx))
}

func TestFullDiskStopsEveryMoveOfTheCommit(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	calls := make([]store.Call, 6)
	moves := make([]func() error, len(calls))
	for i := range calls {
		calls[i] = brought(t, d, store.StateReady, func(c *store.Call) { c.SourceID = fmt.Sprint(i) })
		moves[i] = func() error {
			_, err := d.Move(ctx, calls[i].ID, store.StateSending, func(c *store.Call) {
				c.ReasonArg = map[string]string{"text": fmt.Sprintf("%0100000d", i)}
			})
			return err
		}
	}
	must(t, d.FillUp(ctx, 5))

	errs := atOnce(t, d, moves...)

	must(t, d.FillUp(ctx, -1))
	for i, err := range errs {
		wantCode(t, err, store.CodeDiskFull)
		got, err := d.Call(ctx, calls[i].ID)
		must(t, err)
		same(t, got, calls[i])
	}
	for i, m := range moves { // there is room again, and the writer is free
		if err := m(); err != nil {
			t.Errorf("move %d: %v", i, err)
		}
	}
	must(t, d.Sound(ctx))
}
