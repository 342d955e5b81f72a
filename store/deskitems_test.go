package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

func TestDeskValuesComeBack(t *testing.T) {
	client := 1
	made := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	tags := store.TagEdits{Add: []string{"доставка"}, Drop: []string{"clf-1"}}
	notes := []store.Note{
		{ID: "b", AtMS: 100, MadeAt: made},
		{ID: "a", AtMS: 4000, ToMS: 9000, Text: "спорит о цене", MadeAt: made},
	}
	edits := []store.PhraseEdit{
		{Channel: 0, StartMS: 0, Text: "Добрый день", Base: "добрый дань"},
		{Channel: 1, StartMS: 0, Speaker: &client, Base: "да"},
	}
	d := store.Desk{Values: map[string]string{
		store.DeskTags: tags.Encode(), "note/zz": "{", "phrase/zz": "{}", "phrase/0-x": "{}", "other": "1",
	}}
	for _, n := range notes {
		d.Values[n.Key()] = n.Encode()
	}
	for _, e := range edits {
		d.Values[e.Key()] = e.Encode()
	}
	for name, diff := range map[string]string{
		"tags": cmp.Diff(tags, d.Tags()), "notes": cmp.Diff(notes, d.Notes()), "phrases": cmp.Diff(edits, d.PhraseEdits()),
		"no tags": cmp.Diff(store.TagEdits{}, store.Desk{}.Tags()),
	} {
		if diff != "" {
			t.Errorf("%s (−want +got):\n%s", name, diff)
		}
	}
	if s := (store.TagEdits{}).Encode() + (store.PhraseEdit{Base: "x"}).Encode(); s != "" {
		t.Errorf("nothing changed is written as %q", s)
	}
}

// TestAmend puts corrections on later answers of the service.
func TestAmend(t *testing.T) {
	phrase := func(channel int, start int64, text string) store.Phrase {
		return store.Phrase{Channel: channel, StartMS: start, EndMS: start + 900, Text: text, Normalized: text}
	}
	client := 1
	fix := store.PhraseEdit{Channel: 0, StartMS: 5000, Text: "Верно", Base: "мерно"}
	swap := store.PhraseEdit{Channel: 0, StartMS: 8000, Speaker: &client, Base: "алло"}
	for _, tc := range []struct {
		name    string
		phrases []store.Phrase
		want    []string // texts as shown
		speaker []int
		lost    int
	}{
		{"as it was", []store.Phrase{phrase(0, 5000, "мерно"), phrase(0, 8000, "алло")}, []string{"Верно", "алло"}, []int{0, 1}, 0},
		{"moved a little", []store.Phrase{phrase(0, 4200, "первое"), phrase(0, 5600, "мерно"), phrase(0, 8900, "алло")}, []string{"первое", "Верно", "алло"}, []int{0, 0, 1}, 0},
		{"the exact place wins", []store.Phrase{phrase(0, 5000, "мерно"), phrase(0, 7000, "да"), phrase(0, 8000, "алло")}, []string{"Верно", "да", "алло"}, []int{0, 0, 1}, 0},
		{"only the other party", []store.Phrase{phrase(1, 5000, "мерно"), phrase(1, 8000, "алло")}, []string{"мерно", "алло"}, []int{1, 1}, 2},
		{"far away", []store.Phrase{phrase(0, 5000+1600, "мерно"), phrase(0, 60_000, "алло")}, []string{"алло2", "алло"}, []int{1, 0}, 1},
		{"nothing", nil, nil, nil, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := append([]store.Phrase(nil), tc.phrases...)
			shown, by, lost := store.Amend(tc.phrases, []store.PhraseEdit{fix, swap})
			if diff := cmp.Diff(before, tc.phrases); diff != "" {
				t.Errorf("the answer itself was changed: %s", diff)
			}
			if len(lost) != tc.lost || len(by) != 2-tc.lost || len(shown) != len(tc.phrases) {
				t.Fatalf("%d lost, %d placed, %d shown", len(lost), len(by), len(shown))
			}
			if tc.name == "far away" { // 6600 is 1600 from the one and 1400 from the other
				if by[0].Base != "алло" || shown[0].Channel != 1 {
					t.Errorf("placed %+v", by)
				}
				return
			}
			for i := range shown {
				if shown[i].Shown() != tc.want[i] || shown[i].Channel != tc.speaker[i] {
					t.Errorf("%d: %q of %d, want %q of %d", i, shown[i].Shown(), shown[i].Channel, tc.want[i], tc.speaker[i])
				}
			}
		})
	}
}
