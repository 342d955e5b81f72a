package sandbox_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sensedesk/sync/sandbox"
)

// tinyDemo is a demo of two calls in the shape of the embedded one.
func tinyDemo() fstest.MapFS {
	return fstest.MapFS{
		"demo.json": {Data: []byte(`{"portal": "romashka.bitrix24.kz",
			"people": [{"id":"3","name":"Анна","last_name":"Ким","post":"Менеджер"}],
			"clients": [{"phone":"+77010004512","entity":"CONTACT:275","name":"Алия М."}],
			"classifiers": [{"id":"eagNegative","name":"Негатив"}],
			"calls": [
				{"id":"11790","call_id":"externalCall.1","user":"3","phone":"+77010004512","entity":"CONTACT:275","type":"1",
				 "days_ago":2,"time":"14:05:00","file":"order.mp3","talk":"order.json","duration_s":9},
				{"id":"11795","call_id":"externalCall.2","user":"3","phone":"hidden","entity":"","type":"2",
				 "days_ago":0,"time":"00:00:01","file":"","failed_code":"304"},
				{"id":"11796","call_id":"externalCall.3","user":"3","phone":"+77010004512","entity":"","type":"2",
				 "days_ago":0,"time":"00:00:02","file":"","duration_s":70,"trouble":"html","record_after_s":60}
			]}`)},
		"order.mp3": {Data: []byte("not really sound")},
		"order.json": {Data: []byte(`{"duration_ms": 9000, "summary": "Заказ букета",
			"phrases": [{"channel":1,"start_ms":500,"end_ms":2000,"text":"это безобразие","normalized":"Это безобразие!","language":"ru-RU",
				"words":[{"w":"это","s":500,"e":800},{"w":"безобразие","s":850,"e":2000}],
				"classifiers":[{"id":"eagNegative","highlights":[{"offset":4,"count":10}],"labels":[{"name":"Негатив","confidence":0.9}]}]}],
			"statements": [{"id":"theme","name":"Тема","values":["Заказ"]}]}`)},
	}
}

func TestLoadDemo(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("", 5*3600))

	demo, err := sandbox.LoadDemo(tinyDemo(), now)
	if err != nil {
		t.Fatal(err)
	}

	call := demo.Calls[0]
	if want := time.Date(2026, 2, 27, 14, 5, 0, 0, now.Location()); !call.StartedAt.Equal(want) {
		t.Errorf("started %s, want %s", call.StartedAt, want)
	}
	if call.ID != 11790 || call.UserID != 3 || call.EntityType != "CONTACT" || call.EntityID != 275 || call.Duration != 9*time.Second || call.Type != 1 {
		t.Errorf("call %+v", call)
	}
	sound, err := call.Open()
	if err != nil || string(sound) != "not really sound" {
		t.Errorf("sound %q %v", sound, err)
	}
	if demo.Calls[1].FailedCode != "304" || demo.Calls[1].Open != nil || demo.Calls[1].Sound != nil {
		t.Errorf("missed call %+v", demo.Calls[1])
	}
	if !strings.HasPrefix(string(demo.Calls[2].Sound), "<!DOCTYPE html>") || demo.Calls[2].AppearAfter != time.Minute {
		t.Errorf("call with a page for a recording %+v", demo.Calls[2])
	}
	talk := demo.Talks[hashOf(sound)].Talk
	hit := talk.Phrases[0].Classifiers[0]
	if hit.Name != "Негатив" || hit.Highlights[0].Text != "безобразие" || talk.StatementValues("summary")[0] != "Заказ букета" || talk.Conversation.DurationMS != 9000 {
		t.Errorf("talk %+v", talk)
	}
	if demo.Account != "romashka.bitrix24.kz" || demo.People[0].LastName != "Ким" || demo.Clients[0].ID != 275 || demo.Classifiers[0].Name != "Негатив" {
		t.Errorf("demo %+v", demo)
	}
}

// A slip in the files is found when they are loaded, and named.
func TestLoadDemoFindsSlips(t *testing.T) {
	for name, tc := range map[string]struct{ file, old, changed, want string }{
		"unknown key":       {"demo.json", `"days_ago"`, `"day_ago"`, "day_ago"},
		"id order":          {"demo.json", `"11795"`, `"11700"`, "ids must grow"},
		"nobody":            {"demo.json", `"user":"3"`, `"user":"4"`, "nobody has the id 4"},
		"file missing":      {"demo.json", `order.mp3`, `other.mp3`, "other.mp3"},
		"time":              {"demo.json", `14:05:00`, `14:65:00`, "11790"},
		"trouble":           {"demo.json", `"html"`, `"fire"`, "fire"},
		"highlight too far": {"order.json", `"count":10`, `"count":11`, "highlight 4+11 of 14"},
		"word too late":     {"order.json", `"e":2000`, `"e":2001`, "out of place"},
		"phrase too late":   {"order.json", `"duration_ms": 9000`, `"duration_ms": 900`, "phrase 0"},
		"classifier":        {"order.json", `eagNegative`, `eagOther`, "eagOther"},
	} {
		t.Run(name, func(t *testing.T) {
			files := tinyDemo()
			before := string(files[tc.file].Data)
			files[tc.file].Data = []byte(strings.Replace(before, tc.old, tc.changed, 1))
			if string(files[tc.file].Data) == before {
				t.Fatal("nothing was changed")
			}
			if _, err := sandbox.LoadDemo(files, time.Now()); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want it to say %q", err, tc.want)
			}
		})
	}
}
