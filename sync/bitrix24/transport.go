package bitrix24

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/sync/retry"
)

const (
	// answerTime bounds one request of the API: the portal gives up after 60 s.
	answerTime = 90 * time.Second
	// answerSize bounds an answer in bytes; 50 rows are some 50 KB.
	answerSize = 32 << 20
	// maxRedirects bounds the way to a recording.
	maxRedirects = 5
)

// answer is what the portal wraps every result in.
type answer struct {
	result json.RawMessage
	total  json.RawMessage
	clock  fields // the "time" block
}

// call asks one method, again and again while it fails for a passing reason.
// Every method of this package only reads, so repeating does no harm.
func (s *Source) call(ctx context.Context, p retry.Policy, method string, params any) (answer, error) {
	if params == nil {
		params = struct{}{}
	}
	body, err := json.Marshal(params)
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", s.op(method), err)
	}
	var out answer
	err = retry.Do(ctx, p, func(ctx context.Context) error {
		if err := s.pace.wait(ctx, method); err != nil {
			if ctx.Err() != nil {
				return fmt.Errorf("%s: %w", s.op(method), ctx.Err())
			}
			return store.E(store.CodeBusy, s.op(method), err)
		}
		var err error
		out, err = s.ask(ctx, method, body)
		return err
	})
	return out, err
}

// ask does one request.
func (s *Source) ask(ctx context.Context, method string, body []byte) (answer, error) {
	begun := time.Now()
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, s.hook.base()+method, bytes.NewReader(body))
	if err != nil {
		return answer{}, s.hook.transportError(ctx, s.op(method), err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", s.userAgent())
	resp, err := s.api.Do(req)
	if err != nil {
		return answer{}, s.hook.transportError(ctx, s.op(method), err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, answerSize))
	if err != nil {
		return answer{}, s.hook.transportError(ctx, s.op(method), err)
	}
	a, refusal := s.read(method, resp, raw)
	s.o.Log.Debug("bitrix24 answered", "method", method, "status", resp.StatusCode, "bytes", len(raw), "took", time.Since(begun))
	if refusal != nil {
		return answer{}, refusal.coded(s.op(method))
	}
	return a, nil
}

// read takes an answer apart: either the answer or the refusal is set.
func (s *Source) read(method string, resp *http.Response, raw []byte) (answer, *answerError) {
	refusal := &answerError{method: method, status: resp.StatusCode, after: retryAfter(resp)}
	envelope := fields{}
	if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\ufeff")), &envelope); err != nil {
		refusal.foreign = true
		return answer{}, refusal
	}
	clock, _ := object(envelope["time"])
	if refused(resp.StatusCode, envelope) {
		refusal.code, refusal.text = s.refusalText(envelope)
		if refusal.code == "operation_time_limit" {
			refusal.after = s.pace.blocked(method, unixOrDate(clock["operating_reset_at"]))
		}
		return answer{}, refusal
	}
	s.pace.served(method, unixOrDate(clock["operating_reset_at"]))
	return answer{result: envelope["result"], total: envelope["total"], clock: clock}, nil
}

// refused tells an error from a result: "error" may also be a number or empty.
func refused(status int, envelope fields) bool {
	if status < 200 || status > 299 {
		return true
	}
	e := bytes.TrimSpace(envelope["error"])
	if len(e) == 0 || bytes.Equal(e, []byte("null")) {
		return false
	}
	if _, hasResult := envelope["result"]; hasResult {
		return !isNothing(e) && text(e) != "0"
	}
	return true
}

// refusalText returns the portal's code and description. The newer interface
// nests both in "error".
func (s *Source) refusalText(envelope fields) (code, description string) {
	code, description = text(envelope["error"]), text(envelope["error_description"])
	if nested, err := object(envelope["error"]); err == nil && len(nested) > 0 {
		code, description = text(nested["code"]), text(nested["message"])
	}
	return plainCode(s.hook.clean(code)), s.hook.clean(description)
}

// plainCode spells a code the one way this package compares it; what does not
// look like a code is none.
func plainCode(s string) string {
	if !looksLikeCode.MatchString(s) {
		return ""
	}
	return strings.ToLower(s)
}

// looksLikeCode matches ACCESS_DENIED, expired_token, 100 …
var looksLikeCode = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,64}$`)

// retryAfter reads the header of the same name; only seconds are used in the wild.
func retryAfter(resp *http.Response) time.Duration {
	n, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil || n < 0 || n > 600 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// userAgent is asked for by the documentation as <integration>/<version>.
// Without one, or with that of a technical client, downloads answer with a
// web page.
func (s *Source) userAgent() string {
	if s.o.Version == "" {
		return "Sensedesk/0"
	}
	return "Sensedesk/" + s.o.Version
}

// clients makes the two HTTP clients from the one given. Neither keeps
// cookies, so nothing of one portal reaches another host.
func clients(given *http.Client, hook webhook) (api, files *http.Client) {
	base := http.Client{}
	if given != nil {
		base = *given
	} else {
		t, ok := http.DefaultTransport.(*http.Transport)
		if ok {
			t = t.Clone()
			t.ResponseHeaderTimeout = answerTime
			base.Transport = t
		}
	}
	base.Jar = nil
	a, f := base, base
	f.Timeout = 0 // a long recording may take its time; one that stands still is ended
	a.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	f.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return errors.New("too many redirects")
		}
		if req.URL.Scheme != "https" && req.URL.Scheme != "http" {
			return errors.New("redirect to something else than http")
		}
		req.Header.Del("Referer") // the client puts the former address here, signature and all
		if req.URL.Host != via[0].URL.Host {
			req.Header.Del("Authorization")
			req.Header.Del("Cookie")
		} else if via[0].Header.Get("Referer") != "" {
			req.Header.Set("Referer", hook.root)
		}
		return nil
	}
	return &a, &f
}
