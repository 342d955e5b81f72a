package speechsense

import (
	"context"
	"errors"
	"fmt"
	"strings"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"sensedesk/store"
)

// maxTextMessage is the largest request with a chat, bytes: a Hybrid server
// takes 128 MiB for the whole message.
const maxTextMessage = 128<<20 - 64<<10

// UploadText is one chat to be sent.
type UploadText struct {
	ConnectionID string
	Fields       map[string]string // operator_id, client_id and bot_id are what the messages are signed with
	Chat         store.Chat
}

// UploadText sends one chat and returns the id of the talk it became. It never
// sends the same chat twice. Every message is signed with the id the metadata
// give to its author's role, since the service knows authors by that alone
// (documentation, uploading chats).
//
// Errors are those of Upload, and those of store.Chat.Check.
func (c *Client) UploadText(ctx context.Context, u UploadText) (store.TalkID, error) {
	const op = "upload chat"
	req, err := c.describeText(u)
	if err != nil {
		return "", err
	}
	size := int64(proto.Size(req))
	if size > maxTextMessage {
		return "", store.E(store.CodeFileTooLarge, op, nil)
	}
	resp := &ss.UploadTextResponse{}
	err = c.unary(ctx, call{
		op: op, service: talkService, method: "UploadText", upload: true, size: size, timeout: store.UploadTimeout(size),
	}, req, resp)
	if err != nil {
		return "", err
	}
	if resp.GetTalkId() == "" {
		return "", store.E(store.CodeOutcomeUnknown, op, errors.New("accepted without a talk id"))
	}
	return store.TalkID(resp.GetTalkId()), nil
}

func (c *Client) describeText(u UploadText) (*ss.UploadTextRequest, error) {
	const op = "upload chat"
	if u.ConnectionID == "" {
		return nil, store.E(store.CodeConnectionMissing, op, nil)
	}
	if err := u.Chat.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	meta := &ss.TalkMetadata{ConnectionId: u.ConnectionID, Fields: map[string]string{}}
	for key, value := range u.Fields {
		meta.Fields[strings.ToValidUTF8(key, "\uFFFD")] = store.FitField(value)
	}
	keys := map[store.ChatRole]string{store.RoleOperator: "operator_id", store.RoleClient: "client_id", store.RoleBot: "bot_id"}
	content := &ss.TextContent{}
	for _, m := range u.Chat.Messages {
		id := meta.GetFields()[keys[u.Chat.RoleOf(m.Author)]]
		if id == "" {
			return nil, store.E(store.CodeChatRoles, op, nil, "who", m.Author)
		}
		content.Messages = append(content.Messages, &ss.Message{
			UserId: id, Timestamp: timestamppb.New(m.At),
			Payload: &ss.Message_Text{Text: &ss.TextPayload{Text: strings.ToValidUTF8(m.Text, "\uFFFD")}},
		})
	}
	return &ss.UploadTextRequest{Metadata: meta, TextContent: content}, nil
}
