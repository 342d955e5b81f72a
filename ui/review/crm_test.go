package review

import (
	"testing"

	"sensedesk/store"
)

func TestTheCRMPageIsTheirsAlone(t *testing.T) {
	call := func(account, kind, id string) store.Call {
		return store.Call{Source: store.SourceBitrix24, Account: account, Meta: map[string]string{"crm_entity_type": kind, "crm_entity_id": id}}
	}
	if got := CRMPage(call("romashka.bitrix24.kz", "CONTACT", "275")); got == nil || got.String() != "https://romashka.bitrix24.kz/crm/contact/details/275/" {
		t.Errorf("the page is %v", got)
	}
	for name, c := range map[string]store.Call{
		"no entity":      call("romashka.bitrix24.kz", "", ""),
		"a strange kind": call("romashka.bitrix24.kz", "../rest", "1"),
		"no number":      call("romashka.bitrix24.kz", "LEAD", "1/../../x"),
		"no host":        call("", "LEAD", "1"),
		"a login":        call("a@evil.example", "LEAD", "1"),
		"a path":         call("romashka.bitrix24.kz/rest/1/key", "LEAD", "1"),
		"other source":   {Source: store.SourceChats, Account: "romashka.bitrix24.kz", Meta: map[string]string{"crm_entity_type": "LEAD", "crm_entity_id": "1"}},
	} {
		if got := CRMPage(c); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}
