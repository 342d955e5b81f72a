package sandbox_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/yandex-cloud/go-genproto/yandex/cloud/operation"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	reflectpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
)

// stranger knows nothing of the services but what reflection tells, as grpcurl
// does.
type stranger struct {
	t      *testing.T
	conn   *grpc.ClientConn
	stream grpc.BidiStreamingClient[reflectpb.ServerReflectionRequest, reflectpb.ServerReflectionResponse]
}

func newStranger(t *testing.T, conn *grpc.ClientConn) *stranger {
	t.Helper()
	stream, err := reflectpb.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &stranger{t, conn, stream}
}

// files asks for the file of a symbol and everything it needs.
func (s *stranger) files(symbol string) *descriptorpb.FileDescriptorSet {
	s.t.Helper()
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{}
	ask := []*reflectpb.ServerReflectionRequest{{MessageRequest: &reflectpb.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: symbol}}}
	for len(ask) > 0 {
		if err := s.stream.Send(ask[0]); err != nil {
			s.t.Fatal(err)
		}
		ask = ask[1:]
		answer, err := s.stream.Recv()
		if err != nil {
			s.t.Fatal(err)
		}
		if e := answer.GetErrorResponse(); e != nil {
			s.t.Fatalf("%s: %v", symbol, e)
		}
		for _, raw := range answer.GetFileDescriptorResponse().GetFileDescriptorProto() {
			f := &descriptorpb.FileDescriptorProto{}
			if err := proto.Unmarshal(raw, f); err != nil {
				s.t.Fatal(err)
			}
			if seen[f.GetName()] {
				continue
			}
			seen[f.GetName()] = true
			set.File = append(set.File, f)
			for _, d := range f.GetDependency() {
				ask = append(ask, &reflectpb.ServerReflectionRequest{MessageRequest: &reflectpb.ServerReflectionRequest_FileByFilename{FileByFilename: d}})
			}
		}
	}
	return set
}

// call sends JSON to a method and returns the answer's fields.
func (s *stranger) call(ctx context.Context, service, method, in string) (*dynamicpb.Message, error) {
	s.t.Helper()
	files, err := protodesc.NewFiles(s.files(service))
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := files.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		s.t.Fatal(err)
	}
	m := d.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(method))
	req, resp := dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())
	if err := protojson.Unmarshal([]byte(in), req); err != nil {
		s.t.Fatal(err)
	}
	return resp, s.conn.Invoke(ctx, "/"+service+"/"+method, req, resp)
}

func TestAStrangerFindsItsWay(t *testing.T) {
	s, conn := start(t, sandbox.Options{})
	id, err := s.Put(t.Context(), "eag1", fields("call_id", "c1"), []byte("sound"))
	if err != nil {
		t.Fatal(err)
	}
	look := newStranger(t, conn)
	for _, pkg := range []string{"yandex.cloud.speechsense.v1.", "yandex.cloud.api.speechsense.v1."} {
		found, err := look.call(t.Context(), pkg+"TalkService", "Search", `{"filters": [{"key": "userMeta.call_id", "anyMatch": {"values": ["c1"]}}]}`)
		if err != nil {
			t.Fatal(err)
		}
		if text := found.String(); !bytes.Contains([]byte(text), []byte(id)) {
			t.Errorf("%s: found %s", pkg, text)
		}
		got, err := look.call(t.Context(), pkg+"TalkService", "Get", `{"talkIds": ["`+id+`"], "resultsMask": "talkState,talkFields"}`)
		if err != nil {
			t.Fatal(err)
		}
		if text := got.String(); !bytes.Contains([]byte(text), []byte("Анна")) || !bytes.Contains([]byte(text), []byte("ALGORITHM_SPEECHKIT")) {
			t.Errorf("%s: got %s", pkg, text)
		}
		for _, service := range []string{"ClassifiersService", "AssistantsService"} {
			if _, err := look.call(t.Context(), pkg+service, "List", `{"projectId": "p"}`); err != nil {
				t.Errorf("%s%s: %v", pkg, service, err)
			}
		}
		if _, err := look.call(t.Context(), pkg+"AssistantsService", "ListModels", `{}`); err != nil {
			t.Error(err)
		}
	}
}

func TestQuota(t *testing.T) {
	now := &clock{at: time.Date(2026, 3, 12, 14, 0, 0, 0, time.UTC)}
	s, conn := start(t, sandbox.Options{Quota: true, Now: now.Now})
	c := ss.NewTalkServiceClient(conn)
	get := func(project string, n int) codes.Code {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = "aud"
		}
		_, err := c.Get(t.Context(), &ss.GetTalkRequest{ProjectId: project, TalkIds: ids})
		return status.Code(err)
	}
	for i, step := range []struct {
		wait    time.Duration
		project string
		talks   int
		want    codes.Code
	}{
		{0, "a", 20, codes.OK},
		{0, "a", 1, codes.ResourceExhausted},
		{0, "b", 1, codes.OK},
		{time.Second, "a", 100, codes.OK},
		{time.Second, "a", 100, codes.ResourceExhausted},
		{time.Second, "a", 80, codes.OK},
		{time.Minute, "a", 100, codes.OK},
	} {
		now.Add(step.wait)
		if got := get(step.project, step.talks); got != step.want {
			t.Errorf("step %d: %v, want %v", i, got, step.want)
		}
	}
	if s.RefusedReads() != 2 {
		t.Errorf("%d refused", s.RefusedReads())
	}
	for range 100 { // a day's worth goes by the hour
		now.Add(time.Minute)
		get("a", 100)
	}
	now.Add(time.Minute)
	if got := get("a", 100); got != codes.ResourceExhausted {
		t.Errorf("after two thousand in an hour: %v", got)
	}
}

// badge sends a recording as a badge does.
func badge(t *testing.T, conn *grpc.ClientConn, kind ss.ContainerAudio_ContainerAudioType, sound []byte) (*operation.Operation, error) {
	t.Helper()
	stream, err := ss.NewTalkServiceClient(conn).UploadBadge(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	audio := func(event *ss.AudioStreamingRequest) *ss.StreamTalkRequest {
		return &ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Audio{Audio: event}}
	}
	for _, m := range []*ss.StreamTalkRequest{
		{Event: &ss.StreamTalkRequest_Metadata{Metadata: &ss.TalkMetadata{ConnectionId: "eag1", Fields: fields()}}},
		audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_AudioMetadata{AudioMetadata: &ss.AudioMetadata{
			AudioFormat: &ss.AudioMetadata_ContainerAudio{ContainerAudio: &ss.ContainerAudio{ContainerAudioType: kind}},
		}}}),
		audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_Chunk{Chunk: &ss.AudioChunk{Data: sound}}}),
	} {
		if err := stream.Send(m); err != nil { // the answer says why
			break
		}
	}
	return stream.CloseAndRecv()
}

func TestBadgeIsCutIntoTalks(t *testing.T) {
	analyze := func(_ context.Context, sound []byte) (sandbox.Analysis, error) {
		if len(sound) < 8 {
			return sandbox.Analysis{}, errors.New("no sound")
		}
		gap := int64(binary.LittleEndian.Uint64(sound))
		return sandbox.Analysis{DurationMS: 20_000 + gap, Channels: 1, Speech: [][]store.Range{{{StartMS: 0, EndMS: 5000}, {StartMS: 5000 + gap, EndMS: 15_000 + gap}}}}, nil
	}
	_, conn := start(t, sandbox.Options{Analyze: analyze})
	client := ss.NewTalkServiceClient(conn)
	for gap, want := range map[int64]int{59_999: 1, 60_000: 2} {
		op, err := badge(t, conn, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3, binary.LittleEndian.AppendUint64(nil, uint64(gap)))
		if err != nil {
			t.Fatal(err)
		}
		resp, meta := &ss.UploadBadgeResponse{}, &ss.UploadBadgeMetadata{}
		if err := errors.Join(op.GetResponse().UnmarshalTo(resp), op.GetMetadata().UnmarshalTo(meta)); err != nil {
			t.Fatal(err)
		}
		if !op.GetDone() || len(resp.GetTalkIds()) != want || resp.GetBadgeId() == "" || meta.GetBadgeId() != resp.GetBadgeId() {
			t.Errorf("a pause of %d ms: %v %v", gap, op, resp)
		}
		if want == 1 {
			continue
		}
		got, err := client.Get(t.Context(), &ss.GetTalkRequest{TalkIds: resp.GetTalkIds()})
		if err != nil || len(got.GetTalk()) != 2 {
			t.Fatalf("%v %v", got, err)
		}
		var dates []string
		for _, talk := range got.GetTalk() {
			i := slices.IndexFunc(talk.GetTalkFields(), func(f *ss.Field) bool { return f.GetName() == "date" })
			dates = append(dates, talk.GetTalkFields()[i].GetValue())
		}
		if !slices.Equal(dates, []string{"2026-03-12T09:05:00Z", "2026-03-12T09:06:05Z"}) {
			t.Errorf("dates %v", dates)
		}
	}
	if _, err := badge(t, conn, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_OGG_OPUS, make([]byte, 8)); status.Code(err) != codes.InvalidArgument {
		t.Errorf("OGG: %v", err)
	}
	if _, err := badge(t, conn, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV, nil); status.Code(err) != codes.InvalidArgument {
		t.Errorf("nothing: %v", err)
	}
	if _, err := badge(t, conn, ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV, []byte("x")); status.Code(err) != codes.InvalidArgument {
		t.Errorf("no sound: %v", err)
	}
}
