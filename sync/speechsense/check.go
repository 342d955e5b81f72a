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
		err := c.checkProject(ctx, s.ProjectID)
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

// checkProject looks into a project the two ways the app reads it: by Search, and
// by Get of a talk found there, or of one that is nowhere.
func (c *Client) checkProject(ctx context.Context, project string) error {
	resp, err := c.search(ctx, c.scope("", project))
	if err != nil {
		return err
	}
	ids := []store.TalkID{checkMarker}
	if found := resp.GetTalkIds(); len(found) > 0 {
		ids[0] = store.TalkID(found[0])
	}
	_, err = c.getTalks(ctx, place{project: project}, ids, []string{"talk_state"})
	return err
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
