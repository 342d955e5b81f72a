package speechsense

import (
	"context"
	"errors"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"

	"sensedesk/store"
)

// markerPage is how many talks with one marker are looked at. There should be
// one; as many as this mean that the server does not filter by the marker.
const markerPage = 100

// scope is a search within the settings' organization and space.
func (c *Client) scope(connection, project string) *ss.SearchTalkRequest {
	return &ss.SearchTalkRequest{
		OrganizationId: c.settings.OrganizationID, SpaceId: c.settings.SpaceID,
		ConnectionId: connection, ProjectId: project, PageSize: 1,
	}
}

func (c *Client) search(ctx context.Context, req *ss.SearchTalkRequest) (*ss.SearchTalkResponse, error) {
	resp := &ss.SearchTalkResponse{}
	err := c.read(ctx, call{op: "search talks", service: talkService, method: "Search", timeout: readTimeout}, 1, req, resp)
	return resp, err
}

// FindByMarker returns the talks of the settings' connection whose marker key
// holds value; see FindByMarkerIn.
func (c *Client) FindByMarker(ctx context.Context, value string) ([]store.TalkID, error) {
	return c.FindByMarkerIn(ctx, c.settings.ConnectionID, c.settings.MarkerKey, value)
}

// FindByMarkerIn returns the talks of a connection whose metadata key holds value
// exactly. The key is the one the upload was sent with, whatever the settings say
// by now. Fresh uploads may be missing: the index of the service lags behind,
// by an hour at times.
//
// A service that does not know the key may ignore the filter and return other
// people's talks; the answers are therefore compared with the metadata of the
// talks themselves. When none of them carries the key the error is
// settings_invalid for speechsense.marker_key.
func (c *Client) FindByMarkerIn(ctx context.Context, connection, key, value string) ([]store.TalkID, error) {
	const op = "find talk by marker"
	notKnown := func() error {
		return store.E(store.CodeSettingsInvalid, op, errors.New("the service does not filter by this key"), "key", "speechsense.marker_key", "value", key)
	}
	switch {
	case key == "":
		return nil, notKnown()
	case value == "":
		return nil, store.E(store.CodeInternal, op, errors.New("no marker to look for"))
	}
	// The project is left out: a talk that the project does not show was
	// uploaded and paid for all the same.
	req := c.scope(connection, "")
	req.PageSize = markerPage
	req.Filters = []*ss.Filter{markerFilter(key, value)}
	resp, err := c.search(ctx, req)
	if err != nil {
		return nil, err
	}
	if len(resp.GetTalkIds()) == 0 {
		return nil, nil
	}
	if len(resp.GetTalkIds()) >= markerPage || resp.GetNextPageToken() != "" {
		return nil, notKnown()
	}
	ids := make([]store.TalkID, len(resp.GetTalkIds()))
	for i, id := range resp.GetTalkIds() {
		ids[i] = store.TalkID(id)
	}
	talks, err := c.getTalks(ctx, place{connection: connection}, ids, []string{"talk_fields"})
	if err != nil {
		return nil, err
	}
	wrong := map[store.TalkID]bool{}
	for _, t := range talks {
		carried := false
		for _, f := range t.GetTalkFields() {
			carried = carried || f.GetName() == key && f.GetValue() == value
		}
		if !carried {
			wrong[store.TalkID(t.GetId())] = true
		}
	}
	found := ids[:0]
	for _, id := range ids {
		if !wrong[id] { // a talk Get does not show yet is believed to the filter
			found = append(found, id)
		}
	}
	if len(found) == 0 {
		return nil, notKnown()
	}
	return found, nil
}

// markerFilter asks for exact equality of a metadata key.
func markerFilter(key, value string) *ss.Filter {
	return &ss.Filter{Key: "userMeta." + key, Filter: &ss.Filter_AnyMatch{AnyMatch: &ss.AnyMatchFilter{Values: []string{value}}}}
}
