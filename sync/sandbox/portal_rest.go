package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// portalAnswer is what a method returns: a result or a refusal.
type portalAnswer struct {
	result  any
	total   *int
	next    *int
	missing bool // no "result" at all

	status int // of a refusal; 0 = none
	code   any
	text   string
}

// refuse makes a refusal.
func refuse(status int, code any, text string) portalAnswer {
	return portalAnswer{status: status, code: code, text: text}
}

// ServeHTTP implements http.Handler.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.busy.Add(1)
	defer p.busy.Done()
	if r.URL.Path == "/rest/download.json" {
		p.serveDownload(w, r)
		return
	}
	segments := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(segments) != 4 || segments[0] != "rest" {
		nginxPage(w, http.StatusNotFound)
		return
	}
	method := strings.TrimSuffix(segments[3], ".json")
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return
	}
	params := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.UseNumber()
	if len(body) > 0 && dec.Decode(&params) != nil {
		params = map[string]any{} // PHP makes nothing of it, and says nothing
	}
	if p.spoil(w, r, method, params) {
		return
	}
	a := p.admit(segments[1], segments[2], method)
	if a.status == 0 {
		a = p.answer(method, params)
	}
	p.write(w, r, method, params, a)
}

// note remembers a request for the tests.
func (p *Portal) note(method string, params map[string]any, r *http.Request, status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, PortalRequest{Method: method, Params: params, Header: r.Header.Clone(), Status: status})
	if len(p.requests) > 10_000 { // a demo may run for days
		p.requests = slices.Delete(p.requests, 0, 5_000)
	}
}

// spoil plays the faults that come before any answer of the portal itself.
func (p *Portal) spoil(w http.ResponseWriter, r *http.Request, method string, params map[string]any) bool {
	f := p.o.Faults
	switch {
	case f.now().Stall:
		p.note(method, params, r, 0)
		<-r.Context().Done()
	case f.take(func(f *PortalFaults) *int { return &f.Cut }):
		p.note(method, params, r, 0)
		panic(http.ErrAbortHandler)
	case f.take(func(f *PortalFaults) *int { return &f.BadGateway }):
		p.note(method, params, r, http.StatusBadGateway)
		nginxPage(w, http.StatusBadGateway)
	case f.take(func(f *PortalFaults) *int { return &f.WebPage }):
		p.note(method, params, r, http.StatusOK)
		loginPage(w)
	case f.now().Moved != "":
		p.note(method, params, r, http.StatusFound)
		http.Redirect(w, r, f.now().Moved+r.URL.Path, http.StatusFound)
	default:
		return false
	}
	return true
}

// admit checks limits, the webhook and its scopes, in the portal's order.
func (p *Portal) admit(user, secret, method string) portalAnswer {
	f := p.o.Faults
	now := f.now()
	switch {
	case !p.pour(), f.take(func(f *PortalFaults) *int { return &f.RateLimited }):
		return refuse(http.StatusServiceUnavailable, "QUERY_LIMIT_EXCEEDED", "Too many requests")
	case now.Overload:
		return refuse(http.StatusServiceUnavailable, "OVERLOAD_LIMIT", "REST API is blocked due to overload.")
	case now.Deleted:
		return refuse(http.StatusInternalServerError, "PORTAL_DELETED", "Portal was deleted")
	case now.ExpiredWebhook:
		return refuse(http.StatusUnauthorized, "expired_token", "The access token provided has expired")
	case now.RefuseWebhook || secret != p.o.Secret || user != strconv.FormatInt(p.o.Owner, 10):
		return refuse(http.StatusUnauthorized, "INVALID_CREDENTIALS", "Invalid request credentials")
	case now.FreePlan:
		return refuse(http.StatusForbidden, "ACCESS_DENIED", "REST API is available only on commercial plans.")
	case f.take(func(f *PortalFaults) *int { return &f.NumericError }):
		return refuse(http.StatusInternalServerError, 100, "<b>Internal</b> error")
	case f.takeMethod(method):
		return refuse(http.StatusTooManyRequests, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
	}
	if scope := portalScope(method); scope != "" && !p.granted(scope) {
		return refuse(http.StatusForbidden, "insufficient_scope", "The request requires higher privileges than provided by the webhook token")
	}
	return portalAnswer{}
}

// pour puts a request into the bucket and tells whether it found room. A refused
// one takes none.
func (p *Portal) pour() bool {
	b := p.o.Bucket
	if b == (PortalBucket{}) {
		return true
	}
	now := p.o.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.level = max(0, p.level-b.Drain*now.Sub(p.poured).Seconds())
	p.poured = now
	if p.level+1 > b.Block {
		return false
	}
	p.level++
	return true
}

// portalScope names the scope a method needs; "" = none.
func portalScope(method string) string {
	switch head, _, _ := strings.Cut(method, "."); head {
	case "voximplant", "telephony":
		return "telephony"
	case "disk", "user", "crm":
		return head
	}
	return ""
}

// granted tells whether the webhook has a scope; user has two narrower forms.
func (p *Portal) granted(scope string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.o.Scopes, func(s string) bool {
		return s == scope || scope == "user" && (s == "user_basic" || s == "user_brief")
	})
}

// answer runs a method.
func (p *Portal) answer(method string, params map[string]any) portalAnswer {
	switch method {
	case "profile":
		return p.profile()
	case "scope":
		p.mu.Lock()
		defer p.mu.Unlock()
		return portalAnswer{result: slices.Clone(p.o.Scopes)}
	case "voximplant.statistic.get":
		return p.statistics(params)
	case "disk.file.get":
		return p.file(params)
	case "user.get":
		return p.users(params)
	case "telephony.externalCall.searchCrmEntities":
		return p.searchClients(params)
	case "crm.item.get":
		return p.crmItem(params)
	}
	return refuse(http.StatusNotFound, "ERROR_METHOD_NOT_FOUND", "Method not found!")
}

// write sends an answer in the portal's envelope.
func (p *Portal) write(w http.ResponseWriter, r *http.Request, method string, params map[string]any, a portalAnswer) {
	status := a.status
	envelope := map[string]any{}
	if status != 0 {
		text := a.text
		if p.o.Faults.now().EchoSecret {
			text += " http://" + r.Host + r.URL.Path + "?auth=" + p.canary
		}
		envelope["error"], envelope["error_description"] = a.code, text
	} else {
		status = http.StatusOK
		if !a.missing {
			envelope["result"] = a.result
		}
		if a.total != nil {
			envelope["total"] = *a.total
		}
		if a.next != nil {
			envelope["next"] = *a.next
		}
		envelope["time"] = p.clock(method)
	}
	p.note(method, params, r, status)
	raw, err := json.Marshal(envelope)
	if err != nil {
		raw, status = []byte(`{"error":"INTERNAL_SERVER_ERROR","error_description":""}`), http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

// clock is the "time" block: what the request took and what the method has used
// up of its computing time.
func (p *Portal) clock(method string) map[string]any {
	const each = 11 * time.Millisecond
	now := p.o.Now()
	p.mu.Lock()
	p.used[method] += each
	used := p.used[method]
	p.mu.Unlock()
	date := now.In(p.o.Zone).Format(time.RFC3339)
	return map[string]any{
		"start": float64(now.UnixMilli()) / 1000, "finish": float64(now.UnixMilli()+each.Milliseconds()) / 1000,
		"duration": each.Seconds(), "processing": each.Seconds(), "date_start": date, "date_finish": date,
		"operating_reset_at": now.Add(10 * time.Minute).Unix(), "operating": used.Seconds(),
	}
}

// nginxPage is what stands before the portal answers when the portal does not.
func nginxPage(w http.ResponseWriter, status int) {
	text := strconv.Itoa(status) + " " + http.StatusText(status)
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<html>\r\n<head><title>"+text+"</title></head>\r\n<body>\r\n<center><h1>"+text+
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
}

// loginPage is what a browser without a session gets, with status 200.
func loginPage(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html>\n<html><head><title>Авторизация</title></head><body><form method=\"post\"></form></body></html>\n")
}

// errNoSound is why a recording of the portal cannot be read.
var errNoSound = errors.New("the recording has no bytes")
