package queue

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/storetest"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

// TestTheTableOfCallsIsThePersons has tags, summary and score corrected in a
// real database.
func TestTheTableOfCallsIsThePersons(t *testing.T) {
	ctx := t.Context()
	d := storetest.DB(t)
	var ids []store.CallID
	for i := range 2 {
		id := fmt.Sprint(i)
		c := storetest.Stored(t, d, func(c *store.Call) {
			c.SourceID, c.UniqueID, c.State, c.Duration = id, "u"+id, store.StateProcessing, 3*time.Minute
			c.TalkID, c.SendBegun, c.Recording = store.TalkID("aud"+id), storetest.Start(), storetest.Recording()
			if i == 1 {
				c.Recording = nil
			}
		})
		talk := storetest.Talk(func(talk *store.Talk) {
			talk.ID, talk.Fields = c.TalkID, []store.Field{{Name: "score_main", Value: "40"}}
			talk.Classifiers = []store.ClassifierCount{{ClassifierID: "c1", Name: "Негатив", Count: 2}, {ClassifierID: "c2", Name: "Жалоба", Count: 1}}
		})
		if err := d.SaveTalk(ctx, c.ID, talk, nil, store.StateDone, nil); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	for _, id := range ids {
		edits := store.TagEdits{Add: []string{"vip", "=1+1"}, Drop: []string{"c1"}}
		if err := d.WriteDesk(ctx, id, "tags", map[string]string{store.DeskTags: edits.Encode(), store.DeskSummary: "Клиент просил\nперезвонить"}, storetest.Start()); err != nil {
			t.Fatal(err)
		}
		if err := d.EditField(ctx, id, "score_main", "85", storetest.Start()); err != nil {
			t.Fatal(err)
		}
	}
	tags, err := d.TagsOf(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	p := uitest.Printer(t, i18n.EN)
	const head = "\uFEFFWhen,Operator,Client,\"Length, min\",Speech heard,Score,Tags,Summary\n"
	for name, tc := range map[string]struct {
		list behind
		want string
	}{
		"heard":               {readBehind(ctx, d, store.QueueScope{}, false, math.MaxInt32), ",3.00,0.0000,85,Жалоба; vip; =1+1,Клиент просил перезвонить\n"},
		"without a recording": {readUnrecorded(ctx, d, store.QueueScope{}, 1, math.MaxInt32), ",3.00,,,Жалоба; vip; =1+1,Клиент просил перезвонить\n"},
	} {
		got, err := csvOfCalls(p, tc.list, tags)
		rest, ok := strings.CutPrefix(string(got), head)
		if err != nil || !ok || !strings.HasSuffix(rest, tc.want) || strings.Count(rest, "\n") != 1 {
			t.Errorf("%s: wrote %v\n%s", name, err, got)
		}
	}
}
