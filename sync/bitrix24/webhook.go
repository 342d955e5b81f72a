package bitrix24

import (
	"errors"
	"net"
	"net/url"
	"regexp"
	"strings"

	"sensedesk/store"
)

// hookPath matches /rest/<user>/<secret>/ with anything behind it. The newer
// interface has /rest/api/ in front of the same two values.
var hookPath = regexp.MustCompile(`^/+rest/+(?:api/+)?([0-9]+)/+([A-Za-z0-9_-]{4,})(?:/.*)?$`)

// webhook is an incoming webhook taken apart.
type webhook struct {
	root   string // scheme://host[:port]/
	host   string // host[:port] as the account shows it
	user   string // id of the employee who made it
	secret string
}

// base is the address every method name is appended to.
func (w webhook) base() string { return w.root + "rest/" + w.user + "/" + w.secret + "/" }

// ParseWebhook reads what a person pasted: with or without spaces around it, a
// slash or a method name on its end, or the https:// in front. normalised is
// scheme://host[:port]/rest/<user>/<secret>/ and is a secret as a whole;
// account is host[:port] and is none. The error has CodeWebhookShape, with arg
// why = "https" when only the plain http is wrong with it, and "shape"
// otherwise; it never repeats what was pasted.
func ParseWebhook(pasted string) (normalised, account string, err error) {
	w, err := parseWebhook(pasted)
	if err != nil {
		return "", "", err
	}
	return w.base(), w.host, nil
}

func parseWebhook(pasted string) (webhook, error) {
	shape := func(why, text string) error {
		return store.E(store.CodeWebhookShape, "read webhook", errors.New(text), "why", why)
	}
	s := strings.Trim(strings.TrimSpace(pasted), "\"'`<>«»“”\u00a0\u200b\ufeff")
	if s = strings.TrimSpace(s); s == "" {
		return webhook{}, store.E(store.CodeWebhookMissing, "read webhook", nil)
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil { // the parser's text repeats the address
		return webhook{}, shape("shape", "not an address")
	}
	if u.Host == "" || u.Hostname() == "" || u.User != nil {
		return webhook{}, shape("shape", "no plain host in it")
	}
	m := hookPath.FindStringSubmatch(u.Path)
	if m == nil {
		return webhook{}, shape("shape", "no /rest/<user>/<secret>/ in it")
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "https" && scheme != "http" {
		return webhook{}, shape("shape", "neither https nor http")
	}
	if scheme == "http" && !isLoopback(u.Hostname()) {
		return webhook{}, shape("https", "plain http would show the secret to the network")
	}
	host := strings.ToLower(u.Host)
	if p := u.Port(); p == "" || scheme == "https" && p == "443" || scheme == "http" && p == "80" {
		host = strings.TrimSuffix(strings.TrimSuffix(host, ":"+p), ":")
	}
	return webhook{root: scheme + "://" + host + "/", host: host, user: m[1], secret: m[2]}, nil
}

// isLoopback tells whether host can only be this computer.
func isLoopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
