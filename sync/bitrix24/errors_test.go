package bitrix24

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"sensedesk/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestForeignWordsAreCleaned(t *testing.T) {
	w := webhook{root: "https://h/", host: "h", user: "1", secret: "s3cr3ts3cr3t"}
	for said, want := range map[string]string{
		"Access <b>denied</b>!\r\n\t<br/>":              "Access denied !",
		"see https://h/rest/1/other/profile?x=1 please": "see … please",
		"FTP://u:p@h/x":                        "…",
		"bad hook s3cr3ts3cr3t/profile":        "bad hook …/profile",
		"denied: auth=abc&token=disk|Zm9v&n=1": "denied: auth=…&token=…&n=1",
		"":                                     "",
		strings.Repeat("ж", 500):               strings.Repeat("ж", 200) + "…",
	} {
		if got := w.clean(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
	for said, want := range map[string]string{"ACCESS_DENIED": "access_denied", "100": "100", "": "", "no code but words": "", "x" + strings.Repeat("y", 80): ""} {
		if got := plainCode(said); got != want {
			t.Errorf("code %q became %q, want %q", said, got, want)
		}
	}
}

func TestTransportErrorsForgetTheAddress(t *testing.T) {
	w := webhook{root: "https://h/", host: "h", user: "1", secret: "s3cr3ts3cr3t"}
	inner := &url.Error{Op: "Get", URL: "https://h/rest/1/s3cr3ts3cr3t/x", Err: errors.New(`lost "https://h/rest/download.json?token=disk|Zm9v"`)}
	err := w.transportError(t.Context(), "ask", fmt.Errorf("outer: %w", inner))
	if store.CodeOf(err) != store.CodeNetwork || err.Error() != `ask: network: lost "…"` {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.transportError(ctx, "ask", inner); !errors.Is(err, context.Canceled) || err.Error() != "ask: context canceled" {
		t.Errorf("cancelled: %v", err)
	}
}
