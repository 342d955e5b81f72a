package speechsense

import (
	"context"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"

	"sensedesk/store"
)

const (
	// namesFresh is how long names are kept although all ids are known.
	namesFresh = time.Hour
	// namesPatience is the least pause between two requests for names, so that an
	// id nobody can name does not cost a request per Get.
	namesPatience = 5 * time.Minute
)

// known holds the names of a project's ids.
type known struct {
	classifiers map[string]string // classifier id → name
	assistants  map[string]string // assistant id → name
	answers     map[string]string // assistant id + "." + field id → name
}

// names caches what ids are called, per project.
type names struct {
	now      func() time.Time
	turn     chan struct{} // holds one token: whoever has it may read, ask and write
	projects map[string]*projectNames
}

type projectNames struct {
	known
	askedAt time.Time
}

func newNames(now func() time.Time) *names {
	if now == nil {
		now = time.Now
	}
	return &names{now: now, turn: make(chan struct{}, 1), projects: map[string]*projectNames{}}
}

// namesFor returns the names needed to show the talks. Names are a courtesy: a
// project that may not be asked, or a server that cannot tell, leaves them empty.
func (c *Client) namesFor(ctx context.Context, talks []*ss.Talk) known {
	project := c.settings.ProjectID
	needClassifiers, needAssistants := map[string]bool{}, map[string]bool{}
	for _, t := range talks {
		if project == "" && len(t.GetProjectIds()) > 0 {
			project = t.GetProjectIds()[0]
		}
		for _, r := range t.GetTextClassifiers().GetClassificationResult() {
			needClassifiers[r.GetClassifier()] = true
		}
		for _, p := range t.GetTranscription().GetPhrases() {
			for _, r := range p.GetClassifiers() {
				needClassifiers[r.GetClassifier()] = true
			}
		}
		for _, r := range t.GetAssistants().GetAssistantResults() {
			needAssistants[r.GetAssistantId()] = true
		}
	}
	if project == "" || len(needClassifiers)+len(needAssistants) == 0 {
		return known{}
	}
	return c.names.get(ctx, project, func(k known) bool {
		for id := range needClassifiers {
			if k.classifiers[id] == "" {
				return true
			}
		}
		for id := range needAssistants {
			if _, ok := k.assistants[id]; !ok {
				return true
			}
		}
		return false
	}, func() (known, bool) { return c.askNames(ctx, project, len(needAssistants) > 0) })
}

// get returns the cached names of a project, asking for them when they are
// lacking or old and nobody asked just now. One asker at a time: results are
// stored with their names, so the others wait rather than go without.
func (n *names) get(ctx context.Context, project string, lacking func(known) bool, ask func() (known, bool)) known {
	select {
	case n.turn <- struct{}{}:
		defer func() { <-n.turn }()
	case <-ctx.Done():
		return known{}
	}
	p, ok := n.projects[project]
	if !ok {
		p = &projectNames{}
		n.projects[project] = p
	}
	age := n.now().Sub(p.askedAt)
	if age > namesFresh || age > namesPatience && lacking(p.known) {
		fresh, settled := ask()
		if fresh.classifiers != nil {
			p.classifiers = fresh.classifiers
		}
		if fresh.assistants != nil {
			p.assistants, p.answers = fresh.assistants, fresh.answers
		}
		if settled {
			p.askedAt = n.now()
		}
	}
	return p.known
}

// askNames asks the service; what it does not tell stays nil. settled is false
// when asking again may help: the line was broken, the server busy.
func (c *Client) askNames(ctx context.Context, project string, assistants bool) (k known, settled bool) {
	list, err := c.classifiers(ctx, project)
	settled = err == nil || namesUnavailable(err)
	if err == nil {
		k.classifiers = make(map[string]string, len(list))
		for _, item := range list {
			k.classifiers[item.GetId()] = item.GetName()
		}
	}
	if !assistants {
		return k, settled
	}
	resp := &ss.ListAssistantsResponse{}
	err = c.unary(ctx, call{op: "list assistants", service: assistantsService, method: "List", timeout: readTimeout}, &ss.ListAssistantsRequest{ProjectId: project}, resp)
	if err == nil {
		k.assistants, k.answers = map[string]string{}, map[string]string{}
		for _, a := range resp.GetAssistants() {
			k.assistants[a.GetId()] = a.GetName()
			for _, f := range a.GetFields() {
				k.answers[a.GetId()+"."+f.GetId()] = f.GetName()
			}
		}
	}
	return k, settled && (err == nil || namesUnavailable(err))
}

// classifiers lists the classifiers of a project.
func (c *Client) classifiers(ctx context.Context, project string) ([]*ss.Classifier, error) {
	resp := &ss.ListClassifiersResponse{}
	err := c.unary(ctx, call{op: "list classifiers", service: classifiersService, method: "List", timeout: readTimeout}, &ss.ListClassifiersRequest{ProjectId: project}, resp)
	return resp.GetClassifiers(), err
}

// namesUnavailable tells whether an error only means that this key may not, or
// this server cannot, tell names: that is no fault of anything.
func namesUnavailable(err error) bool {
	code := store.CodeOf(err)
	return code == store.CodeRightMissing || code == store.CodeServiceMissing
}
