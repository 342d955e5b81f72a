package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/yandex-cloud/go-genproto/yandex/cloud/operation"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"sensedesk/store"
)

// badgePause is the silence at which a badge's recording is cut into talks. How
// the service cuts is published nowhere.
const badgePause = time.Minute

// UploadBadge accepts the recording of a badge, a whole shift in one file, and
// cuts it into talks where nobody speaks for a minute. The operation is done when
// it is answered. Only WAV and MP3 are taken (SpeechSense documentation, upload
// of data with splitting).
func (t talkService) UploadBadge(stream grpc.ClientStreamingServer[ss.StreamTalkRequest, operation.Operation]) error {
	s := t.server
	in, err := s.takeBadge(stream)
	if err != nil {
		return err
	}
	talks, err := s.cut(stream.Context(), in)
	if err != nil {
		return err
	}
	resp := &ss.UploadBadgeResponse{BadgeId: "badge-" + newTalkID()[3:]}
	for _, piece := range talks {
		s.keep(piece)
		resp.TalkIds = append(resp.TalkIds, piece.id)
	}
	if err := s.at(stream.Context(), in.method, StageAccepted, in.size); err != nil {
		return err
	}
	op, err := s.operation(&ss.UploadBadgeMetadata{BadgeId: resp.GetBadgeId()}, resp)
	if err != nil {
		return err
	}
	return stream.SendAndClose(op)
}

// takeBadge receives metadata, audio metadata and sound, in this order.
func (s *Server) takeBadge(stream grpc.ClientStreamingServer[ss.StreamTalkRequest, operation.Operation]) (*intake, error) {
	first, err := stream.Recv()
	if err != nil {
		return nil, broken(err, "stream without metadata")
	}
	if err := s.checkMetadata(first.GetMetadata()); err != nil {
		return nil, err
	}
	second, err := stream.Recv()
	if err != nil {
		return nil, broken(err, "stream without audio metadata")
	}
	switch second.GetAudio().GetAudioMetadata().GetContainerAudio().GetContainerAudioType() {
	case ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3:
	default:
		return nil, status.Error(codes.InvalidArgument, "a badge's recording must be WAV or MP3")
	}
	in := s.newIntake(first.GetMetadata(), "UploadBadge", true)
	for {
		msg, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err // reset or cut: half an upload is none
		}
		chunk := msg.GetAudio().GetChunk()
		if chunk == nil {
			return nil, status.Error(codes.InvalidArgument, "only chunks may follow the audio metadata")
		}
		in.add(chunk.GetData())
		if err := s.at(stream.Context(), in.method, StageChunk, in.size); err != nil {
			return nil, err
		}
	}
	if in.size == 0 {
		return nil, status.Error(codes.InvalidArgument, "audio is empty")
	}
	return in, s.at(stream.Context(), in.method, StageReceived, in.size)
}

// cut makes the talks of a badge's recording; without anybody to listen it is one.
func (s *Server) cut(ctx context.Context, in *intake) ([]*talk, error) {
	var heard Analysis
	if in.sound != nil {
		var err error
		if heard, err = s.options.Analyze(ctx, in.sound.Bytes()); err != nil {
			return nil, status.Error(codes.InvalidArgument, "the recording cannot be read: "+err.Error())
		}
	}
	begun, _ := parseDate(in.talk.fields["date"]) // was checked
	var out []*talk
	for _, piece := range pieces(heard) {
		t := &talk{connection: in.talk.connection, fields: maps.Clone(in.talk.fields), streamed: true, size: in.size, heard: true}
		t.fields["date"] = begun.Add(time.Duration(piece.from) * time.Millisecond).Format(time.RFC3339)
		t.content = s.withNotice(piece.content)
		t.figures = measure(t.content)
		out = append(out, t)
	}
	return out, nil
}

// piece is one talk of a badge's recording.
type piece struct {
	from    int64 // ms from the start of the recording
	content store.Talk
}

// pieces cuts where all channels are silent for badgePause.
func pieces(a Analysis) []piece {
	var all []store.Phrase
	for channel, speech := range a.Speech {
		for _, r := range speech {
			all = append(all, store.Phrase{Channel: channel, StartMS: r.StartMS, EndMS: r.EndMS})
		}
	}
	slices.SortStableFunc(all, func(a, b store.Phrase) int { return cmp.Compare(a.StartMS, b.StartMS) })
	if len(all) == 0 {
		return []piece{{content: store.Talk{Conversation: store.ConversationStats{DurationMS: a.DurationMS}}}}
	}
	var out []piece
	var end int64
	for _, p := range all {
		if len(out) == 0 || p.StartMS-end >= badgePause.Milliseconds() {
			out = append(out, piece{from: p.StartMS})
			end = p.StartMS
		}
		end = max(end, p.EndMS)
		last := &out[len(out)-1]
		p.StartMS, p.EndMS = p.StartMS-last.from, p.EndMS-last.from
		last.content.Phrases = append(last.content.Phrases, p)
		last.content.Conversation.DurationMS = end - last.from
	}
	return out
}

// operation is a long-running operation that has ended well already.
func (s *Server) operation(metadata, response proto.Message) (*operation.Operation, error) {
	meta, err := anypb.New(metadata)
	if err != nil {
		return nil, fmt.Errorf("pack the metadata of an operation: %w", err)
	}
	resp, err := anypb.New(response)
	if err != nil {
		return nil, fmt.Errorf("pack the answer of an operation: %w", err)
	}
	now := timestamppb.New(s.now())
	return &operation.Operation{
		Id: "op-" + newTalkID()[3:], Description: "Upload badge", CreatedBy: "sandbox", CreatedAt: now, ModifiedAt: now,
		Done: true, Metadata: meta, Result: &operation.Operation_Response{Response: resp},
	}, nil
}
