package review

import (
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// Datum is one line of all that SpeechSense said of a talk.
type Datum struct {
	Section Section
	Group   string // what within the section: a speaker, a phrase; may be empty
	Name    string
	Value   string
	Path    string // where it stands in the API's message
}

// Section is a part of the data, and the end of its key in the catalogue.
type Section string

// The sections.
const (
	SectionTalk        Section = "talk"
	SectionFields      Section = "fields"
	SectionAlgorithms  Section = "algorithms"
	SectionSummary     Section = "summary"
	SectionQuiz        Section = "quiz"
	SectionAssistants  Section = "assistants"
	SectionClassifiers Section = "classifiers"
	SectionTogether    Section = "together"
	SectionSpeakers    Section = "speakers"
	SectionPhrases     Section = "phrases"
	SectionAnswer      Section = "answer"
)

// Sections lists the sections in the order shown.
func Sections() []Section {
	return []Section{
		SectionTalk, SectionFields, SectionAlgorithms, SectionSummary, SectionQuiz, SectionAssistants,
		SectionClassifiers, SectionTogether, SectionSpeakers, SectionPhrases, SectionAnswer,
	}
}

// DataOf lists everything that is known of what the service said: the figures
// as they were sent, nothing left out and nothing mended. A share that the
// service left 0 beside its own milliseconds is worked out and says so.
func DataOf(p *i18n.Printer, s State, d store.Details, a store.Answer) []Datum {
	l := &data{p: p, s: s}
	l.talk(s.Talk)
	l.algorithms(s.Talk, d.Tasks)
	l.statements(s.Talk)
	l.quiz(d.Quiz)
	l.assistants(s.Talk, d.Assistants)
	l.classifiers(d.Classifiers)
	l.together(d.Figures)
	for i, f := range d.Figures.Speakers {
		l.speaker(path("conversation_statistics.speaker_statistics", i), f)
	}
	for i := range s.Talk.Phrases {
		var figures *store.Utterance
		if i < len(d.Phrases) {
			figures = d.Phrases[i]
		}
		l.phrase(i, &s.Talk.Phrases[i], figures)
	}
	l.received(d.Strays, a)
	return l.out
}

// data gathers the lines.
type data struct {
	p       *i18n.Printer
	s       State
	section Section
	group   string
	out     []Datum
}

// part begins a section, or a group within it.
func (l *data) part(s Section, group string) { l.section, l.group = s, group }

// add adds a line under its name in the catalogue.
func (l *data) add(name, path, value string) { l.named(l.p.S("data.name."+name), path, value) }

// named adds a line under a name of the service's own. What was not sent has no
// line.
func (l *data) named(name, path, value string) {
	if value != "" {
		l.out = append(l.out, Datum{l.section, l.group, name, value, path})
	}
}

// path is the place of one of several.
func path(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// talk is what identifies the talk, and its metadata.
func (l *data) talk(t store.Talk) {
	l.part(SectionTalk, "")
	l.add("talk_id", "id", string(t.ID))
	l.add("organization_id", "organization_id", t.OrganizationID)
	l.add("space_id", "space_id", t.SpaceID)
	l.add("connection_id", "connection_id", t.ConnectionID)
	for i, id := range t.ProjectIDs {
		l.add("project_id", path("project_ids", i), id)
	}
	l.add("created_by", "created_by", t.CreatedBy)
	l.add("created_at", "created_at", l.moment(t.CreatedAt))
	l.add("modified_by", "modified_by", t.ModifiedBy)
	l.add("modified_at", "modified_at", l.moment(t.ModifiedAt))
	l.part(SectionFields, "")
	for i, f := range t.Fields {
		name, value := f.Name, f.Value
		if f.Type != "" {
			name = l.p.S("data.typed", i18n.Args{"name": f.Name, "type": f.Type})
		}
		if f.Name == l.s.ScoreKey && l.s.Blind {
			value = l.p.S("score.hidden.value")
		}
		if value == "" { // a key may have none, and is there all the same
			value = l.p.S("data.none")
		}
		l.named(name, path("talk_fields", i), value)
	}
}

// algorithms is how far each algorithm is, and what its runs left behind.
func (l *data) algorithms(t store.Talk, tasks []store.Task) {
	l.part(SectionAlgorithms, "")
	if t.ID != "" || t.State != store.ProcessingUnspecified {
		l.add("processing_state", "talk_state.processing_state", l.processing(t.State))
	}
	for i, a := range t.Algorithms {
		name := a.Algorithm
		if human := algorithmName(l.p, name); human != name {
			name = l.p.S("data.typed", i18n.Args{"name": human, "type": name})
		}
		l.named(name, path("talk_state.algorithm_processing_infos", i), l.processing(a.State))
	}
	for i, task := range tasks {
		at := path("transcription.algorithms_metadata", i)
		l.part(SectionAlgorithms, l.p.S("data.task", i18n.Args{"n": i + 1, "name": task.Name}))
		l.add("task_name", at+".name", task.Name)
		l.add("task_created", at+".created_task_date", l.moment(task.Created))
		l.add("task_completed", at+".completed_task_date", l.moment(task.Completed))
		if took := task.Completed.Sub(task.Created); took > 0 && !task.Created.IsZero() {
			l.add("task_took", "", l.p.Span(took))
		}
		l.add("error_code", at+".error.code", task.Code)
		l.add("error_message", at+".error.message", task.Message)
		l.add("trace_id", at+".trace_id", task.TraceID)
	}
}

// processing is a state of the service in words; one newer than this program
// keeps its number.
func (l *data) processing(s store.ProcessingState) string {
	if key := "data.state." + strconv.Itoa(int(s)); l.p.Has(key) {
		return l.p.S(key)
	}
	return l.p.S("data.state.newer", i18n.Args{"n": int(s)})
}

// What the names of answers begin with that are no fields of the summarization.
const (
	quizPrefix      = "quiz."
	assistantPrefix = "assistant."
)

// statements is the summarization, each answer a line.
func (l *data) statements(t store.Talk) {
	i := -1
	for _, s := range t.Statements {
		if strings.HasPrefix(s.FieldID, quizPrefix) || strings.HasPrefix(s.FieldID, assistantPrefix) {
			continue
		}
		i++
		at := path("summarization.statements", i)
		l.part(SectionSummary, firstOf(s.Name, s.FieldID))
		l.add("field_id", at+".field.id", s.FieldID)
		l.add("field_name", at+".field.name", s.Name)
		l.add("field_type", at+".field.type", s.Type)
		for j, v := range s.Values {
			if v == "" {
				v = l.p.S("data.empty")
			}
			l.add("response", path(at+".response", j), v)
		}
		if len(s.Values) == 0 {
			l.add("response", at+".response", l.p.S("data.none"))
		}
	}
}

// quiz is the fixed questions with their answers.
func (l *data) quiz(questions []store.QuizAnswer) {
	l.part(SectionQuiz, "")
	for i, q := range questions {
		answer := l.p.S("data.unanswered")
		if q.Answer != nil {
			if answer = *q.Answer; answer == "" {
				answer = l.p.S("data.empty")
			}
		}
		name := firstOf(q.Question, q.ID)
		if q.ID != "" && q.Question != "" {
			name = l.p.S("data.question", i18n.Args{"id": q.ID, "text": q.Question})
		}
		l.named(name, path("points.quiz", i), answer)
	}
}

// assistants is what each assistant answered to each of its fields.
func (l *data) assistants(t store.Talk, answers []store.AssistantAnswer) {
	names := map[string]string{}
	for _, s := range t.Statements {
		names[s.FieldID] = s.Name
	}
	seen := map[string]int{}
	for _, a := range answers {
		if _, ok := seen[a.AssistantID]; !ok {
			seen[a.AssistantID] = len(seen)
		}
		id := a.AssistantID + "." + a.FieldID
		l.part(SectionAssistants, a.AssistantID)
		value := a.Value
		switch {
		case a.Kind == "":
			value = l.p.S("data.unreadable")
		case value == "":
			value = l.p.S("data.empty")
		}
		name := firstOf(names[assistantPrefix+id], a.FieldID)
		if name != a.FieldID {
			name = l.p.S("data.typed", i18n.Args{"name": name, "type": a.FieldID})
		}
		kind := a.Kind
		if kind != "" {
			kind = "." + kind + "_result"
		}
		l.named(name, path("assistants.assistant_results", seen[a.AssistantID])+".results."+a.FieldID+kind, value)
	}
}

// received is what is left of the answer: marks that fit no text, what this
// program has no name for, and how long it is.
func (l *data) received(strays []store.StrayHighlight, a store.Answer) {
	l.part(SectionAnswer, "")
	if a.Bytes > 0 {
		l.add("answer_bytes", "", l.p.Size(int64(a.Bytes)))
	}
	for _, h := range strays {
		l.add("stray", path("transcription.phrases", h.Phrase)+".classifiers.highlights", l.p.S("data.stray", i18n.Args{
			"id": h.ClassifierID, "text": h.Text, "offset": h.Offset, "count": h.Count,
		}))
	}
	for _, f := range a.Newer {
		at := "#" + strconv.Itoa(f.Number)
		if f.Path != "" {
			at = f.Path + "." + at
		}
		value := f.Value
		if value == "" {
			value = l.p.S("data.empty")
		}
		l.add("newer", at, value)
	}
}

// moment is an instant to the last digit known, as programs write it.
func (l *data) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zoneOf(l.s.Call)).Format(time.RFC3339Nano)
}
