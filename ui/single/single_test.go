package single_test

import (
	"errors"
	"testing"

	"sensedesk/store"
	"sensedesk/ui/single"
)

func TestSecondCopyShowsTheFirst(t *testing.T) {
	dir := t.TempDir()
	first, err := single.Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	shown := make(chan struct{}, 1)
	if err := first.Listen(t.Context(), func() { shown <- struct{}{} }); err != nil {
		t.Fatal(err)
	}

	_, err = single.Acquire(dir)
	if !errors.Is(err, store.CodeAlreadyRunning) {
		t.Fatalf("second copy: got %v, want %s", err, store.CodeAlreadyRunning)
	}
	if err := single.Show(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	<-shown

	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if err := single.Show(t.Context(), dir); err == nil {
		t.Fatal("a copy that has gone answered")
	}
	again, err := single.Acquire(dir)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}
