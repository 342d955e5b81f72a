package bitrix24

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"sensedesk/store"
	"sensedesk/sync/retry"
)

// errIdle is why a download that stands still is ended.
var errIdle = errors.New("no data for too long")

// download starts to fetch link, again while it fails for a passing reason.
// Nothing of link gets into an error.
func (s *Source) download(ctx context.Context, link string) (body io.ReadCloser, size int64, err error) {
	err = retry.Do(ctx, s.steady(), func(ctx context.Context) error {
		var err error
		body, size, err = s.fetch(ctx, link)
		return err
	})
	return body, size, err
}

// fetch does one GET and returns the body when it may be a recording.
func (s *Source) fetch(ctx context.Context, link string) (io.ReadCloser, int64, error) {
	op := s.op("download recording")
	limited, cancel := context.WithCancelCause(ctx)
	req, err := http.NewRequestWithContext(limited, http.MethodGet, link, nil)
	if err != nil {
		cancel(nil)
		return nil, 0, store.E(store.CodeFileGone, op, errors.New("the link is no address"))
	}
	s.dress(req)
	r := &recordReader{ctx: ctx, cancel: cancel, source: s, op: op}
	r.idle = time.AfterFunc(s.o.Idle, func() { r.stalled.Store(true); cancel(errIdle) })
	resp, err := s.files.Do(req)
	if err != nil {
		r.Close()
		return nil, 0, r.explain(err)
	}
	r.body, r.buffered = resp.Body, bufio.NewReaderSize(resp.Body, 32<<10)
	s.o.Log.Debug("bitrix24 recording answered", "status", resp.StatusCode, "bytes", resp.ContentLength)
	err = s.refusedFile(op, resp, r)
	r.idle.Stop()
	if err != nil {
		r.Close()
		return nil, 0, err
	}
	return r, resp.ContentLength, nil
}

// dress sets the headers the documentation asks for on signed links; with those
// of a technical client the body is a web page (settings/how-to-call-rest-api/
// general-principles.md). The Referer is the portal's root, and for the portal
// only.
func (s *Source) dress(req *http.Request) {
	req.Header.Set("User-Agent", s.userAgent())
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.8")
	req.Header.Set("Accept-Encoding", "identity") // the number of bytes is compared with the announced one
	if root, err := url.Parse(s.hook.root); err == nil && strings.EqualFold(root.Host, req.URL.Host) {
		req.Header.Set("Referer", s.hook.root)
	}
}

// refusedFile judges status and first bytes. No sound file begins with < or {.
func (s *Source) refusedFile(op string, resp *http.Response, r *recordReader) error {
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return store.E(store.CodeFileGone, op, &answerError{status: code})
	case code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code >= 500:
		return store.E(store.CodeBusy, op, &answerError{status: code, after: retryAfter(resp)})
	case code != http.StatusOK:
		return store.E(store.CodeFileRight, op, &answerError{status: code})
	}
	head, err := r.buffered.Peek(512)
	if err != nil && len(head) == 0 && !errors.Is(err, io.EOF) {
		return r.explain(err)
	}
	switch trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"); {
	case bytes.HasPrefix(trimmed, []byte("<")):
		return store.E(store.CodeNotSound, op, nil, "got", "html")
	case bytes.HasPrefix(trimmed, []byte("{")):
		return s.refusedJSON(op, r)
	}
	return nil
}

// refusedJSON reads an error that came instead of a recording. Only its code is
// kept: what a foreign host says at length may repeat the link.
func (s *Source) refusedJSON(op string, r io.Reader) error {
	raw, _ := io.ReadAll(io.LimitReader(r, 64<<10))
	envelope := fields{}
	if json.Unmarshal(raw, &envelope) != nil {
		return store.E(store.CodeNotSound, op, nil, "got", "json")
	}
	refusal := &answerError{method: "disk.file.get", status: http.StatusOK}
	refusal.code, _ = s.refusalText(envelope)
	switch refusal.class() {
	case store.CodeBusy:
		return store.E(store.CodeBusy, op, refusal)
	case store.CodeFileRight, store.CodeWebhookRefused: // of a signed link this says that it has expired
		return store.E(store.CodeFileRight, op, refusal)
	case store.CodeFileGone:
		return store.E(store.CodeFileGone, op, refusal)
	}
	return store.E(store.CodeNotSound, op, refusal, "got", "json")
}

// recordReader is a recording on its way. Reads fail with coded errors, and a
// download that stands still is ended.
type recordReader struct {
	ctx      context.Context // the caller's
	cancel   context.CancelCauseFunc
	source   *Source
	op       string
	idle     *time.Timer
	stalled  atomic.Bool
	body     io.Closer
	buffered *bufio.Reader
}

// Read implements io.Reader. Only the network is timed, not what the caller
// does between two reads.
func (r *recordReader) Read(p []byte) (int, error) {
	r.idle.Reset(r.source.o.Idle)
	n, err := r.buffered.Read(p)
	r.idle.Stop()
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, r.explain(err)
}

// Close ends the download. What was read has been judged by Read, so there is
// nothing left that could go wrong.
func (r *recordReader) Close() error {
	r.idle.Stop()
	if r.body != nil {
		_ = r.body.Close()
	}
	r.cancel(nil)
	return nil
}

// explain codes an error of the connection.
func (r *recordReader) explain(err error) error {
	if r.stalled.Load() && r.ctx.Err() == nil {
		return store.E(store.CodeNetwork, r.op, errIdle)
	}
	return r.source.hook.transportError(r.ctx, r.op, err)
}
