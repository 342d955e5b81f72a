package speechsense

import (
	"context"
	"errors"
	"slices"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"sensedesk/store"
)

// getBatch is how many talks are asked for at once (proto comment: at most 100).
const getBatch = 100

// resultsMask lists every part of a talk. The sources disagree on what an absent
// or an empty mask means, so each part is named.
func resultsMask() []string {
	return []string{
		"transcription", "speech_statistics", "silence_statistics", "interrupts_statistics", "conversation_statistics",
		"points", "text_classifiers", "summarization", "talk_state", "assistants", "talk_fields",
	}
}

// Result is one talk as the service keeps it.
type Result struct {
	Talk store.Talk
	Raw  []byte // the answer itself, a serialized yandex.cloud.speechsense.v1.Talk; the same bytes for the same answer
}

// Get returns what the service has of the talks. A talk it does not know, or
// does not know yet, is simply absent; the order is not that of ids. A batch
// whose answer is too large for a message is asked for in halves.
//
// When an error is returned the results beside it are whole and valid: they are
// those of the batches before it. Errors: the configuration codes, busy,
// network; refused when a single talk does not fit into a message.
func (c *Client) Get(ctx context.Context, ids []store.TalkID) ([]Result, error) {
	return c.GetIn(ctx, c.settings.ConnectionID, ids)
}

// GetIn is Get for talks of a connection that the settings may not name any
// more. The project of the settings says nothing about talks of another
// connection and is left out then.
func (c *Client) GetIn(ctx context.Context, connection string, ids []store.TalkID) ([]Result, error) {
	at := place{connection: connection}
	if connection == c.settings.ConnectionID || connection == "" {
		at = place{c.settings.ConnectionID, c.settings.ProjectID}
	}
	var talks []*ss.Talk
	var failed error
	for batch := range slices.Chunk(ids, c.batch(ctx)) {
		got, err := c.getTalks(ctx, at, batch, resultsMask())
		talks = append(talks, got...)
		if err != nil {
			failed = err
			break
		}
	}
	wanted := make(map[store.TalkID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	names := c.namesFor(ctx, talks)
	results := make([]Result, 0, len(talks))
	for _, t := range talks {
		if !wanted[store.TalkID(t.GetId())] {
			continue
		}
		delete(wanted, store.TalkID(t.GetId()))
		raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(t)
		if err != nil {
			return results, store.E(store.CodeInternal, "keep answer", err)
		}
		results = append(results, Result{Talk: convert(t, names), Raw: raw})
	}
	return results, failed
}

// Parse reads a raw answer of Get again. Names are known only as far as the
// answer itself carries them.
func Parse(raw []byte) (store.Talk, error) {
	t := &ss.Talk{}
	if err := proto.Unmarshal(raw, t); err != nil {
		return store.Talk{}, store.E(store.CodeInternal, "read stored answer", err)
	}
	return convert(t, known{}), nil
}

// place is where talks are looked for; an empty id does not narrow.
type place struct{ connection, project string }

// getTalks asks for talks, halving where they are too many for the read quota,
// their answer is too large, or one of the ids spoils the request.
func (c *Client) getTalks(ctx context.Context, at place, ids []store.TalkID, mask []string) ([]*ss.Talk, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if len(ids) > c.batch(ctx) {
		return c.halves(ctx, at, ids, mask)
	}
	req := &ss.GetTalkRequest{
		OrganizationId: c.settings.OrganizationID, SpaceId: c.settings.SpaceID,
		ConnectionId: at.connection, ProjectId: at.project,
		ResultsMask: &fieldmaskpb.FieldMask{Paths: mask},
	}
	for _, id := range ids {
		req.TalkIds = append(req.TalkIds, string(id))
	}
	resp := &ss.GetTalkResponse{}
	err := c.read(ctx, call{op: "get results", service: talkService, method: "Get", timeout: readTimeout}, len(ids), req, resp)
	switch {
	case err == nil:
		return resp.GetTalk(), nil
	case errors.Is(err, errOverflow) && len(ids) > 1:
	case errors.Is(err, store.CodeIDUnknown):
		// Either an id of the settings is wrong or one of these talks is not known
		// yet. A search that names no talk tells the one from the other.
		if _, probeErr := c.search(ctx, c.scope(at.connection, at.project)); probeErr != nil {
			return nil, probeErr
		}
		if len(ids) == 1 {
			return nil, nil
		}
	default:
		return nil, err
	}
	return c.halves(ctx, at, ids, mask)
}

// halves asks for two times half of the talks.
func (c *Client) halves(ctx context.Context, at place, ids []store.TalkID, mask []string) ([]*ss.Talk, error) {
	first, err := c.getTalks(ctx, at, ids[:len(ids)/2], mask)
	if err != nil {
		return first, err
	}
	second, err := c.getTalks(ctx, at, ids[len(ids)/2:], mask)
	return append(first, second...), err
}
