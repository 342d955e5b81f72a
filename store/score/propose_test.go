package score_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/store/score"
)

func TestPropose(t *testing.T) {
	c := score.Card{Criteria: []score.Criterion{
		{ID: "hello", Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "приветствие ", Fired: score.Yes, Silent: score.No}}},
		{ID: "bye", Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Прощание", Fired: score.Yes, Silent: score.No}}},
		{ID: "calm", Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "c9", Silent: score.Yes}, {Classifier: "c2", Fired: score.No}}},
		{ID: "never asked", Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Скрипт", Fired: score.Yes, Silent: score.No}}},
		{ID: "only fired", Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Прощание", Fired: score.Yes}}},
		{ID: "nobody", Kind: score.KindYesNo},
	}}
	fired := func(channel int, start int64, text, id, name string) store.Phrase {
		return store.Phrase{Channel: channel, StartMS: start, EndMS: start + 900, Text: text, Classifiers: []store.PhraseClassifier{{ClassifierID: id, Name: name}}}
	}
	talk := store.Talk{
		Classifiers: []store.ClassifierCount{
			{ClassifierID: "c1", Name: "Приветствие", Count: 5}, {ClassifierID: "c3", Name: "Прощание"}, {ClassifierID: "c9", Name: "Мат"},
		},
		Phrases: []store.Phrase{
			fired(0, 100, "добрый день", "c1", ""), // named by the counts only
			fired(1, 2000, "безобразие", "c2", "Негатив"),
			fired(0, 3000, "здравствуйте", "c1", ""), fired(0, 4000, "день", "c1", ""), fired(0, 5000, "ещё", "c1", ""),
		},
	}
	want := map[string]score.Proposal{
		"hello": {score.Yes, "Приветствие", []score.Evidence{
			{Channel: 0, StartMS: 100, EndMS: 1000, Words: "добрый день"}, {Channel: 0, StartMS: 3000, EndMS: 3900, Words: "здравствуйте"}, {Channel: 0, StartMS: 4000, EndMS: 4900, Words: "день"},
		}},
		"bye":  {Value: score.No, Classifier: "Прощание"},
		"calm": {score.No, "Негатив", []score.Evidence{{Channel: 1, StartMS: 2000, EndMS: 2900, Words: "безобразие"}}}, // fired counts before silent
	}
	if diff := cmp.Diff(want, score.Propose(c, talk)); diff != "" {
		t.Errorf("−want +got:\n%s", diff)
	}
	if got := score.Propose(c, store.Talk{}); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
