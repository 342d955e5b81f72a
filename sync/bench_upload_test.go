package sync_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	stdsync "sync"
	"testing"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// benchSound is the size in bytes of a five-minute call of 32 kbit/s.
const benchSound = 1_200_000

// quiet is a source that has nothing new.
type quiet struct{}

func (quiet) Kind() store.SourceKind { return store.SourceBitrix24 }

func (quiet) Account() string { return "bench" }

func (quiet) Zone(context.Context) (*time.Location, error) { return time.UTC, nil }

func (quiet) List(context.Context, string, store.ListQuery, func([]store.Row) error) error {
	return nil
}

func (quiet) Total(context.Context, string, store.ListQuery) (int, error) { return 0, nil }

func (quiet) Rows(context.Context, []string) (map[string]store.Row, error) { return nil, nil }

func (quiet) People(context.Context, []string) ([]store.Person, error) { return nil, nil }

func (quiet) ClientName(context.Context, store.Row) (string, error) { return "", nil }

func (quiet) Open(context.Context, store.Row) (io.ReadCloser, int64, error) {
	return nil, 0, store.E(store.CodeNoRecording, "open recording", nil)
}

func (quiet) Check(context.Context) []store.CheckLine { return nil }

// ready stores calls whose recordings are there and only have to be sent. size
// is that of each, in bytes; the first bytes of each differ.
func (b *bed) ready(tb testing.TB, first, n int, size int64) []store.Recording {
	tb.Helper()
	ctx := context.Background()
	rows := make([]store.Call, n)
	for i := range rows {
		id := strconv.Itoa(first + i)
		rows[i] = store.Call{
			Source: store.SourceBitrix24, Account: "bench", SourceID: id, UniqueID: "externalCall." + id, State: store.StateQueued,
			StartedAt: time.Now().Add(-time.Hour), Duration: 5 * time.Minute, Direction: store.DirectionIncoming,
			OperatorID: "3", OperatorName: "Ким Анна", ClientID: "CONTACT:275", ClientPhone: "+77010004512", RecordRef: "file:9",
		}
	}
	ids, err := b.db.Receive(ctx, store.SourceBitrix24, "bench", rows, strconv.Itoa(first+n-1))
	need(tb, err)
	out := make([]store.Recording, n)
	for i, id := range ids {
		rec, err := b.folder.Put(ctx, noise(size, uint32(first+i)), size)
		need(tb, err)
		rec.Codec, rec.SampleRate, rec.Channels, rec.Duration = "PCM 16", 8000, 2, 5*time.Minute
		out[i] = rec
		_, err = b.db.Move(ctx, id, store.StateFetching, nil)
		need(tb, err)
		_, err = b.db.Move(ctx, id, store.StateReady, func(c *store.Call) { c.Recording = &rec })
		need(tb, err)
	}
	return out
}

// noise yields a WAV of size bytes, another one for every seed, from a piece of
// noise that comes again and again.
func noise(size int64, seed uint32) io.Reader {
	piece := wav(time.Second, seed)
	head := bytes.Clone(piece[:44])
	binary.LittleEndian.PutUint32(head[4:], uint32(size-8))
	binary.LittleEndian.PutUint32(head[40:], uint32(size-44))
	return io.LimitReader(io.MultiReader(bytes.NewReader(head), &again{piece: piece[44:]}), size)
}

type again struct {
	piece []byte
	at    int
}

func (a *again) Read(p []byte) (int, error) {
	n := copy(p, a.piece[a.at:])
	a.at = (a.at + n) % len(a.piece)
	return n, nil
}

// BenchmarkEngineUpload lets the engine and a bare grpc-go loop send the same
// files to the same server, in turn and in changing order. The engine commits
// twice for each call, on disk; the loop reads a file and sends it, with as many
// at once. The goal is a ratio of at least 0.70, as the median of the rounds:
// what else the machine does falls on single ones.
func BenchmarkEngineUpload(b *testing.B) {
	const rounds, perRound = 16, 60
	parallel := store.DefaultSettings().ParallelUploads
	server := speech(b)
	bed := newBed(b, b.TempDir())
	e := bed.engine(b, quiet{}, server.Address())
	sent := 0
	round := func(engineFirst bool) (ours, bare time.Duration) {
		recs := bed.ready(b, sent+1, perRound, benchSound)
		sent += perRound
		loop := func() {
			begun := time.Now()
			bareLoop(b, server.Address(), bed, recs, parallel)
			bare = time.Since(begun)
		}
		if !engineFirst {
			loop()
		}
		begun := time.Now()
		report, err := e.Pass(b.Context(), engine.PassOptions{})
		ours = time.Since(begun)
		if err != nil || report.Uploaded != perRound {
			b.Fatalf("%+v: %v", report, err)
		}
		if engineFirst {
			loop()
		}
		return ours, bare
	}
	round(true) // warms up both
	for b.Loop() {
		var ratios, ours, bare []float64
		for i := range rounds {
			our, loop := round(i%2 == 0)
			ratios = append(ratios, loop.Seconds()/our.Seconds())
			ours, bare = append(ours, rateOf(perRound, our)), append(bare, rateOf(perRound, loop))
		}
		slices.Sort(ratios)
		b.ReportMetric(median(ratios), "ratio")
		b.ReportMetric(ratios[rounds/4], "ratio-p25")
		b.ReportMetric(median(ours), "engine-MB/s")
		b.ReportMetric(median(bare), "bare-MB/s")
	}
	b.ReportMetric(0, "ns/op") // a round is no unit
}

// rateOf is how many MB/s n calls in d are.
func rateOf(n int, d time.Duration) float64 { return float64(n) * benchSound / 1e6 / d.Seconds() }

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// bareLoop is what anybody would write with the generated client.
func bareLoop(b *testing.B, address string, bed *bed, recs []store.Recording, parallel int) {
	b.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	need(b, err)
	defer conn.Close()
	client := ss.NewTalkServiceClient(conn)
	ctx := metadata.AppendToOutgoingContext(b.Context(), "authorization", "Api-Key "+rightKey)
	jobs := make(chan store.Recording)
	var wg stdsync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for rec := range jobs {
				sound, err := os.ReadFile(bed.folder.Path(rec.Hash))
				if err == nil {
					_, err = client.Upload(ctx, &ss.UploadTalkRequest{
						Metadata: &ss.TalkMetadata{ConnectionId: "eagConnection", Fields: map[string]string{
							"operator_id": "3", "operator_name": "Ким Анна", "client_id": "CONTACT:275", "client_name": "+77010004512",
							"date": time.Now().Format(time.RFC3339), "direction_outgoing": "false", "language": "ru-RU", "call_id": fmt.Sprint("bare", rec.Hash),
						}},
						Audio: &ss.AudioRequest{
							AudioMetadata: &ss.AudioMetadata{AudioFormat: &ss.AudioMetadata_ContainerAudio{ContainerAudio: &ss.ContainerAudio{
								ContainerAudioType: ss.ContainerAudio_CONTAINER_AUDIO_TYPE_WAV,
							}}},
							AudioData: &ss.AudioChunk{Data: sound},
						},
					})
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, rec := range recs {
		jobs <- rec
	}
	close(jobs)
	wg.Wait()
}
