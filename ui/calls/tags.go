package calls

import (
	"context"
	"time"

	"sensedesk/store"
	"sensedesk/ui/widgets"
)

// tagPace is how often the tags are read again at most: all calls are counted
// for it.
const tagPace = 5 * time.Second

// readTags reads the tags that can be chosen.
func readTags(ctx context.Context, db DB) []store.Tag {
	list, err := db.Tags(ctx)
	if err != nil { // the list of calls says what is wrong
		return nil
	}
	return list
}

// acceptTags takes the tags that can be chosen.
func (s *Screen) acceptTags(list []store.Tag) {
	s.m.Tags = list
	s.view.applyTags()
}

// tagged shows the calls with a tag, "" all of them.
func (s *Screen) tagged(tag string) {
	f := s.m.Filter
	f.Tag = tag
	s.narrow(f)
}

// applyTags offers the tags there are; the one chosen stays, also when no call
// has it any more.
func (v *view) applyTags() {
	m, p := &v.s.m, v.s.d.Printer
	items := []widgets.Pick{{Name: p.S("calls.tag.any")}}
	known := m.Filter.Tag == ""
	for _, t := range m.Tags {
		items = append(items, widgets.Pick{ID: t.Name, Name: t.Name, Note: p.Int(t.Calls)})
		known = known || t.Name == m.Filter.Tag
	}
	if !known {
		items = append(items, widgets.Pick{ID: m.Filter.Tag, Name: m.Filter.Tag})
	}
	v.tag.SetItems(items)
	v.tag.SetSelected(m.Filter.Tag)
}
