package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"sensedesk/store"
	"sensedesk/store/storetest"
)

// TestTags gives calls tags by chance, takes some away, adds others, and
// compares the three ways to ask with what was done.
func TestTags(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	r := rand.New(rand.NewPCG(3, 4))
	names := []string{"Негатив", "Жалоба", "Благодарность", "vip клиент", `"кавычки" и 'апостроф'`}
	want := map[string][]store.CallID{}
	for i := range 40 {
		id := fmt.Sprint(i)
		c := storetest.Stored(t, d, func(c *store.Call) {
			c.SourceID, c.UniqueID, c.State = id, "u"+id, store.StateProcessing
			c.TalkID, c.SendBegun = store.TalkID("aud"+id), storetest.Start()
		})
		var has []string
		var edits store.TagEdits
		talk := storetest.Talk(func(talk *store.Talk) {
			talk.ID, talk.Classifiers = c.TalkID, nil
			for n, name := range names {
				switch r.IntN(5) {
				case 0, 1:
					talk.Classifiers = append(talk.Classifiers, store.ClassifierCount{ClassifierID: fmt.Sprint("c", n), Name: name, Count: 1 + r.IntN(3)})
					if r.IntN(3) == 0 {
						edits.Drop = append(edits.Drop, fmt.Sprint("c", n))
					} else {
						has = append(has, name)
					}
				case 2:
					talk.Classifiers = append(talk.Classifiers, store.ClassifierCount{ClassifierID: fmt.Sprint("c", n), Name: name}) // it did not fire
				case 3:
					edits.Add = append(edits.Add, name)
				}
			}
		})
		must(t, d.SaveTalk(ctx, c.ID, talk, nil, store.StateDone, nil))
		must(t, d.WriteDesk(ctx, c.ID, "tags", map[string]string{store.DeskTags: edits.Encode()}, storetest.Start()))
		has = append(has, edits.Add...)
		for _, name := range has {
			want[name] = append(want[name], c.ID)
		}
		of, err := d.TagsOf(ctx, []store.CallID{c.ID})
		must(t, err)
		same(t, of[c.ID], has)
	}
	list, err := d.Tags(ctx)
	must(t, err)
	if len(list) != len(want) || !slices.IsSortedFunc(list, func(a, b store.Tag) int { return b.Calls - a.Calls }) {
		t.Errorf("tags %+v", list)
	}
	for _, tag := range list {
		if tag.Calls != len(want[tag.Name]) {
			t.Errorf("%s: %d calls, want %d", tag.Name, tag.Calls, len(want[tag.Name]))
		}
		f := store.CallFilter{Tag: tag.Name, States: store.States()}
		found, err := d.Calls(ctx, f)
		must(t, err)
		var ids []store.CallID
		for _, c := range found {
			ids = append(ids, c.ID)
		}
		slices.Sort(ids)
		same(t, ids, want[tag.Name])
		n, _, err := d.Count(ctx, f)
		must(t, err)
		f.Text = "привезут"
		words, err := d.Calls(ctx, f)
		must(t, err)
		f.Text = "никогда"
		none, err := d.Calls(ctx, f)
		must(t, err)
		if n != tag.Calls || len(words) != tag.Calls || len(none) != 0 {
			t.Errorf("%s: %d counted, %d with a word, %d with another", tag.Name, n, len(words), len(none))
		}
	}
	if found, err := d.Calls(ctx, store.CallFilter{Tag: "нет такого"}); err != nil || len(found) != 0 {
		t.Errorf("found %v %v", found, err)
	}
}
