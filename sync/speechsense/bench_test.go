package speechsense_test

import (
	"bytes"
	"io"
	"testing"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// benchSize is a long call in a wasteful format, bytes.
const benchSize = 32 << 20

// BenchmarkUpload is to be read beside BenchmarkBareStream: the same bytes to
// the same server, once through Client.Upload and once through a loop of Send.
func BenchmarkUpload(b *testing.B) {
	data := sound(1, benchSize)
	s := startSandbox(b, sandbox.Options{})
	c := dial(b, speechsense.Options{Settings: settingsFor(s.Address())})
	b.SetBytes(benchSize)
	for b.Loop() {
		if _, err := c.Upload(b.Context(), upload("m", data)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareStream is what grpc-go itself moves.
func BenchmarkBareStream(b *testing.B) {
	data := sound(1, benchSize)
	s := startSandbox(b, sandbox.Options{})
	conn, err := grpc.NewClient(s.Address(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	ctx := metadata.AppendToOutgoingContext(b.Context(), "authorization", "Api-Key "+testKey)
	audio := func(e *ss.AudioStreamingRequest) *ss.StreamTalkRequest {
		return &ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Audio{Audio: e}}
	}
	b.SetBytes(benchSize)
	for b.Loop() {
		stream, err := ss.NewTalkServiceClient(conn).UploadAsStream(ctx)
		if err != nil {
			b.Fatal(err)
		}
		send := func(m *ss.StreamTalkRequest) {
			if err := stream.Send(m); err != nil && err != io.EOF {
				b.Fatal(err)
			}
		}
		send(&ss.StreamTalkRequest{Event: &ss.StreamTalkRequest_Metadata{Metadata: &ss.TalkMetadata{ConnectionId: "eag-connection", Fields: fields("m")}}})
		send(audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_AudioMetadata{AudioMetadata: &ss.AudioMetadata{
			AudioFormat: &ss.AudioMetadata_ContainerAudio{ContainerAudio: &ss.ContainerAudio{ContainerAudioType: ss.ContainerAudio_CONTAINER_AUDIO_TYPE_MP3}},
		}}}))
		source, piece := bytes.NewReader(data), make([]byte, 512<<10)
		for {
			n, err := io.ReadFull(source, piece)
			if n == 0 && err != nil {
				break
			}
			send(audio(&ss.AudioStreamingRequest{AudioEvent: &ss.AudioStreamingRequest_Chunk{Chunk: &ss.AudioChunk{Data: piece[:n]}}}))
		}
		if _, err := stream.CloseAndRecv(); err != nil {
			b.Fatal(err)
		}
	}
}
