package sync

import (
	"strconv"
	"time"

	"sensedesk/store"
)

// absent stands in required keys for what nobody knows: an empty required
// value would be refused.
const absent = "—"

// metadata makes the fields of an upload: the keys every connection requires,
// the ones this connection declares, and the marker that makes the upload
// findable again.
func metadata(c store.Call, s store.Settings) map[string]string {
	fields := map[string]string{}
	for _, key := range s.SpeechSense.MetadataKeys {
		if v := c.Meta[key]; v != "" {
			fields[key] = v
		}
	}
	operator := c.OperatorName
	if operator == "" {
		operator = c.OperatorID
	}
	client := c.ClientName
	if client == "" {
		client = c.ClientPhone
	}
	fields["operator_name"] = operator
	fields["operator_id"] = c.OperatorID
	fields["client_name"] = client
	fields["client_id"] = c.ClientID
	for _, key := range []string{"operator_name", "operator_id", "client_name", "client_id"} {
		if fields[key] == "" {
			fields[key] = absent
		}
	}
	fields["date"] = c.StartedAt.Format(time.RFC3339) // with its zone: a value without one is taken as UTC
	fields["direction_outgoing"] = strconv.FormatBool(c.Direction.Outgoing())
	fields["language"] = s.Language
	if key := s.SpeechSense.MarkerKey; key != "" {
		fields[key] = marker(c, key)
	}
	for key, v := range fields {
		fields[key] = store.FitField(v)
	}
	return fields
}

// marker is the value by which an accepted upload is found again. Under the
// source's own key it is the source's id; under a key of our own it also says
// whose id it is.
func marker(c store.Call, key string) string {
	if key == "call_id" {
		return store.FitField(c.UniqueID)
	}
	return store.FitField(string(c.Source) + ":" + c.Account + ":" + c.UniqueID)
}
