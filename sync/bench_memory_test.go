package sync_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	engine "sensedesk/sync"
	"sensedesk/sync/bitrix24"
)

// flat is how much more memory in bytes a thousandfold task may take.
const flat = 16 << 20

// peak is the most memory a process had, in bytes.
type peak struct {
	Heap     uint64 // of objects, living or not yet swept, sampled
	Resident uint64 // of everything, as the kernel counted it; 0 where it does not
}

// The variables that make a test binary the measured process.
const (
	childJob    = "SENSEDESK_BENCH_JOB" // upload or list
	childFolder = "SENSEDESK_BENCH_FOLDER"
	childPeer   = "SENSEDESK_BENCH_PEER" // address of SpeechSense or the portal's webhook
)

// TestMeasuredProcess is one pass of an engine in a process of its own. It is
// started by the benchmarks below and does nothing otherwise.
func TestMeasuredProcess(t *testing.T) {
	job := os.Getenv(childJob)
	if job == "" {
		return
	}
	most := watchMemory(t)
	var src engine.Source = quiet{}
	peer := os.Getenv(childPeer)
	if job == "list" {
		var err error
		src, err = bitrix24.New(bitrix24.Options{Webhook: peer, Account: "bench", Version: "test", Pace: rate.NewLimiter(rate.Inf, 0)})
		must(t, err)
		peer = speech(t).Address()
	}
	report, err := newBed(t, os.Getenv(childFolder)).engine(t, src, peer).Pass(t.Context(), engine.PassOptions{})
	must(t, err)
	must(t, json.NewEncoder(os.Stdout).Encode(struct {
		engine.Report
		peak
	}{report, most()}))
}

// watchMemory samples the heap until the returned function is called.
func watchMemory(t *testing.T) (most func() peak) {
	ctx, stop := context.WithCancel(context.Background())
	found := make(chan uint64, 1)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		var highest uint64
		for {
			metrics.Read(sample)
			highest = max(highest, sample[0].Value.Uint64())
			select {
			case <-ctx.Done():
				found <- highest
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() peak {
		stop()
		return peak{Heap: <-found, Resident: resident(t)}
	}
}

// resident reads the high-water mark of Linux (proc(5): VmHWM).
func resident(t *testing.T) uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Logf("no high-water mark: %v", err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
			must(t, err)
			return kib << 10
		}
	}
	return 0
}

// measured runs a job in a process of its own.
func measured(b *testing.B, job, folder, peer string) (engine.Report, peak) {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestMeasuredProcess$")
	cmd.Env = append(os.Environ(), childJob+"="+job, childFolder+"="+folder, childPeer+"="+peer)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var got struct {
		engine.Report
		peak
	}
	if err := json.NewDecoder(strings.NewReader(string(out))).Decode(&got); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return got.Report, got.peak
}

// compare reports two peaks and fails when the larger task took more than flat.
func compare(b *testing.B, small, large peak) {
	b.Helper()
	const mb = 1 << 20
	b.ReportMetric(float64(small.Resident)/mb, "small-RSS-MiB")
	b.ReportMetric(float64(large.Resident)/mb, "large-RSS-MiB")
	b.ReportMetric(float64(small.Heap)/mb, "small-heap-MiB")
	b.ReportMetric(float64(large.Heap)/mb, "large-heap-MiB")
	b.ReportMetric(0, "ns/op")
	if large.Resident > small.Resident+flat || large.Heap > small.Heap+flat {
		b.Errorf("memory grew from %+v to %+v", small, large)
	}
}

// BenchmarkUploadMemory sends a WAV of 1 MB and one of 1 GB, each by a process
// of its own, to a server in this one.
func BenchmarkUploadMemory(b *testing.B) {
	server := speech(b)
	send := func(size int64) peak {
		dir := b.TempDir()
		newBed(b, dir).ready(b, 1, 1, size)
		report, most := measured(b, "upload", dir, server.Address())
		all := server.Uploads()
		if report.Uploaded != 1 || all[len(all)-1].Size != size {
			b.Fatalf("%+v", report)
		}
		return most
	}
	for b.Loop() {
		compare(b, send(1<<20), send(1<<30))
	}
}

// BenchmarkListMemory lists ten thousand calls and a hundred thousand, each by a
// process of its own, from a portal in this one that makes up its pages.
func BenchmarkListMemory(b *testing.B) {
	list := func(n int) peak {
		portal := madeUpPortal(n)
		defer portal.Close()
		report, most := measured(b, "list", b.TempDir(), portal.URL+"/rest/1/secretsecret/")
		if report.Found != n || report.Waiting != n/2 {
			b.Fatalf("%+v", report)
		}
		return most
	}
	for b.Loop() {
		small := list(10_000)
		begun := time.Now()
		compare(b, small, list(100_000))
		b.ReportMetric(100_000/time.Since(begun).Seconds(), "calls/s")
	}
}

// madeUpPortal lists n calls that nobody could keep in memory: each page is made
// when it is asked for. Every second call was missed, the others wait for their
// recordings.
func madeUpPortal(n int) *httptest.Server {
	begun := time.Now().Add(-30 * 24 * time.Hour)
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var query struct {
			Filter map[string]any `json:"FILTER"`
		}
		if err := json.NewDecoder(r.Body).Decode(&query); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		rows := []map[string]any{}
		if path.Base(r.URL.Path) == "voximplant.statistic.get" {
			after, _ := strconv.Atoi(fmt.Sprint(query.Filter[">ID"]))
			for id := after + 1; id <= min(n, after+50); id++ {
				rows = append(rows, madeUpRow(id, begun.Add(time.Duration(id)*10*time.Second)))
			}
		}
		var result any = rows
		if path.Base(r.URL.Path) == "profile" {
			result = map[string]any{"ID": "1", "TIME_ZONE": "Asia/Almaty"}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"result": result})
	}))
}

func madeUpRow(id int, at time.Time) map[string]any {
	row := map[string]any{
		"ID": strconv.Itoa(id), "PORTAL_USER_ID": strconv.Itoa(3 + id%40), "PORTAL_NUMBER": "+77270000000", "PHONE_NUMBER": fmt.Sprintf("+7701%07d", id),
		"CALL_ID": fmt.Sprintf("externalCall.%032x.%d", id, at.Unix()), "CALL_CATEGORY": "external", "CALL_DURATION": "95",
		"CALL_START_DATE": at.Format(time.RFC3339), "COST": "0.0000", "COST_CURRENCY": "RUR", "CALL_FAILED_CODE": "200", "CALL_FAILED_REASON": "",
		"CRM_ENTITY_TYPE": "CONTACT", "CRM_ENTITY_ID": strconv.Itoa(id), "CRM_ACTIVITY_ID": strconv.Itoa(7000 + id), "CALL_TYPE": "2",
		"SESSION_ID": strconv.Itoa(3841557776 + id), "RECORD_FILE_ID": nil,
	}
	if id%2 == 0 {
		row["CALL_FAILED_CODE"], row["CALL_DURATION"] = "304", "0"
	}
	return row
}
