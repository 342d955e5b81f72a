package bitrix24

import (
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
)

// Values of store.Row.RecordRef. The link of an outside exchange is a secret
// and is read again from the portal when it is needed.
const (
	refFile = "file:" // followed by the id of the Disk object
	refURL  = "url"
)

// MetaKeys lists the metadata keys a row carries, in the order the portal
// documents its columns.
func MetaKeys() []string {
	return []string{
		"id", "portal_user_id", "portal_number", "phone_number", "call_id", "external_call_id", "call_category",
		"call_duration", "call_start_date", "call_record_url", "call_vote", "cost", "cost_currency",
		"call_failed_code", "call_failed_reason", "crm_entity_type", "crm_entity_id", "crm_activity_id",
		"rest_app_id", "rest_app_name", "transcript_id", "transcript_pending", "session_id", "redial_attempt",
		"comment", "record_duration", "record_file_id", "call_type",
	}
}

// statRow is a row of the statistics with what must not leave this package.
type statRow struct {
	store.Row
	number    int64  // ID as a number, for the order
	recordURL string // the provider's link as it came; a secret
}

// decodeRow reads one row of voximplant.statistic.get. Only a missing id is an
// error: nothing else keeps a call from being judged.
func decodeRow(raw json.RawMessage) (statRow, error) {
	wire, err := object(raw)
	if err != nil {
		return statRow{}, err
	}
	values := make(map[string]string, len(wire))
	for k, v := range wire {
		values[strings.ToLower(k)] = text(v)
	}
	number, err := strconv.ParseInt(digits(values["id"]), 10, 64)
	if err != nil {
		return statRow{}, errors.New("a row without an id")
	}
	out := statRow{number: number, recordURL: values["call_record_url"]}
	values["id"] = strconv.FormatInt(number, 10)
	values["record_file_id"] = digits(values["record_file_id"])
	values["call_record_url"] = withoutSecrets(out.recordURL)

	out.Row = store.Row{
		SourceID:     values["id"],
		UniqueID:     values["call_id"],
		StartedAt:    instant(values["call_start_date"]),
		Duration:     seconds(values["call_duration"]),
		Direction:    direction(values["call_type"]),
		OperatorID:   digits(values["portal_user_id"]), // "0" stands for nobody
		ClientPhone:  values["phone_number"],
		ClientEntity: entity(values["crm_entity_type"], values["crm_entity_id"]),
		RecordRef:    recordRef(values["record_file_id"], out.recordURL),
		Failed:       values["call_failed_code"] != "200" && values["call_failed_code"] != "",
		Meta:         make(map[string]string, 28),
	}
	for _, k := range MetaKeys() {
		out.Meta[k] = values[k]
	}
	return out, nil
}

// direction reads CALL_TYPE. 5 is a robot's information call; anything above is
// not documented.
func direction(callType string) store.Direction {
	switch callType {
	case "1":
		return store.DirectionOutgoing
	case "2":
		return store.DirectionIncoming
	case "3":
		return store.DirectionIncomingRedirected
	case "4":
		return store.DirectionCallback
	}
	return store.DirectionOther
}

// callTypes is the way back: the codes to ask for; nil = do not narrow.
func callTypes(wanted []store.Direction) []int {
	codes := map[store.Direction]int{
		store.DirectionOutgoing: 1, store.DirectionIncoming: 2, store.DirectionIncomingRedirected: 3, store.DirectionCallback: 4,
	}
	var out []int
	for _, d := range wanted {
		code, ok := codes[d]
		if !ok {
			return nil
		}
		out = append(out, code)
	}
	return out
}

// entity names the client's card; "" when the call has none (yet).
func entity(kind, id string) string {
	if kind == "" || digits(id) == "" {
		return ""
	}
	return strings.ToUpper(kind) + ":" + digits(id)
}

// recordRef says where the recording is to be had from.
func recordRef(fileID, link string) string {
	switch {
	case fileID != "":
		return refFile + fileID
	case isWebLink(link):
		return refURL
	}
	return ""
}

// isWebLink tells whether link is something a recording can be fetched from.
func isWebLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// withoutSecrets keeps of a link what tells a person where it pointed: scheme,
// host and path. User, query and fragment may grant access; so does a path of
// the portal's own interface.
func withoutSecrets(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Opaque != "" {
		return ""
	}
	u.User, u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = nil, "", false, "", ""
	if strings.Contains(strings.ToLower(u.Path), "/rest/") {
		u.Path, u.RawPath = "", ""
	}
	return u.String()
}

// seconds reads a number of seconds; 0 when it is none. A day and a half is
// more than any call lasts and keeps nonsense from overflowing.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f > 0) {
		return 0
	}
	return time.Duration(min(f, 36*3600) * float64(time.Second))
}
