package score

import (
	"slices"
	"strings"

	"sensedesk/store"
)

// Proposal is what a classifier says about a criterion. It is no answer: a
// person makes it one, or does not.
type Proposal struct {
	Value      Value
	Classifier string     // as the service calls it, else as the card does
	Evidence   []Evidence // phrases it fired in; none when it kept silent
}

// mostEvidence is how many phrases a proposal brings along.
const mostEvidence = 3

// Propose returns what the classifiers of a talk propose, by criterion. The
// first proposer of a criterion that has something to say counts, one that fired
// before one that kept silent. A classifier the service does not name at all was
// not asked: its silence means nothing.
func Propose(c Card, t store.Talk) map[string]Proposal {
	out := map[string]Proposal{}
	for _, k := range c.Criteria {
		var silent *Proposal
		for _, p := range k.Propose {
			heard := hear(t, p.Classifier)
			if heard.fired && p.Fired != "" {
				out[k.ID] = Proposal{p.Fired, heard.name, heard.at}
				break
			}
			if heard.asked && !heard.fired && p.Silent != "" && silent == nil {
				silent = &Proposal{Value: p.Silent, Classifier: heard.name}
			}
		}
		if _, ok := out[k.ID]; !ok && silent != nil {
			out[k.ID] = *silent
		}
	}
	return out
}

// heard is what a talk knows of a classifier.
type heard struct {
	name         string
	asked, fired bool
	at           []Evidence
}

// hear looks for a classifier by its id or its name.
func hear(t store.Talk, called string) heard {
	h := heard{name: called}
	ids := []string{called}
	is := func(id, name string) bool {
		return slices.Contains(ids, id) && id != "" || strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(called))
	}
	for _, c := range t.Classifiers {
		if is(c.ClassifierID, c.Name) {
			h.asked, h.fired = true, h.fired || c.Count > 0
			if ids = append(ids, c.ClassifierID); c.Name != "" {
				h.name = c.Name
			}
		}
	}
	for i := range t.Phrases {
		p := &t.Phrases[i]
		for _, c := range p.Classifiers {
			if !is(c.ClassifierID, c.Name) {
				continue
			}
			h.asked, h.fired = true, true
			if c.Name != "" {
				h.name = c.Name
			}
			if len(h.at) < mostEvidence {
				h.at = append(h.at, Evidence{Channel: p.Channel, StartMS: p.StartMS, EndMS: p.EndMS, Words: p.Shown()})
			}
			break
		}
	}
	return h
}
