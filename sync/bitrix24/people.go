package bitrix24

import (
	"context"
	"strings"

	"sensedesk/store"
)

// userQuery is the body of user.get. Here order and direction are two separate
// lower-case strings, unlike everywhere else.
type userQuery struct {
	Filter map[string]any `json:"FILTER"`
	Sort   string         `json:"sort"`
	Order  string         `json:"order"`
	Start  int            `json:"start"`
}

// People returns the employees with these ids, dismissed ones included, or,
// with no ids, everybody who works there now. Ids the portal does not know are
// absent. Without the scope user the error is scope_missing (arg scope "user"),
// which should cost names only: ids do as well.
func (s *Source) People(ctx context.Context, ids []string) ([]store.Person, error) {
	if len(ids) == 0 {
		return s.staff(ctx)
	}
	wanted := map[string]bool{}
	var numbers []string
	for _, v := range ids {
		if d := digits(v); d != "" && !wanted[d] {
			wanted[d] = true
			numbers = append(numbers, d)
		}
	}
	var out []store.Person
	for len(numbers) > 0 {
		batch := numbers[:min(pageSize, len(numbers))]
		numbers = numbers[len(batch):]
		users, err := s.users(ctx, userQuery{Filter: map[string]any{"ID": batch}, Sort: "ID", Order: "ASC", Start: -1})
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			if p := person(u); wanted[p.ID] {
				delete(wanted, p.ID)
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// staff pages by offset: the list is short and hardly changes meanwhile.
func (s *Source) staff(ctx context.Context) ([]store.Person, error) {
	var out []store.Person
	seen := map[string]bool{}
	for start := 0; ; start += pageSize {
		users, err := s.users(ctx, userQuery{Filter: map[string]any{"ACTIVE": true}, Sort: "ID", Order: "ASC", Start: start})
		if err != nil {
			return nil, err
		}
		fresh := 0
		for _, u := range users {
			p := person(u)
			if p.ID == "" || seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			fresh++
			if p.Active && works(text(u["USER_TYPE"])) {
				out = append(out, p)
			}
		}
		if len(users) < pageSize || fresh == 0 { // fresh == 0: the portal ignores start
			return out, nil
		}
	}
}

// works tells people from the technical accounts that stand among them.
func works(userType string) bool {
	switch userType {
	case "", "employee", "extranet":
		return true
	}
	return false
}

func (s *Source) users(ctx context.Context, q userQuery) ([]fields, error) {
	const method = "user.get"
	a, err := s.call(ctx, s.steady(), method, q)
	if err != nil {
		return nil, err
	}
	raws, err := list(a.result)
	if err != nil {
		return nil, s.unexpected(method, err)
	}
	out := make([]fields, 0, len(raws))
	for _, raw := range raws {
		u, err := object(raw)
		if err != nil {
			return nil, s.unexpected(method, err)
		}
		out = append(out, u)
	}
	return out, nil
}

// person reads a user; with the narrow scope user_brief most fields are absent.
func person(u fields) store.Person {
	p := store.Person{
		ID:     id(u["ID"]),
		Name:   strings.TrimSpace(text(u["LAST_NAME"]) + " " + text(u["NAME"])),
		Post:   text(u["WORK_POSITION"]),
		Active: yes(u["ACTIVE"], true),
	}
	if p.Name == "" {
		p.Name = text(u["EMAIL"])
	}
	if p.Name == "" {
		p.Name = "ID " + p.ID
	}
	return p
}
