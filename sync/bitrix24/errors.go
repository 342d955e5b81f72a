package bitrix24

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"sensedesk/store"
)

// answerError is a refusal as the portal worded it. It is the cause inside a
// store.Error, for the log and for decisions of this package.
type answerError struct {
	method  string
	status  int           // of HTTP
	code    string        // the portal's own, lower case; may be empty
	text    string        // the portal's description, cleaned
	foreign bool          // the body was no JSON: a proxy, a login page or no portal at all
	after   time.Duration // how long the portal wants to be left alone; 0 = it did not say
}

// Error gives status, code and description.
func (e *answerError) Error() string {
	s := fmt.Sprintf("HTTP %d", e.status)
	if e.foreign {
		s += " without JSON"
	}
	if e.code != "" {
		s += " " + strings.ToUpper(e.code)
	}
	if e.text != "" {
		s += ": " + e.text
	}
	return s
}

// RetryAfter tells package retry how long to wait.
func (e *answerError) RetryAfter() time.Duration { return e.after }

// is tells whether err is a refusal with one of the portal's codes.
func is(err error, codes ...string) bool {
	var a *answerError
	if !errors.As(err, &a) {
		return false
	}
	for _, c := range codes {
		if a.code == c {
			return true
		}
	}
	return false
}

// coded wraps a refusal with the code a person is told about.
func (e *answerError) coded(op string) error {
	code := e.class()
	if code == store.CodeScopeMissing {
		return store.E(code, op, e, "scope", scopeOf(e.method))
	}
	return store.E(code, op, e)
}

// class sorts a refusal by the portal's code and, where there is none that we
// know, by the HTTP status.
func (e *answerError) class() store.Code {
	switch e.code {
	case "access_denied", "user_access_error":
		return e.denied()
	case "error_method_not_found": // the scope or the module is missing; where no scope is needed, it is no portal
		if scopeOf(e.method) == "" {
			return store.CodeWebhookRefused
		}
		return store.CodeScopeMissing
	case "error_not_found", "not_found":
		if strings.HasPrefix(e.method, "disk.") {
			return store.CodeFileGone
		}
		return store.CodeNotFound
	}
	if code, ok := knownCodes()[e.code]; ok {
		return code
	}
	return e.classByStatus()
}

// knownCodes sorts the codes that mean the same for every method (docs:
// _includes/system-errors.md).
func knownCodes() map[string]store.Code {
	return map[string]store.Code{
		"query_limit_exceeded":    store.CodeBusy,
		"operation_time_limit":    store.CodeBusy,
		"internal_server_error":   store.CodeBusy,
		"error_unexpected_answer": store.CodeBusy,
		"overload_limit":          store.CodePortalBlocked, // set by hand: repeating makes it worse
		"expired_token":           store.CodeWebhookRefused,
		"no_auth_found":           store.CodeWebhookRefused,
		"invalid_credentials":     store.CodeWebhookRefused,
		"invalid_token":           store.CodeWebhookRefused,
		"wrong_auth_type":         store.CodeWebhookRefused,
		"authorization_error":     store.CodeWebhookRefused,
		"insufficient_scope":      store.CodeScopeMissing,
		"portal_deleted":          store.CodePortalGone,
		"payment_required":        store.CodePortalPlan,
		"invalid_request":         store.CodeAddress, // «Https required»
	}
}

// classByStatus sorts what came without a code.
func (e *answerError) classByStatus() store.Code {
	switch s := e.status; {
	case s == 401 || s == 404 || s >= 300 && s < 400:
		return store.CodeWebhookRefused // a portal that moved redirects; the secret is not shown to the new place
	case s == 402:
		return store.CodePortalPlan
	case s == 403:
		return e.denied()
	case s == 408 || s == 429 || s >= 500 || e.foreign:
		return store.CodeBusy
	}
	return store.CodeInternal
}

// denied tells the three meanings of ACCESS_DENIED apart.
func (e *answerError) denied() store.Code {
	t := strings.ToLower(e.text)
	switch {
	case strings.Contains(t, "commercial plan"), strings.Contains(t, "subscription"):
		return store.CodePortalPlan
	case strings.HasPrefix(e.method, "disk."):
		return store.CodeFileRight
	}
	return store.CodePortalRight
}

// scopeOf names the scope a method needs; "" when every webhook may call it.
func scopeOf(method string) string {
	switch head, _, _ := strings.Cut(method, "."); head {
	case "voximplant", "telephony":
		return "telephony"
	case "disk", "user", "crm":
		return head
	}
	return ""
}

var (
	markup   = regexp.MustCompile(`<[^>]*>`)
	anyURL   = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s"'<>]+`)
	anyToken = regexp.MustCompile(`(?i)\b(auth|token|key|password|access_token)=[^\s&"'<>]+`)
)

// clean makes foreign text fit for an error: no markup, no address, no secret,
// at most 200 letters.
func (w webhook) clean(s string) string {
	s = markup.ReplaceAllString(s, " ")
	s = anyURL.ReplaceAllString(s, "…")
	s = anyToken.ReplaceAllString(s, "$1=…")
	s = strings.ReplaceAll(s, w.secret, "…")
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return s
}

// transportError turns what the HTTP client returned into a coded error. The
// client's own error repeats the whole address, webhook or signed link
// included, so only its cleaned text goes on.
func (w webhook) transportError(ctx context.Context, op string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", op, ctx.Err())
	}
	var ue *url.Error
	for errors.As(err, &ue) {
		err = ue.Err
	}
	code := store.CodeNetwork
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
	)
	if errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &invalid) || errors.As(err, &verify) || errors.As(err, &record) {
		code = store.CodeTLS
	}
	return store.E(code, op, errors.New(w.clean(err.Error())))
}
