package bitrix24

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

// documented is a row as the documentation shows them.
const documented = `{"ID":"7","PORTAL_USER_ID":"1269","PORTAL_NUMBER":"reg133788","PHONE_NUMBER":"+79638835976",
"CALL_ID":"11018129443EB80D.1754478570.11438214","EXTERNAL_CALL_ID":null,"CALL_CATEGORY":"external","CALL_DURATION":"95",
"CALL_START_DATE":"2026-03-10T11:19:38+03:00","CALL_RECORD_URL":"","CALL_LOG":"https://portal/log?auth=CANARY","CALL_VOTE":null,
"COST":"0.0000","COST_CURRENCY":"RUR","CALL_FAILED_CODE":"200","CALL_FAILED_REASON":"","CRM_ENTITY_TYPE":"CONTACT","CRM_ENTITY_ID":"275",
"CRM_ACTIVITY_ID":"7739","REST_APP_ID":"3","REST_APP_NAME":"АТС","TRANSCRIPT_ID":null,"TRANSCRIPT_PENDING":"N","SESSION_ID":"3841557776",
"REDIAL_ATTEMPT":null,"COMMENT":null,"RECORD_DURATION":null,"RECORD_FILE_ID":9079,"CALL_TYPE":"2"}`

func TestDecodeDocumentedRow(t *testing.T) {
	got, err := decodeRow(json.RawMessage(documented))
	if err != nil {
		t.Fatal(err)
	}
	want := store.Row{
		SourceID: "7", UniqueID: "11018129443EB80D.1754478570.11438214",
		StartedAt: time.Date(2026, 3, 10, 11, 19, 38, 0, time.FixedZone("", 3*3600)), Duration: 95 * time.Second,
		Direction: store.DirectionIncoming, OperatorID: "1269", ClientPhone: "+79638835976", ClientEntity: "CONTACT:275", RecordRef: "file:9079",
		Meta: map[string]string{
			"id": "7", "portal_user_id": "1269", "portal_number": "reg133788", "phone_number": "+79638835976",
			"call_id": "11018129443EB80D.1754478570.11438214", "external_call_id": "", "call_category": "external", "call_duration": "95",
			"call_start_date": "2026-03-10T11:19:38+03:00", "call_record_url": "", "call_vote": "", "cost": "0.0000", "cost_currency": "RUR",
			"call_failed_code": "200", "call_failed_reason": "", "crm_entity_type": "CONTACT", "crm_entity_id": "275", "crm_activity_id": "7739",
			"rest_app_id": "3", "rest_app_name": "АТС", "transcript_id": "", "transcript_pending": "N", "session_id": "3841557776",
			"redial_attempt": "", "comment": "", "record_duration": "", "record_file_id": "9079", "call_type": "2",
		},
	}
	if d := cmp.Diff(want, got.Row); d != "" {
		t.Error(d)
	}
	if _, offset := got.StartedAt.Zone(); offset != 3*3600 {
		t.Errorf("the offset is %d s", offset)
	}
	if keys := MetaKeys(); len(keys) != 28 || slices.Contains(keys, "call_log") {
		t.Errorf("%d keys: %v", len(keys), keys)
	}
}

func TestDecodeRowTakesWhatPortalsSend(t *testing.T) {
	base := func(change map[string]any) json.RawMessage {
		m := map[string]any{}
		if err := json.Unmarshal([]byte(documented), &m); err != nil {
			t.Fatal(err)
		}
		for k, v := range change {
			if m[k] = v; v == "absent" {
				delete(m, k)
			}
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	type check func(statRow) (got, want any)
	cases := map[string]struct {
		change map[string]any
		see    check
	}{
		"id as a number":         {map[string]any{"ID": 4100000000}, func(r statRow) (any, any) { return r.SourceID, "4100000000" }},
		"duration as a number":   {map[string]any{"CALL_DURATION": 12}, func(r statRow) (any, any) { return r.Duration, 12 * time.Second }},
		"duration empty":         {map[string]any{"CALL_DURATION": ""}, func(r statRow) (any, any) { return r.Duration, time.Duration(0) }},
		"duration absent":        {map[string]any{"CALL_DURATION": "absent"}, func(r statRow) (any, any) { return r.Duration, time.Duration(0) }},
		"duration mad":           {map[string]any{"CALL_DURATION": "1e300"}, func(r statRow) (any, any) { return r.Duration, 36 * time.Hour }},
		"duration not a number":  {map[string]any{"CALL_DURATION": "NaN"}, func(r statRow) (any, any) { return r.Duration, time.Duration(0) }},
		"nobody":                 {map[string]any{"PORTAL_USER_ID": "0"}, func(r statRow) (any, any) { return r.OperatorID, "" }},
		"nobody, null":           {map[string]any{"PORTAL_USER_ID": nil}, func(r statRow) (any, any) { return r.OperatorID, "" }},
		"file as a string":       {map[string]any{"RECORD_FILE_ID": "9079"}, func(r statRow) (any, any) { return r.RecordRef, "file:9079" }},
		"file with a fraction":   {map[string]any{"RECORD_FILE_ID": json.Number("9.079e3")}, func(r statRow) (any, any) { return r.RecordRef, "file:9079" }},
		"no file":                {map[string]any{"RECORD_FILE_ID": ""}, func(r statRow) (any, any) { return r.RecordRef, "" }},
		"file zero":              {map[string]any{"RECORD_FILE_ID": 0}, func(r statRow) (any, any) { return r.RecordRef, "" }},
		"file is a list":         {map[string]any{"RECORD_FILE_ID": []any{}}, func(r statRow) (any, any) { return r.RecordRef, "" }},
		"file and link":          {map[string]any{"CALL_RECORD_URL": "https://pbx/r/1.mp3"}, func(r statRow) (any, any) { return r.RecordRef, "file:9079" }},
		"link only":              {map[string]any{"RECORD_FILE_ID": nil, "CALL_RECORD_URL": "https://pbx/r/1.mp3"}, func(r statRow) (any, any) { return r.RecordRef, "url" }},
		"link of another kind":   {map[string]any{"RECORD_FILE_ID": nil, "CALL_RECORD_URL": "file:///etc/passwd"}, func(r statRow) (any, any) { return r.RecordRef, "" }},
		"link without secrets":   {map[string]any{"CALL_RECORD_URL": "https://u:p@pbx.kz/r/1.mp3?token=CANARY#CANARY"}, func(r statRow) (any, any) { return r.Meta["call_record_url"], "https://pbx.kz/r/1.mp3" }},
		"link with a webhook":    {map[string]any{"CALL_RECORD_URL": "https://h/rest/1/CANARY/x"}, func(r statRow) (any, any) { return r.Meta["call_record_url"], "https://h" }},
		"link unreadable":        {map[string]any{"CALL_RECORD_URL": "https://h/%zz?CANARY"}, func(r statRow) (any, any) { return r.Meta["call_record_url"], "" }},
		"link as text":           {map[string]any{"CALL_RECORD_URL": "mailto:CANARY"}, func(r statRow) (any, any) { return r.Meta["call_record_url"], "" }},
		"missed":                 {map[string]any{"CALL_FAILED_CODE": "304"}, func(r statRow) (any, any) { return r.Failed, true }},
		"code as a number":       {map[string]any{"CALL_FAILED_CODE": 200}, func(r statRow) (any, any) { return r.Failed, false }},
		"cancelled":              {map[string]any{"CALL_FAILED_CODE": "603-S"}, func(r statRow) (any, any) { return r.Failed, true }},
		"no code says nothing":   {map[string]any{"CALL_FAILED_CODE": nil}, func(r statRow) (any, any) { return r.Failed, false }},
		"outgoing":               {map[string]any{"CALL_TYPE": 1}, func(r statRow) (any, any) { return r.Direction, store.DirectionOutgoing }},
		"redirected":             {map[string]any{"CALL_TYPE": "3"}, func(r statRow) (any, any) { return r.Direction, store.DirectionIncomingRedirected }},
		"callback":               {map[string]any{"CALL_TYPE": "4"}, func(r statRow) (any, any) { return r.Direction, store.DirectionCallback }},
		"robot":                  {map[string]any{"CALL_TYPE": "5"}, func(r statRow) (any, any) { return r.Direction, store.DirectionOther }},
		"type of the future":     {map[string]any{"CALL_TYPE": nil}, func(r statRow) (any, any) { return r.Direction, store.DirectionOther }},
		"card unset":             {map[string]any{"CRM_ENTITY_TYPE": "", "CRM_ENTITY_ID": nil}, func(r statRow) (any, any) { return r.ClientEntity, "" }},
		"card without a number":  {map[string]any{"CRM_ENTITY_ID": "0"}, func(r statRow) (any, any) { return r.ClientEntity, "" }},
		"card in small letters":  {map[string]any{"CRM_ENTITY_TYPE": "lead", "CRM_ENTITY_ID": 5}, func(r statRow) (any, any) { return r.ClientEntity, "LEAD:5" }},
		"date without an offset": {map[string]any{"CALL_START_DATE": "2026-03-10 11:19:38"}, func(r statRow) (any, any) { return r.StartedAt.IsZero(), true }},
		"date in UTC":            {map[string]any{"CALL_START_DATE": "2026-03-10T08:19:38Z"}, func(r statRow) (any, any) { return r.StartedAt.Unix(), int64(1773130778) }},
		"date, short offset":     {map[string]any{"CALL_START_DATE": "2026-03-10T11:19:38+0300"}, func(r statRow) (any, any) { return r.StartedAt.Unix(), int64(1773130778) }},
		"true":                   {map[string]any{"TRANSCRIPT_PENDING": true}, func(r statRow) (any, any) { return r.Meta["transcript_pending"], "1" }},
		"a map for a text":       {map[string]any{"COMMENT": map[string]any{"a": 1}}, func(r statRow) (any, any) { return r.Meta["comment"], "" }},
	}
	for name, c := range cases {
		row, err := decodeRow(base(c.change))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := c.see(row); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		if raw, _ := json.Marshal(row.Row); strings.Contains(string(raw), "CANARY") {
			t.Errorf("%s: a secret stayed in %s", name, raw)
		}
	}
	for _, raw := range []string{`null`, `[]`, `{}`, `"x"`, `{"ID":null}`, `{"ID":"-7"}`, `{"ID":"7x"}`, `{"ID":"99999999999999999999"}`, `7`} {
		if _, err := decodeRow(json.RawMessage(raw)); err == nil {
			t.Errorf("%s was taken for a row", raw)
		}
	}
}

func TestLooseShapes(t *testing.T) {
	lists := map[string]int{`[]`: 0, `{}`: 0, `null`: 0, ``: 0, `false`: 0, `""`: 0, `[1,2]`: 2, `{"0":1,"2":3}`: 2, `{"a":1}`: -1, `"x"`: -1, `7`: -1, `[1`: -1}
	for raw, want := range lists {
		got, err := list(json.RawMessage(raw))
		if n := len(got); err == nil && n != want || err != nil && want != -1 {
			t.Errorf("list %s: %d, %v", raw, n, err)
		}
	}
	if got, err := list(json.RawMessage(`{"10":"b","9":"a"}`)); err != nil || string(got[0]) != `"a"` {
		t.Errorf("a list with gaps: %s, %v", got, err)
	}
	texts := map[string]string{
		`"a b "`: "a b", `12`: "12", `12.0`: "12", `1.5`: "1.5", `-3`: "-3", `1e400`: "1e400", `null`: "", `false`: "", `true`: "1", `[1]`: "", `{"a":1}`: "", `"\ud800"`: "\ufffd",
		`3841557776`: "3841557776", `123456789012345678901234567890`: "123456789012345678901234567890",
	}
	for raw, want := range texts {
		if got := text(json.RawMessage(raw)); got != want {
			t.Errorf("text %s: %q, want %q", raw, got, want)
		}
	}
	for raw, want := range map[string]bool{`true`: true, `"Y"`: true, `1`: true, `"1"`: true, `false`: false, `"N"`: false, `0`: false, `""`: false, `null`: true, ``: true} {
		if got := yes(json.RawMessage(raw), true); got != want {
			t.Errorf("yes %s: %v", raw, got)
		}
	}
	for raw, want := range map[string]int64{`1773130778`: 1773130778, `"1773130778"`: 1773130778, `1773130778.25`: 1773130778, `"2026-03-10T11:19:38+03:00"`: 1773130778} {
		if got := unixOrDate(json.RawMessage(raw)); got.Unix() != want {
			t.Errorf("moment %s: %v", raw, got)
		}
	}
	if got := unixOrDate(json.RawMessage(`null`)); !got.IsZero() {
		t.Errorf("no moment: %v", got)
	}
}

// FuzzDecodeRow: whatever a portal sends, a row either is refused or can be
// stored: its id is a number, all its keys are there, no text is broken and no
// query of a link is left.
func FuzzDecodeRow(f *testing.F) {
	f.Add([]byte(documented))
	f.Add([]byte(`{"ID":7,"CALL_RECORD_URL":"https://u:p@h/p?q#f","CALL_DURATION":1e9,"RECORD_FILE_ID":"0009"}`))
	f.Add([]byte(`{"id":"1","ID":"2","CALL_START_DATE":{},"CALL_TYPE":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		row, err := decodeRow(raw)
		if err != nil {
			return
		}
		if digits(row.SourceID) != row.SourceID || row.number <= 0 || row.Meta["id"] != row.SourceID {
			t.Errorf("id %q, number %d", row.SourceID, row.number)
		}
		if len(row.Meta) != 28 || row.Duration < 0 || row.Duration > 36*time.Hour || row.Direction == "" {
			t.Errorf("row %+v", row.Row)
		}
		if strings.ContainsAny(row.Meta["call_record_url"], "?#") {
			t.Errorf("link %q", row.Meta["call_record_url"])
		}
		switch ref := row.RecordRef; {
		case ref == "", ref == refURL && isWebLink(row.recordURL):
		case strings.HasPrefix(ref, refFile) && digits(ref[len(refFile):]) != "":
		default:
			t.Errorf("reference %q", ref)
		}
	})
}
