package bitrix24

import (
	"context"
	"errors"
	"slices"

	"sensedesk/store"
)

// Names of the lines Check returns.
const (
	CheckWebhook    = "webhook"    // the portal knows the webhook; Arg: the host
	CheckProfile    = "profile"    // whose rights it has; Arg: the owner's name
	CheckScope      = "scope"      // Arg: telephony, disk, user or crm; without user and crm only names are missing
	CheckStatistics = "statistics" // the owner may see calls
)

// Check proves line by line that the webhook is good for its work: webhook,
// profile, scope (four lines), statistics. Lines that could not be looked at,
// because an earlier one failed, are Unsure. It asks each thing twice at most,
// so that a person does not wait for a portal that is away.
func (s *Source) Check(ctx context.Context) []store.CheckLine {
	owner, _, err := s.profile(ctx, s.hasty())
	webhookLine := store.CheckLine{Name: CheckWebhook, Arg: s.hook.host, OK: err == nil, Err: notAPortal(err)}
	profileLine := store.CheckLine{Name: CheckProfile, Unsure: err != nil}
	if err == nil {
		p := person(owner)
		profileLine.Arg, profileLine.OK = p.Name, p.ID != ""
		if p.ID == "" {
			profileLine.Err = s.unexpected("profile", errors.New("an owner without an id"))
		}
	} else if reached(err) { // a refusal of this one method still proves that the webhook is known
		webhookLine.OK, webhookLine.Err = true, nil
		profileLine.Unsure, profileLine.Err = false, err
	}
	lines := []store.CheckLine{webhookLine, profileLine}
	lines = append(lines, s.checkScopes(ctx, webhookLine.OK)...)
	return append(lines, s.checkStatistics(ctx, webhookLine.OK))
}

// notAPortal names the likeliest reason for a web page where an answer of the
// portal was expected: the address is that of something else.
func notAPortal(err error) error {
	var a *answerError
	if errors.As(err, &a) && a.foreign && a.status == 200 {
		return store.E(store.CodeAddress, "check webhook", a)
	}
	return err
}

// reached tells whether err is the portal's word about a right.
func reached(err error) bool {
	switch store.CodeOf(err) {
	case store.CodePortalRight, store.CodeScopeMissing:
		return true
	}
	return false
}

func (s *Source) checkScopes(ctx context.Context, try bool) []store.CheckLine {
	needed := []string{"telephony", "disk", "user", "crm"}
	lines := make([]store.CheckLine, len(needed))
	var granted []string
	var err error
	if try {
		granted, err = s.scopes(ctx)
	}
	for i, scope := range needed {
		lines[i] = store.CheckLine{Name: CheckScope, Arg: scope}
		switch {
		case !try:
			lines[i].Unsure = true
		case err != nil:
			lines[i].Err = err
		case slices.Contains(granted, scope),
			scope == "user" && (slices.Contains(granted, "user_basic") || slices.Contains(granted, "user_brief")):
			lines[i].OK = true
		default:
			lines[i].Err = store.E(store.CodeScopeMissing, s.op("check scopes"), nil, "scope", scope)
		}
	}
	return lines
}

// scopes asks what the webhook may do.
func (s *Source) scopes(ctx context.Context) ([]string, error) {
	const method = "scope"
	a, err := s.call(ctx, s.hasty(), method, nil)
	if err != nil {
		return nil, err
	}
	raws, err := list(a.result)
	if err != nil {
		return nil, s.unexpected(method, err)
	}
	var out []string
	for _, raw := range raws {
		out = append(out, text(raw))
	}
	return out, nil
}

// checkStatistics reads a few calls: the right to see them is separate from the scope.
func (s *Source) checkStatistics(ctx context.Context, try bool) store.CheckLine {
	line := store.CheckLine{Name: CheckStatistics, Unsure: !try}
	if try {
		_, line.Err = s.statistics(ctx, s.hasty(), statisticsQuery{Filter: map[string]any{}, Sort: "ID", Order: "DESC", Start: -1})
		line.OK = line.Err == nil
	}
	return line
}
