package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"maps"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
)

// maxAnalysed is the largest recording kept in memory for Analyze, bytes.
const maxAnalysed = 256 << 20

// talkService answers yandex.cloud.speechsense.v1.TalkService.
type talkService struct {
	ss.UnimplementedTalkServiceServer
	server *Server
}

// Upload accepts one recording, or new metadata for the talk named.
func (t talkService) Upload(ctx context.Context, req *ss.UploadTalkRequest) (*ss.UploadTalkResponse, error) {
	s := t.server
	if err := s.checkMetadata(req.GetMetadata()); err != nil {
		return nil, err
	}
	if req.GetTalkId() != "" {
		if req.GetAudio() != nil {
			return nil, status.Error(codes.InvalidArgument, "talk_id with audio: a recording cannot be replaced")
		}
		if err := s.changeMetadata(req.GetTalkId(), req.GetMetadata(), false); err != nil {
			return nil, err
		}
		return &ss.UploadTalkResponse{TalkId: req.GetTalkId()}, s.at(ctx, "Upload", StageAccepted, 0)
	}
	if err := checkAudio(req.GetAudio().GetAudioMetadata()); err != nil {
		return nil, err
	}
	in := s.newIntake(req.GetMetadata(), "Upload", false)
	in.add(req.GetAudio().GetAudioData().GetData())
	id, err := in.accept(ctx)
	return &ss.UploadTalkResponse{TalkId: id}, err
}

// UploadAsStream accepts one recording in pieces: metadata, audio metadata,
// chunks, in this order and the first two once.
func (t talkService) UploadAsStream(stream grpc.ClientStreamingServer[ss.StreamTalkRequest, ss.UploadTalkResponse]) error {
	s, ctx := t.server, stream.Context()
	first, err := stream.Recv()
	if err != nil {
		return broken(err, "stream without metadata")
	}
	if err := s.checkMetadata(first.GetMetadata()); err != nil {
		return err
	}
	second, err := stream.Recv()
	if err != nil {
		return broken(err, "stream without audio metadata")
	}
	if err := checkAudio(second.GetAudio().GetAudioMetadata()); err != nil {
		return err
	}
	in := s.newIntake(first.GetMetadata(), "UploadAsStream", true)
	for {
		msg, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err // reset or cut: half an upload is none
		}
		chunk := msg.GetAudio().GetChunk()
		if chunk == nil {
			return status.Error(codes.InvalidArgument, "only chunks may follow the audio metadata")
		}
		in.add(chunk.GetData())
		if err := s.at(ctx, in.method, StageChunk, in.size); err != nil {
			return err
		}
	}
	id, err := in.accept(ctx)
	if err != nil {
		return err
	}
	return stream.SendAndClose(&ss.UploadTalkResponse{TalkId: id})
}

// broken turns the early end of a stream into a refusal.
func broken(err error, text string) error {
	if err == io.EOF {
		return status.Error(codes.InvalidArgument, text)
	}
	return err
}

// checkAudio applies the rules for the description of the sound.
func checkAudio(m *ss.AudioMetadata) error {
	switch f := m.GetAudioFormat().(type) {
	case *ss.AudioMetadata_ContainerAudio:
		switch f.ContainerAudio.GetContainerAudioType() {
		case ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_OGG_OPUS, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3:
			return nil
		}
	case *ss.AudioMetadata_RawAudio:
		if f.RawAudio.GetAudioEncoding() == ss.RawAudio_AUDIO_ENCODING_LINEAR16_PCM && f.RawAudio.GetSampleRateHertz() > 0 && f.RawAudio.GetAudioChannelCount() > 0 {
			return nil
		}
	}
	return status.Error(codes.InvalidArgument, "audio_metadata does not describe a known format")
}

// intake takes the bytes of one recording. It keeps them only when somebody is
// going to listen to them.
type intake struct {
	server *Server
	talk   *talk
	method string
	sum    hash.Hash
	size   int64
	sound  *bytes.Buffer // nil when nobody will listen
}

func (s *Server) newIntake(m *ss.TalkMetadata, method string, streamed bool) *intake {
	in := &intake{
		server: s, method: method, sum: sha256.New(),
		talk: &talk{connection: m.GetConnectionId(), fields: maps.Clone(m.GetFields()), streamed: streamed},
	}
	if s.options.Analyze != nil {
		in.sound = &bytes.Buffer{}
	}
	return in
}

func (in *intake) add(data []byte) {
	in.sum.Write(data)
	in.size += int64(len(data))
	if in.sound != nil && in.size <= maxAnalysed {
		in.sound.Write(data)
	} else {
		in.sound = nil
	}
}

// accept makes a talk of what was taken in.
func (in *intake) accept(ctx context.Context) (string, error) {
	s, t := in.server, in.talk
	if in.size == 0 {
		return "", status.Error(codes.InvalidArgument, "audio is empty")
	}
	if err := s.at(ctx, in.method, StageReceived, in.size); err != nil {
		return "", err
	}
	t.hash, t.size = hex.EncodeToString(in.sum.Sum(nil)), in.size
	known, ok := s.options.Talks[t.hash]
	switch {
	case ok:
		t.content, t.figures, t.heard = known.Talk, measure(known.Talk), true
	case in.sound == nil:
		t.content, t.heard = s.withNotice(store.Talk{}), true
	}
	s.keep(t)
	if !t.heard {
		s.work.Go(func() { s.listen(t, in.sound.Bytes()) })
	}
	if err := s.at(ctx, in.method, StageAccepted, in.size); err != nil {
		return "", err
	}
	return t.id, nil
}

// Put accepts a recording as Upload does, from inside the program: for a sandbox
// that has something to show from the start. The error is a gRPC status.
func (s *Server) Put(ctx context.Context, connectionID string, fields map[string]string, sound []byte) (talkID string, err error) {
	meta := &ss.TalkMetadata{ConnectionId: connectionID, Fields: fields}
	if err := s.checkMetadata(meta); err != nil {
		return "", err
	}
	in := s.newIntake(meta, "Put", false)
	in.add(sound)
	return in.accept(ctx)
}

// listen analyses a recording and settles its talk.
func (s *Server) listen(t *talk, sound []byte) {
	select {
	case s.hearing <- struct{}{}:
		defer func() { <-s.hearing }()
	case <-s.ctx.Done():
		return
	}
	a, err := s.options.Analyze(s.ctx, sound)
	if err != nil {
		s.settle(t, store.Talk{}, err.Error())
		return
	}
	content := store.Talk{Conversation: store.ConversationStats{DurationMS: a.DurationMS}}
	for channel, speech := range a.Speech {
		for _, r := range speech {
			content.Phrases = append(content.Phrases, store.Phrase{Channel: channel, StartMS: r.StartMS, EndMS: r.EndMS})
		}
	}
	s.settle(t, s.withNotice(content), "")
}

// withNotice adds the statement that no speech was recognised.
func (s *Server) withNotice(content store.Talk) store.Talk {
	if s.options.Notice.Text != "" {
		content.Statements = append(content.Statements, store.Statement{
			FieldID: NoticeField, Name: s.options.Notice.Name, Values: []string{s.options.Notice.Text},
		})
	}
	return content
}

// changeMetadata replaces all keys of a talk: those left out lose their values.
func (s *Server) changeMetadata(id string, m *ss.TalkMetadata, text bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.byID[id]
	if !ok || t.connection != m.GetConnectionId() {
		return status.Errorf(codes.NotFound, "talk %s not found", id)
	}
	if t.text != text {
		return status.Error(codes.InvalidArgument, "the talk is of another data type: Upload is for recordings, UploadText for chats")
	}
	t.fields = maps.Clone(m.GetFields())
	t.modified = s.now()
	return nil
}

// UploadText accepts a chat, or new metadata for the talk named.
func (t talkService) UploadText(ctx context.Context, req *ss.UploadTextRequest) (*ss.UploadTextResponse, error) {
	s := t.server
	meta := req.GetMetadata()
	if err := s.checkMetadata(meta); err != nil {
		return nil, err
	}
	if req.GetTalkId() != "" {
		if req.GetTextContent() != nil {
			return nil, status.Error(codes.InvalidArgument, "talk_id with text_content: a chat cannot be replaced")
		}
		if err := s.changeMetadata(req.GetTalkId(), meta, true); err != nil {
			return nil, err
		}
		return &ss.UploadTextResponse{TalkId: req.GetTalkId()}, s.at(ctx, "UploadText", StageAccepted, 0)
	}
	messages := req.GetTextContent().GetMessages()
	if len(messages) == 0 {
		return nil, status.Error(codes.InvalidArgument, "text_content is empty")
	}
	content := store.Talk{}
	begun := messages[0].GetTimestamp().AsTime()
	for _, m := range messages {
		channel, ok := map[string]int{meta.GetFields()["bot_id"]: 2, meta.GetFields()["client_id"]: 1, meta.GetFields()["operator_id"]: 0}[m.GetUserId()]
		if !ok || m.GetUserId() == "" {
			return nil, status.Errorf(codes.InvalidArgument, "message of an unknown user: %s", m.GetUserId())
		}
		at := max(m.GetTimestamp().AsTime().Sub(begun), 0) / time.Millisecond
		content.Phrases = append(content.Phrases, store.Phrase{Channel: channel, StartMS: int64(at), EndMS: int64(at), Text: m.GetText().GetText()})
		content.Conversation.DurationMS = max(content.Conversation.DurationMS, int64(at))
	}
	kept := &talk{connection: meta.GetConnectionId(), fields: maps.Clone(meta.GetFields()), text: true, content: content, figures: measure(content), heard: true}
	if err := s.at(ctx, "UploadText", StageReceived, 0); err != nil {
		return nil, err
	}
	s.keep(kept)
	return &ss.UploadTextResponse{TalkId: kept.id}, s.at(ctx, "UploadText", StageAccepted, 0)
}
