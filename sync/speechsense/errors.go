package speechsense

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
)

// maxServerWords is how much of a server's text is kept, in runes.
const maxServerWords = 300

// errOverflow marks an answer that did not fit into one message.
var errOverflow = errors.New("answer too large")

// errLocal marks an end that was our own doing, before the server could have a
// whole upload: the recording could not be read. What it wraps says the rest.
type errLocal struct{ err error }

// Error returns the text of the cause.
func (e *errLocal) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *errLocal) Unwrap() error { return e.err }

// explain turns the end of a call into an error of the store's vocabulary. ctx
// is the caller's, d tells whether anything left.
//
// For an upload the question is whether the server may have taken it. Codes
// only the service itself gives (bad key, bad metadata …) are a clear no. The
// rest is a clear no only while no message was handed to the network.
func (c *Client) explain(ctx context.Context, k call, d *departure, requestID string, err error) error {
	var local *errLocal
	if errors.As(err, &local) {
		if store.CodeOf(local.err) != store.CodeInternal {
			return fmt.Errorf("%s: %w", k.op, local.err)
		}
		return store.E(store.CodeInternal, k.op, local.err)
	}
	st := status.Convert(err)
	words := c.serverWords(st.Message())
	cause := c.cause(ctx, st.Code(), words, requestID)
	fail := func(code store.Code, args ...string) error { return store.E(code, k.op, cause, args...) }

	left := d.left.Load()
	if k.upload && left && uncertain(st) {
		return fail(store.CodeOutcomeUnknown, "text", words)
	}
	switch st.Code() {
	case codes.Unauthenticated:
		return fail(store.CodeKeyRefused, "text", words, "auth", c.settings.Auth)
	case codes.PermissionDenied:
		return fail(store.CodeRightMissing, "text", words)
	case codes.NotFound:
		return fail(store.CodeIDUnknown, "text", words, "id", c.namedID(words))
	case codes.FailedPrecondition:
		return fail(store.CodeBalance, "text", words)
	case codes.InvalidArgument, codes.OutOfRange, codes.AlreadyExists:
		return fail(store.CodeRefused, "text", words)
	case codes.Unimplemented:
		return fail(store.CodeServiceMissing, "text", words)
	case codes.ResourceExhausted:
		switch {
		case !tooLarge(st):
			return fail(store.CodeBusy, "text", words)
		case k.upload:
			return fail(store.CodeFileTooLarge, "text", words)
		}
		return store.E(store.CodeRefused, k.op, fmt.Errorf("%w: %w", errOverflow, cause), "text", words)
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled:
		if code, why, text := c.strangePeer(ctx, st, left); code != "" {
			return fail(code, "why", why, "text", c.serverWords(text))
		}
		if strings.Contains(st.Message(), httpStatusText) {
			return fail(store.CodeBusy, "text", words)
		}
		return fail(store.CodeNetwork, "text", words)
	case codes.Aborted, codes.Unknown, codes.Internal, codes.DataLoss:
		if strings.Contains(st.Message(), contentTypeText) && !k.upload {
			return fail(store.CodeServiceMissing, "text", words)
		}
		if left || st.Code() == codes.Aborted {
			return fail(store.CodeBusy, "text", words) // a read: the server's trouble, tried again
		}
	}
	return fail(store.CodeInternal, "text", words)
}

// Texts of grpc-go for ends that are not the service's own words.
const (
	httpStatusText = "unexpected HTTP status code received from server"
	rstStreamText  = "stream terminated by RST_STREAM"
	// The other side speaks HTTP, but not gRPC.
	contentTypeText = "received unexpected content-type"
	httpOneText     = "looked like an HTTP/1.1 header"
	// The other side did not begin to speak HTTP/2.
	prefaceText = "error reading server preface"
)

// uncertain tells whether a status leaves open what became of an upload whose
// bytes had left.
func uncertain(st *status.Status) bool {
	switch st.Code() {
	case codes.DeadlineExceeded, codes.Canceled, codes.Unknown, codes.Internal, codes.DataLoss, codes.Aborted:
		return true
	case codes.Unavailable:
		// 429 is refused at the door; 502, 503 and 504 may come after the fact.
		return !strings.Contains(st.Message(), httpStatusText+": 429")
	}
	// A reset stream is given codes such as RESOURCE_EXHAUSTED or
	// PERMISSION_DENIED by grpc-go although the service said nothing.
	return strings.Contains(st.Message(), rstStreamText)
}

// tooLarge tells a message over the cap from a quota: both come as
// RESOURCE_EXHAUSTED.
func tooLarge(st *status.Status) bool {
	if st.Code() != codes.ResourceExhausted {
		return false
	}
	text := strings.ToLower(st.Message())
	return strings.Contains(text, "larger than max") || strings.Contains(text, "exceeds maximum")
}

// cause is the technical part of an error. It wraps the caller's cancellation,
// so that errors.Is finds it.
func (c *Client) cause(ctx context.Context, code codes.Code, words, requestID string) error {
	text := code.String()
	if words != "" {
		text += ": " + words
	}
	if requestID != "" {
		text += " (request " + requestID + ")"
	}
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", text, ctx.Err())
	}
	return errors.New(text)
}

// secretLike matches an authorization header a server might echo.
var secretLike = regexp.MustCompile(`(?i)\b(api-key|bearer)[\s:=]+\S+`)

// serverWords makes a server's text fit for an error: no key, one line, not
// longer than maxServerWords.
func (c *Client) serverWords(text string) string {
	if c.key != "" {
		text = strings.ReplaceAll(text, c.key, "***")
	}
	text = secretLike.ReplaceAllString(text, "$1 ***")
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(text); len(runes) > maxServerWords {
		return string(runes[:maxServerWords-1]) + "…"
	}
	return text
}
