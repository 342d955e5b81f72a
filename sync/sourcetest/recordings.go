package sourcetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
)

// recording: the bytes as they are, and their number told in advance or not at all.
func recording(t *testing.T, setup Setup) {
	given := Calls(4)
	given[1].Sound = Sound(3<<20, 7)
	w := setup(t, Given{Calls: given})
	for i, row := range listed(t, w.Source, "", store.ListQuery{}) {
		sound, size, err := opened(t.Context(), w.Source, row)
		if err != nil || !bytes.Equal(sound, given[i].Sound) {
			t.Errorf("call %d: %d bytes of %d, %v", i, len(sound), len(given[i].Sound), err)
		}
		if size != -1 && size != int64(len(given[i].Sound)) {
			t.Errorf("call %d: %d bytes announced, %d sent", i, size, len(given[i].Sound))
		}
	}
}

// lateRecording: it is attached minutes after the call was listed.
func lateRecording(t *testing.T, setup Setup) {
	given := Calls(5)
	w := setup(t, Given{Calls: given})
	rows := listed(t, w.Source, "", store.ListQuery{})
	if rows[4].RecordRef != "" {
		t.Fatalf("a reference to nothing: %q", rows[4].RecordRef)
	}
	if _, _, err := opened(t.Context(), w.Source, rows[4]); store.CodeOf(err) != store.CodeNoRecording {
		t.Errorf("before: %v", err)
	}

	late := Sound(2500, 99)
	w.Attach(4, late)

	again, err := w.Source.Rows(t.Context(), []string{w.IDs[4]})
	if err != nil || again[w.IDs[4]].RecordRef == "" {
		t.Fatalf("after: %+v, %v", again, err)
	}
	if sound, _, err := opened(t.Context(), w.Source, again[w.IDs[4]]); err != nil || !bytes.Equal(sound, late) {
		t.Errorf("after: %d bytes, %v", len(sound), err)
	}
}

// replacedRecording: between listing and download another file took its place.
func replacedRecording(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(3)})
	rows := listed(t, w.Source, "", store.ListQuery{})
	second := Sound(2600, 98)
	w.Attach(1, second)
	if sound, size, err := opened(t.Context(), w.Source, rows[1]); err != nil || !bytes.Equal(sound, second) || size != -1 && size != 2600 {
		t.Errorf("%d bytes of %d, %v", len(sound), size, err)
	}
}

// noRecording: what is gone and what is forbidden are told apart.
func noRecording(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(3)})
	rows := listed(t, w.Source, "", store.ListQuery{})
	w.Drop(0)
	if _, _, err := opened(t.Context(), w.Source, rows[0]); store.CodeOf(err) != store.CodeFileGone {
		t.Errorf("deleted file: %v", err)
	}
	w.Drop(2)
	w.Remove(2)
	if _, _, err := opened(t.Context(), w.Source, rows[2]); store.CodeOf(err) != store.CodeFileGone {
		t.Errorf("deleted call: %v", err)
	}
	w.Fault(Forbidden)
	if _, _, err := opened(t.Context(), w.Source, rows[1]); store.CodeOf(err) != store.CodeFileRight {
		t.Errorf("forbidden file: %v", err)
	}
}

// brokenRecordings: what is no recording, or not all of it, is never taken for one.
func brokenRecordings(t *testing.T, setup Setup) {
	given := Calls(2)
	t.Run("web page once", func(t *testing.T) {
		w := setup(t, Given{Calls: given})
		rows := listed(t, w.Source, "", store.ListQuery{})
		w.Fault(PageOnce)
		if sound, _, err := opened(t.Context(), w.Source, rows[0]); err != nil || !bytes.Equal(sound, given[0].Sound) {
			t.Errorf("%d bytes, %v", len(sound), err)
		}
	})
	t.Run("web page always", func(t *testing.T) {
		w := setup(t, Given{Calls: given})
		rows := listed(t, w.Source, "", store.ListQuery{})
		w.Fault(PageAlways)
		_, _, err := opened(t.Context(), w.Source, rows[0])
		if store.CodeOf(err) != store.CodeNotSound || store.ArgsOf(err)["got"] != "html" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cut off", func(t *testing.T) {
		w := setup(t, Given{Calls: given})
		rows := listed(t, w.Source, "", store.ListQuery{})
		w.Fault(CutOff)
		sound, size, err := opened(t.Context(), w.Source, rows[0])
		if err == nil && (size < 0 || int64(len(sound)) >= size) {
			t.Errorf("%d bytes of %d taken for the whole", len(sound), size)
		}
		if err != nil && store.CodeOf(err).Class() != store.ClassPassing {
			t.Errorf("a broken connection passes, but: %v", err)
		}
	})
}

// cancelledDownload: an ended context ends a download in its middle.
func cancelledDownload(t *testing.T, setup Setup) {
	given := Calls(2)
	given[0].Sound = Sound(1<<20, 3)
	w := setup(t, Given{Calls: given})
	rows := listed(t, w.Source, "", store.ListQuery{})
	w.Fault(Held)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, _, err := w.Source.Open(ctx, rows[0])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadFull(r, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, r); done <- err }()
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the download goes on")
	}
}

// secrets: nothing the source returns or logs holds one, whatever goes wrong.
func secrets(t *testing.T, setup Setup) {
	for _, fault := range []Fault{"", Stalled, Refused, Busy, PageOnce, PageAlways, CutOff, Held, Forbidden} {
		t.Run(string(fault), func(t *testing.T) {
			w := setup(t, Given{Calls: Calls(3), People: staff()})
			said := &strings.Builder{}
			rows := listed(t, w.Source, "", store.ListQuery{})
			raw, err := json.Marshal(rows)
			fmt.Fprintln(said, string(raw), err, w.Source.Account())
			w.Drop(2)
			if fault != "" {
				w.Fault(fault)
			}
			useAll(t, w.Source, rows, said)
			fmt.Fprintln(said, w.Log())
			for _, secret := range w.Secrets {
				if at := strings.Index(said.String(), secret); at >= 0 {
					t.Errorf("a secret in: …%s…", said.String()[max(0, at-80):min(said.Len(), at+len(secret)+40)])
				}
			}
			if len(w.Secrets) == 0 {
				t.Error("the world names no secrets to look for")
			}
		})
	}
}

// useAll calls every method and writes down all that comes back.
func useAll(t *testing.T, s Source, rows []store.Row, said io.Writer) {
	t.Helper()
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	fmt.Fprintln(said, s.List(short(), "", store.ListQuery{}, func([]store.Row) error { return nil }))
	_, err := s.Total(short(), "", store.ListQuery{})
	fmt.Fprintln(said, err)
	_, err = s.Rows(short(), []string{rows[0].SourceID})
	fmt.Fprintln(said, err)
	_, err = s.People(short(), nil)
	fmt.Fprintln(said, err)
	_, err = s.Zone(short())
	fmt.Fprintln(said, err)
	for _, r := range rows {
		name, err := s.ClientName(short(), r)
		fmt.Fprintln(said, name, err)
		_, _, err = opened(short(), s, r)
		fmt.Fprintln(said, err)
	}
	for _, l := range s.Check(short()) {
		fmt.Fprintln(said, l.Name, l.Arg, l.Err)
	}
}
