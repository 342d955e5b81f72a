package cards

import (
	"slices"
	"strconv"
	"strings"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/i18n"
)

// Edit is a card as it is being typed. A criterion keeps its id as long as it
// lives, so that answers given stay with it.
type Edit struct {
	ID       string
	New      bool
	Name     string
	Criteria []Criterion
	Err      error
	Saving   bool
}

// Criterion is one as it is being typed.
type Criterion struct {
	ID, Text string
	Weight   string
	Critical bool
	Kind     score.Kind
	Scale    int
	Propose  []score.Proposer
}

// Begin returns a card to be changed.
func Begin(c score.Card, fresh bool) *Edit {
	e := &Edit{ID: c.ID, New: fresh, Name: c.Name}
	for _, k := range c.Criteria {
		e.Criteria = append(e.Criteria, Criterion{
			ID: k.ID, Text: k.Text, Weight: strconv.Itoa(k.Weight), Critical: k.Critical, Kind: k.Kind, Scale: k.Scale, Propose: slices.Clone(k.Propose),
		})
	}
	return e
}

// Add appends a criterion.
func (e *Edit) Add(id string) {
	e.Criteria = append(e.Criteria, Criterion{ID: id, Weight: "1", Kind: score.KindYesNo})
}

// Remove takes a criterion away.
func (e *Edit) Remove(i int) { e.Criteria = slices.Delete(e.Criteria, i, i+1) }

// Move moves a criterion up (by < 0) or down; at the edge nothing happens.
func (e *Edit) Move(i, by int) {
	if j := i + by; j >= 0 && j < len(e.Criteria) {
		e.Criteria[i], e.Criteria[j] = e.Criteria[j], e.Criteria[i]
	}
}

// SetKind changes how a criterion is answered; proposals that are no answers
// any more are emptied.
func (k *Criterion) SetKind(kind score.Kind) {
	k.Kind, k.Scale = kind, 0
	if kind == score.KindScale {
		k.Scale = 5
	}
	k.settle()
}

// SetScale changes the most points of a scale.
func (k *Criterion) SetScale(n int) {
	k.Scale = n
	k.settle()
}

func (k *Criterion) settle() {
	for i := range k.Propose {
		for _, v := range []*score.Value{&k.Propose[i].Fired, &k.Propose[i].Silent} {
			if !k.plain().Takes(*v) {
				*v = ""
			}
		}
	}
}

// plain is the criterion without what may be mistyped.
func (k *Criterion) plain() score.Criterion { return score.Criterion{Kind: k.Kind, Scale: k.Scale} }

// Card reads what was typed. A weight that is no whole number is card_invalid,
// as score.Card.Validate names it.
func (e *Edit) Card() (score.Card, error) {
	c := score.Card{ID: e.ID, Name: strings.TrimSpace(e.Name)}
	for i, k := range e.Criteria {
		w, err := strconv.Atoi(strings.TrimSpace(k.Weight))
		if err != nil {
			return c, store.E(store.CodeCardInvalid, "read a weight", nil, "key", "criteria["+strconv.Itoa(i+1)+"].weight", "what", "range")
		}
		out := score.Criterion{ID: k.ID, Text: strings.TrimSpace(k.Text), Weight: w, Critical: k.Critical, Kind: k.Kind, Scale: k.Scale}
		for _, p := range k.Propose {
			p.Classifier = strings.TrimSpace(p.Classifier)
			out.Propose = append(out.Propose, p)
		}
		c.Criteria = append(c.Criteria, out)
	}
	return c, c.Validate()
}

// Sentence is an error for people; the place of a card is said in words where it
// is one of the form.
func Sentence(p *i18n.Printer, err error) string {
	what, cure := p.Error(err)
	args := store.ArgsOf(err)
	if store.CodeOf(err) == store.CodeCardInvalid {
		if place := placeText(p, args["key"]); place != "" {
			what, _ = p.Code(store.CodeCardInvalid, map[string]string{"key": place, "what": args["what"]})
		}
	}
	return strings.TrimSuffix(what, ".") + ". " + cure
}

// placeText says «criterion 2, weight» for «criteria[2].weight»; "" when there
// are no words for it.
func placeText(p *i18n.Printer, key string) string {
	number, field, inside := "", key, false
	if rest, ok := strings.CutPrefix(key, "criteria["); ok {
		if number, field, inside = strings.Cut(rest, "]."); !inside {
			return ""
		}
	}
	if strings.HasPrefix(field, "propose[") {
		field = "propose"
	}
	if !p.Has("cards.place." + field) {
		return ""
	}
	if inside {
		return p.S("cards.place", i18n.Args{"n": number, "field": p.S("cards.place." + field)})
	}
	return p.S("cards.place." + field)
}

// Examples are cards ready to use, in the language of p.
func Examples(p *i18n.Printer) []score.Card {
	yes := func(id string, weight int, propose ...score.Proposer) score.Criterion {
		return score.Criterion{ID: id, Weight: weight, Kind: score.KindYesNo, Propose: propose}
	}
	partly := func(id string, weight int) score.Criterion {
		return score.Criterion{ID: id, Weight: weight, Kind: score.KindPartly}
	}
	critical := func(k score.Criterion) score.Criterion {
		k.Critical = true
		return k
	}
	by := func(classifier string, fired, silent score.Value) score.Proposer {
		return score.Proposer{Classifier: p.S("cards.classifier." + classifier), Fired: fired, Silent: silent}
	}
	cards := []score.Card{
		{ID: "support", Criteria: []score.Criterion{
			yes("greeting", 1, by("greeting", score.Yes, score.No)), partly("listening", 3), partly("solution", 3),
			{ID: "tone", Weight: 2, Kind: score.KindScale, Scale: 5},
			yes("next_step", 2), yes("farewell", 1, by("farewell", score.Yes, score.No)),
			critical(yes("rude", 0, by("rude", score.No, score.Yes))),
		}},
		{ID: "sales", Criteria: []score.Criterion{
			yes("introduction", 1, by("greeting", score.Yes, score.No)), partly("needs", 3), partly("offer", 3), partly("objections", 3),
			yes("agreement", 3), yes("contact", 1), critical(yes("promise", 2)), critical(yes("rude", 0, by("rude", score.No, score.Yes))),
		}},
	}
	for i := range cards {
		c := &cards[i]
		c.Name = p.S("cards.example." + c.ID)
		for j := range c.Criteria {
			k := &c.Criteria[j]
			k.Text = p.S("cards.example." + c.ID + "." + k.ID)
		}
		c.ID = "example-" + c.ID
	}
	return cards
}
