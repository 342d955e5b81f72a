package sync

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

func TestMetadata(t *testing.T) {
	settings := store.DefaultSettings()
	settings.Language = "ru-RU, kk-KZ"
	settings.SpeechSense.MetadataKeys = []string{"id", "portal_user_id", "comment", "call_vote"}
	call := store.Call{
		Source: store.SourceBitrix24, Account: "romashka.bitrix24.kz", SourceID: "7", UniqueID: "externalCall.1f.1754478570",
		StartedAt: day(14, 5), Direction: store.DirectionCallback, OperatorID: "3", OperatorName: "Ким Анна",
		ClientID: "CONTACT:275", ClientPhone: "+77010004512",
		Meta: map[string]string{"id": "7", "portal_user_id": "3", "comment": "", "phone_number": "+77010004512"},
	}

	want := map[string]string{
		"id": "7", "portal_user_id": "3",
		"operator_name": "Ким Анна", "operator_id": "3", "client_name": "+77010004512", "client_id": "CONTACT:275",
		"date": "2026-03-12T14:05:00+05:00", "direction_outgoing": "true", "language": "ru-RU, kk-KZ",
		"call_id": "externalCall.1f.1754478570",
	}
	if diff := cmp.Diff(want, metadata(call, settings)); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}

	settings.SpeechSense.MarkerKey = "ticket_id"
	got := metadata(call, settings)
	if got["ticket_id"] != "bitrix24:romashka.bitrix24.kz:externalCall.1f.1754478570" || got["call_id"] != "" {
		t.Errorf("marker under a key of our own: %v", got)
	}

	empty := metadata(store.Call{StartedAt: time.Unix(0, 0).UTC()}, settings)
	for _, key := range []string{"operator_name", "operator_id", "client_name", "client_id"} {
		if empty[key] == "" {
			t.Errorf("required key %s is empty", key)
		}
	}
}
