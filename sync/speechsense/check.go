package speechsense

import (
	"context"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"

	"sensedesk/store"
)

// checkMarker is a marker no call has.
const checkMarker = "sensedesk-check"

// Check proves what can be proven without sending a recording, line by line:
// address, key, search (within the connection), project, classifiers, marker,
// upload. It stops at the first line without which the next make no sense; the
// upload right cannot be proven and is always Unsure.
func (c *Client) Check(ctx context.Context) []store.CheckLine {
	s := c.settings
	var lines []store.CheckLine
	add := func(name, arg string, err error) {
		lines = append(lines, store.CheckLine{Name: name, Arg: arg, OK: err == nil, Err: err})
	}
	unsure := func(name, arg string) {
		lines = append(lines, store.CheckLine{Name: name, Arg: arg, Unsure: true})
	}

	_, err := c.search(ctx, c.scope(s.ConnectionID, ""))
	if !answered(err) {
		add("address", s.Address, err)
		return lines
	}
	add("address", s.Address, nil)
	if store.CodeOf(err) == store.CodeKeyRefused {
		add("key", "", err)
		return lines
	}
	add("key", "", nil)
	if err == nil && s.ConnectionID == "" {
		err = store.E(store.CodeConnectionMissing, "check", nil)
	}
	add("search", s.ConnectionID, err)

	if s.ProjectID != "" {
		_, err := c.search(ctx, c.scope("", s.ProjectID))
		add("project", s.ProjectID, err)
		if err == nil {
			switch _, err := c.classifiers(ctx, s.ProjectID); {
			case namesUnavailable(err):
				unsure("classifiers", "")
			case err != nil:
				add("classifiers", "", err)
			default:
				add("classifiers", "", nil)
			}
		}
	}
	if err == nil {
		add("marker", s.MarkerKey, c.checkMarker(ctx))
	}
	unsure("upload", s.ConnectionID)
	return lines
}

// answered tells whether an error came from SpeechSense itself.
func answered(err error) bool {
	switch store.CodeOf(err) {
	case store.CodeNetwork, store.CodeTLS, store.CodeAddress, store.CodeServiceMissing, store.CodeInternal:
		return false
	}
	return true
}

// checkMarker asks for a marker nobody has: the filter must be accepted and
// find nothing. Anything found means that the server ignores the filter.
func (c *Client) checkMarker(ctx context.Context) error {
	invalid := func(cause error) error {
		return store.E(store.CodeSettingsInvalid, "check marker", cause, "key", "speechsense.marker_key", "value", c.settings.MarkerKey)
	}
	if c.settings.MarkerKey == "" {
		return invalid(nil)
	}
	req := c.scope(c.settings.ConnectionID, "")
	req.Filters = []*ss.Filter{markerFilter(c.settings.MarkerKey, checkMarker)}
	resp, err := c.search(ctx, req)
	if store.CodeOf(err) == store.CodeRefused {
		return invalid(err)
	}
	if err == nil && len(resp.GetTalkIds()) > 0 {
		return invalid(nil)
	}
	return err
}
