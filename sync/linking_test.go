package sync_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

// foreign stores a talk somebody else uploaded, three seconds long.
func (r *rig) foreign(id store.TalkID, fields ...store.Field) store.CallID {
	r.t.Helper()
	talk := store.Talk{
		ID: id, ConnectionID: "eagConnection", State: store.ProcessingSuccess, CreatedAt: time.Now(), Fields: fields,
		Conversation: store.ConversationStats{DurationMS: 3000},
	}
	call, err := r.db.SaveMirrored(r.t.Context(), store.CallOfTalk(talk, 0), talk, []byte(id))
	must(r.t, err)
	return call
}

func TestLinkAFile(t *testing.T) {
	r := newRig(t, nil, nil, nil)
	id := r.foreign("aud1")
	file := func(name string, data []byte) string {
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, data, 0o600))
		return path
	}
	for name, c := range map[string]struct {
		path string
		want store.Code
	}{
		"no sound":  {file("page.mp3", []byte("<html><body>401</body></html>")), store.CodeNotSound},
		"empty":     {file("empty.wav", nil), store.CodeEmpty},
		"not there": {filepath.Join(t.TempDir(), "gone.wav"), store.CodeNotFound},
	} {
		if _, err := r.engine.LinkFile(t.Context(), id, c.path); store.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if c, err := r.db.Call(t.Context(), id); err != nil || c.Recording != nil {
			t.Errorf("%s: a recording was given: %+v %v", name, c.Recording, err)
		}
	}
	l, err := r.engine.LinkFile(t.Context(), id, file("long.wav", wav(6*time.Second, 1)))
	if err != nil || !l.Differs || l.Sound != 6*time.Second || l.Talk != 3*time.Second {
		t.Errorf("another length: %+v %v", l, err)
	}
	l, err = r.engine.LinkFile(t.Context(), id, file("right.wav", wav(4*time.Second, 2)))
	if err != nil || l.Differs {
		t.Errorf("the right one: %+v %v", l, err)
	}
	c, err := r.db.Call(t.Context(), id)
	must(t, err)
	f, err := r.folder.Open(c.Recording.Hash)
	must(t, err)
	must(t, f.Close())

	own, err := r.db.Receive(t.Context(), store.SourceBitrix24, "romashka.bitrix24.kz", []store.Call{{SourceID: "9", State: store.StateQueued}}, "")
	must(t, err)
	if _, err := r.engine.LinkFile(t.Context(), own[0], file("x.wav", wav(time.Second, 3))); !errors.Is(err, store.CodeNotLinked) {
		t.Errorf("a call still to be sent: %v", err)
	}
}

func TestFetchTheRecordingOfATalkOfTheServer(t *testing.T) {
	r := newRig(t, []sandbox.PortalCall{talk(7), talk(8, func(c *sandbox.PortalCall) { c.Sound = nil })}, nil, nil)
	src, err := bitrix24.New(bitrix24.Options{Webhook: r.portal.Webhook(), Version: "test", Pace: rate.NewLimiter(rate.Inf, 0)})
	must(t, err)
	rows, err := src.Rows(t.Context(), []string{"7", "8"})
	must(t, err)
	field := func(name, value string) store.Field { return store.Field{Name: name, Value: value} }

	id := r.foreign("aud1", field("id", "7"), field("call_id", rows["7"].UniqueID))
	l, err := r.engine.FetchRecording(t.Context(), id)
	if err != nil || l.Differs || l.Sound != 3*time.Second {
		t.Fatalf("%+v %v", l, err)
	}
	if c, err := r.db.Call(t.Context(), id); err != nil || c.Recording == nil || c.State != store.StateDone {
		t.Errorf("%+v %v", c, err)
	}
	for name, c := range map[string]struct {
		fields []store.Field
		want   store.Code
	}{
		"of another portal":   {[]store.Field{field("id", "7"), field("call_id", "externalCall.other")}, store.CodeNotFound},
		"unknown there":       {[]store.Field{field("id", "99")}, store.CodeNotFound},
		"names no call":       {nil, store.CodeNotFound},
		"without a recording": {[]store.Field{field("id", "8"), field("call_id", rows["8"].UniqueID)}, store.CodeNoRecording},
		"by its start":        {[]store.Field{field("id", "7"), field("date", rows["7"].StartedAt.Format(time.RFC3339))}, ""},
		"another start":       {[]store.Field{field("id", "7"), field("date", "2020-01-01T00:00:00Z")}, store.CodeNotFound},
	} {
		if _, err := r.engine.FetchRecording(context.Background(), r.foreign(store.TalkID("aud-"+name), c.fields...)); store.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
