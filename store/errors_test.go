package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"sensedesk/store"
)

func TestErrorSaysWhatWasDone(t *testing.T) {
	for want, err := range map[string]error{
		"list calls: busy": store.E(store.CodeBusy, "list calls", nil),
		"busy":             store.E(store.CodeBusy, "", nil),
		`fetch: file_cut (got="1", want="2"): unexpected EOF`: store.E(store.CodeFileCut, "fetch", io.ErrUnexpectedEOF, "want", "2", "got", "1"),
		"odd: busy": store.E(store.CodeBusy, "odd", nil, "name without value"),
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err.Error(), want)
		}
	}
}

func TestCodeIsFoundInTheChain(t *testing.T) {
	inner := store.E(store.CodeNetwork, "dial", io.EOF, "host", "a")
	err := fmt.Errorf("pass: %w", store.E(store.CodeBusy, "list", fmt.Errorf("page 2: %w", inner), "page", "2"))

	if got := store.CodeOf(err); got != store.CodeBusy {
		t.Errorf("outermost code %s", got)
	}
	if got := store.ArgsOf(err); len(got) != 1 || got["page"] != "2" {
		t.Errorf("outermost args %v", got)
	}
	for _, target := range []error{store.CodeBusy, store.CodeNetwork, io.EOF} {
		if !errors.Is(err, target) {
			t.Errorf("errors.Is does not see %v", target)
		}
	}
	if errors.Is(err, store.CodeDiskFull) {
		t.Error("errors.Is sees a code that is not there")
	}
	if store.CodeOf(nil) != "" || store.CodeOf(context.Canceled) != store.CodeInternal || store.ArgsOf(io.EOF) != nil {
		t.Error("errors without a code")
	}
}

func TestClasses(t *testing.T) {
	for code, want := range map[store.Code]store.Class{
		store.CodeNetwork: store.ClassPassing, store.CodeBusy: store.ClassPassing,
		store.CodeOutcomeUnknown: store.ClassUnknown,
		store.CodeKeyRefused:     store.ClassConfiguration, store.CodeBalance: store.ClassConfiguration, store.CodeDiskFull: store.ClassConfiguration,
		store.CodeKeyringLocked: store.ClassConfiguration, store.CodeDataNewer: store.ClassConfiguration, store.CodePortalChanged: store.ClassConfiguration,
		store.CodeNotSound: store.ClassPermanent, store.CodeRefused: store.ClassPermanent, store.CodeInternal: store.ClassPermanent,
		store.CodeRecognitionFailed: store.ClassPermanent, "": store.ClassPermanent,
	} {
		if got := code.Class(); got != want {
			t.Errorf("%s: class %d, want %d", code, got, want)
		}
	}
}
