package speechsense

import (
	"context"
	"errors"
	"maps"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"

	"sensedesk/store"
)

// fieldsTimeout ends a change of metadata; nothing large travels.
const fieldsTimeout = readTimeout

// UpdateFields changes metadata keys of a talk and leaves all others as they
// are. The service takes the complete set of keys and empties those left out
// (documentation, managing dialogs), so the talk is read first, changed, sent
// whole, and read again.
//
// An edit whose key the service holds otherwise than the person saw (Base) is
// not sent: it comes back as a conflict with the other value. One the service
// has already is done, so repeating after a lost answer is safe. A key that was
// accepted and is not there afterwards is not declared in the connection.
//
// connection is the one the talk belongs to; empty = any. chat says what the talk is thought to be; when the service disagrees the
// other call is tried. seen is the metadata as last read, nil when there was no
// reading. Outcomes cover every edit when err is nil.
//
// Errors: not_found while the service does not show the talk; those of Get.
// Between the reading and the sending somebody else may write a key: the
// service has no way to tell, and the window is one request long.
func (c *Client) UpdateFields(ctx context.Context, connection string, talk store.TalkID, chat bool, edits []store.FieldEdit) (seen []store.Field, outcomes []store.FieldOutcome, err error) {
	const op = "change metadata"
	if talk == "" { // an empty id would be a new upload
		return nil, nil, store.E(store.CodeInternal, op, errors.New("no talk"))
	}
	t, err := c.fieldsOf(ctx, connection, talk)
	if err != nil {
		return nil, nil, err
	}
	have, seen := values(t), fields(t)
	want := maps.Clone(have)
	var sent []store.FieldEdit
	for _, e := range edits {
		switch cur := have[e.Key]; {
		case store.CheckField(e.Key, e.Value) != nil:
			outcomes = append(outcomes, refusal(e, store.CheckField(e.Key, e.Value)))
		case cur == e.Value:
			outcomes = append(outcomes, store.FieldOutcome{Key: e.Key, Value: e.Value, Done: true})
		case cur != e.Base:
			outcomes = append(outcomes, store.FieldOutcome{Key: e.Key, Value: e.Value, State: store.EditConflict, Theirs: cur})
		default:
			sent = append(sent, e)
			want[e.Key] = e.Value
		}
	}
	if len(sent) == 0 {
		return seen, outcomes, nil
	}
	maps.DeleteFunc(want, func(_, v string) bool { return v == "" }) // a key without a value is one left out
	meta := &ss.TalkMetadata{ConnectionId: t.GetConnectionId(), Fields: want}
	if err := c.sendFields(ctx, talk, meta, chat); err != nil {
		if code := store.CodeOf(err); code != store.CodeRefused && code != store.CodeIDUnknown {
			return seen, nil, err
		}
		if len(sent) == 1 {
			return seen, append(outcomes, refusal(sent[0], err)), nil
		}
		for _, e := range sent { // one of them spoils the set; the others shall not wait for it
			again, one, err := c.UpdateFields(ctx, connection, talk, chat, []store.FieldEdit{e})
			if err != nil {
				return seen, nil, err
			}
			seen, outcomes = again, append(outcomes, one...)
		}
		return seen, outcomes, nil
	}
	t, err = c.fieldsOf(ctx, connection, talk)
	if err != nil {
		return seen, nil, err // sent; the next attempt finds it there
	}
	have, seen = values(t), fields(t)
	for _, e := range sent {
		o := store.FieldOutcome{Key: e.Key, Value: e.Value, State: store.EditPending}
		switch cur := have[e.Key]; {
		case cur == e.Value:
			o.Done, o.State = true, ""
		case cur == e.Base && e.Base == "":
			o.State, o.Reason, o.Args = store.EditRefused, store.CodeFieldLost, map[string]string{"key": e.Key}
		case cur == e.Base: // not visible yet: looked at again with the next attempt
		default:
			o.State, o.Theirs = store.EditConflict, cur
		}
		outcomes = append(outcomes, o)
	}
	return seen, outcomes, nil
}

// refusal is the outcome of an edit that cannot succeed as it is.
func refusal(e store.FieldEdit, err error) store.FieldOutcome {
	return store.FieldOutcome{Key: e.Key, Value: e.Value, State: store.EditRefused, Reason: store.CodeOf(err), Args: store.ArgsOf(err)}
}

// fieldsOf reads the ids and the metadata of one talk.
func (c *Client) fieldsOf(ctx context.Context, connection string, talk store.TalkID) (*ss.Talk, error) {
	talks, err := c.getTalks(ctx, place{connection: connection}, []store.TalkID{talk}, []string{"talk_fields"})
	if err != nil {
		return nil, err
	}
	for _, t := range talks {
		if t.GetId() == string(talk) {
			return t, nil
		}
	}
	return nil, store.E(store.CodeNotFound, "read metadata", nil, "what", string(talk))
}

// sendFields sends the whole set by the call that fits the kind of talk. No
// audio and no text go along, not even empty ones: they would replace what is
// there or be refused.
func (c *Client) sendFields(ctx context.Context, talk store.TalkID, meta *ss.TalkMetadata, chat bool) error {
	audio := func() error {
		return c.unary(ctx, call{op: "change metadata", service: talkService, method: "Upload", timeout: fieldsTimeout},
			&ss.UploadTalkRequest{TalkId: string(talk), Metadata: meta}, &ss.UploadTalkResponse{})
	}
	text := func() error {
		return c.unary(ctx, call{op: "change metadata", service: talkService, method: "UploadText", timeout: fieldsTimeout},
			&ss.UploadTextRequest{TalkId: string(talk), Metadata: meta}, &ss.UploadTextResponse{})
	}
	first, second := audio, text
	if chat {
		first, second = text, audio
	}
	err := first()
	if code := store.CodeOf(err); code != store.CodeRefused && code != store.CodeIDUnknown { // either may mean «not this kind of talk»
		return err
	}
	if second() == nil {
		return nil
	}
	return err
}

func values(t *ss.Talk) map[string]string {
	out := map[string]string{}
	for _, f := range t.GetTalkFields() {
		out[f.GetName()] = f.GetValue()
	}
	return out
}

// fields converts the metadata of a talk; never nil.
func fields(t *ss.Talk) []store.Field {
	out := []store.Field{}
	for _, f := range t.GetTalkFields() {
		out = append(out, store.Field{Name: f.GetName(), Value: f.GetValue(), Type: enumText(f.GetType().String(), "FIELD_TYPE_")})
	}
	return out
}
