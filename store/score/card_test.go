package score_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/store/score"
)

// card is a card with every kind of criterion.
func card() score.Card {
	return score.Card{ID: "support", Version: 2, Name: "Поддержка", Criteria: []score.Criterion{
		{ID: "hello", Text: "Поздоровался", Weight: 1, Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "Приветствие", Fired: score.Yes, Silent: score.No}}},
		{ID: "need", Text: "Выяснил потребность", Weight: 3, Kind: score.KindPartly},
		{ID: "voice", Text: "Тон", Weight: 2, Kind: score.KindScale, Scale: 5},
		{ID: "rude", Text: "Не грубил", Weight: 0, Critical: true, Kind: score.KindYesNo, Propose: []score.Proposer{{Classifier: "c6", Fired: score.No}}},
	}}
}

func TestACardComesBackFromItsFile(t *testing.T) {
	var file bytes.Buffer
	if err := card().Encode(&file); err != nil {
		t.Fatal(err)
	}
	got, err := score.Decode(strings.NewReader("\ufeff" + file.String()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(card(), got); diff != "" {
		t.Errorf("−want +got:\n%s", diff)
	}
}

func TestBadCardsNameThePlace(t *testing.T) {
	one := func(criterion string) string { return `{"id":"a","name":"b","criteria":[` + criterion + `]}` }
	good := `{"id":"x","text":"y","weight":1,"kind":"yes_no"}`
	for name, tc := range map[string]struct{ file, key, what string }{
		"no JSON":             {`id: a`, "", "file"},
		"a list":              {`[]`, "", "file"},
		"null":                {`null`, "", "file"},
		"cut":                 {`{"id":"a"`, "", "file"},
		"unknown":             {`{"id":"a","name":"b","colour":"red","criteria":[]}`, "colour", "unknown"},
		"capitals":            {`{"id":"a","Name":"b","criteria":[]}`, "Name", "unknown"},
		"unknown inside":      {one(good + `,{"id":"z","hint":1}`), "criteria[2].hint", "unknown"},
		"unknown deep inside": {one(`{"id":"x","propose":[{"classifier":"c","label":"d"}]}`), "criteria[1].propose[1].label", "unknown"},
		"a text for a number": {one(`{"id":"x","text":"y","weight":"1","kind":"yes_no"}`), "criteria.weight", "type"},
		"no id":               {`{"name":"b","criteria":[` + good + `]}`, "id", "empty"},
		"an id with a slash":  {`{"id":"a/b","name":"b","criteria":[` + good + `]}`, "id", "id"},
		"no name":             {`{"id":"a","name":" ","criteria":[` + good + `]}`, "name", "empty"},
		"no criteria":         {`{"id":"a","name":"b","criteria":[]}`, "criteria", "few"},
		"too many":            {one(strings.TrimSuffix(strings.Repeat(good+",", score.MaxCriteria+1), ",")), "criteria", "many"},
		"twice":               {one(good + "," + good), "criteria[2].id", "double"},
		"a long text":         {one(`{"id":"x","text":"` + strings.Repeat("ы", 501) + `","weight":1,"kind":"yes_no"}`), "criteria[1].text", "long"},
		"no weight":           {one(`{"id":"x","text":"y","kind":"yes_no"}`), "criteria[1].weight", "range"},
		"too heavy":           {one(`{"id":"x","text":"y","weight":101,"kind":"yes_no"}`), "criteria[1].weight", "range"},
		"nothing weighs":      {one(`{"id":"x","text":"y","critical":true,"kind":"yes_no"}`), "criteria", "weights"},
		"another kind":        {one(`{"id":"x","text":"y","weight":1,"kind":"stars"}`), "criteria[1].kind", "kind"},
		"no scale":            {one(`{"id":"x","text":"y","weight":1,"kind":"scale"}`), "criteria[1].scale", "range"},
		"a long scale":        {one(`{"id":"x","text":"y","weight":1,"kind":"scale","scale":9}`), "criteria[1].scale", "range"},
		"a scale of yes":      {one(`{"id":"x","text":"y","weight":1,"kind":"yes_no","scale":5}`), "criteria[1].scale", "range"},
		"no classifier":       {one(`{"id":"x","text":"y","weight":1,"kind":"yes_no","propose":[{"fired":"yes"}]}`), "criteria[1].propose[1].classifier", "empty"},
		"an odd proposal":     {one(`{"id":"x","text":"y","weight":1,"kind":"yes_no","propose":[{"classifier":"c","fired":"partly"}]}`), "criteria[1].propose[1].fired", "answer"},
		"an empty proposal":   {one(`{"id":"x","text":"y","weight":1,"kind":"yes_no","propose":[{"classifier":"c"}]}`), "criteria[1].propose[1].fired", "empty"},
		"large":               {strings.Repeat(" ", score.MaxFile+1), "", "large"},
	} {
		_, err := score.Decode(strings.NewReader(tc.file))
		args := store.ArgsOf(err)
		if !errors.Is(err, store.CodeCardInvalid) || args["key"] != tc.key || args["what"] != tc.what {
			t.Errorf("%s: %v; want %q %q", name, err, tc.key, tc.what)
		}
	}
}

// TestEveryAnswerHasItsOwnDigit is what answering by keys alone rests on.
func TestEveryAnswerHasItsOwnDigit(t *testing.T) {
	kinds := []score.Criterion{{Kind: score.KindYesNo}, {Kind: score.KindPartly}}
	for n := score.MinScale; n <= score.MaxScale; n++ {
		kinds = append(kinds, score.Criterion{Kind: score.KindScale, Scale: n})
	}
	for _, k := range kinds {
		seen := map[int]bool{}
		for _, v := range k.Values() {
			n := k.DigitOf(v)
			if got, ok := k.Digit(n); !ok || got != v || seen[n] {
				t.Errorf("%s of %d: %q has digit %d, which gives %q %v", k.Kind, k.Scale, v, n, got, ok)
			}
			seen[n] = true
		}
	}
	if v, ok := kinds[0].Digit(2); ok {
		t.Errorf("2 answers %q where «partly» is not offered", v)
	}
	if n := kinds[0].DigitOf(score.Partly); n != -1 {
		t.Errorf("«partly» has digit %d where it is not offered", n)
	}
}

func TestDrafts(t *testing.T) {
	c := card()
	answer := score.Answer{Value: score.Partly, Comment: "не спросил", Evidence: []score.Evidence{{Channel: 1, StartMS: 3000, EndMS: 4000, Words: "когда привезут"}}}
	desk := store.Desk{Values: map[string]string{
		score.Key("support", "Ким/Анна", "need"):  answer.Encode(),
		score.Key("support", "Ким/Анна", "hello"): score.Answer{Value: "partly"}.Encode(), // the card no longer takes it
		score.Key("support", "Ким/Анна", "voice"): "{",
		score.Key("support", "Ким/Анна", "gone"):  answer.Encode(),
		score.Key("support", "Ким", "need"):       score.Answer{Value: score.No}.Encode(),
		score.Key("other", "Ким/Анна", "need"):    score.Answer{Value: score.No}.Encode(),
		"summary": "да",
	}}
	if diff := cmp.Diff(score.Answers{"need": answer}, score.Drafts(desk, c, "Ким/Анна")); diff != "" {
		t.Errorf("−want +got:\n%s", diff)
	}
	if key := score.Key("support", "a", "b"); key != "answer/support/a/b" {
		t.Error(key)
	}
	if got := (score.Answer{}).Encode(); got != "" {
		t.Errorf("no answer is kept as %q", got)
	}
	other := score.Answers{"need": {Value: score.Partly}}
	for _, tc := range []struct {
		a, b score.Answers
		want bool
	}{
		{nil, score.Answers{}, true},
		{score.Answers{"need": answer}, score.Answers{"need": answer}, true},
		{score.Answers{"need": answer}, other, false},
		{other, nil, false},
		{nil, other, false},
	} {
		if got := tc.a.Equal(tc.b); got != tc.want {
			t.Errorf("%v equal %v: %v", tc.a, tc.b, got)
		}
	}
}
