package bitrix24

import (
	"context"
	"encoding/json"
	"strings"

	"sensedesk/store"
)

// ClientName returns what the portal calls the client of a call: the card found
// by the phone number, or the call's own card; "" when neither has a name or the
// webhook may not see them. Answers are remembered. The error is one of those of
// every request that concern the whole portal, or a passing one.
func (s *Source) ClientName(ctx context.Context, row store.Row) (string, error) {
	key := row.ClientPhone + "\n" + row.ClientEntity
	s.mu.Lock()
	name, known := s.names[key]
	s.mu.Unlock()
	if known {
		return name, nil
	}
	name, err := s.findClient(ctx, row)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[key] = name
	return name, nil
}

func (s *Source) findClient(ctx context.Context, row store.Row) (string, error) {
	var first string
	if strings.ContainsAny(row.ClientPhone, "0123456789") { // "hidden" is not worth asking
		name, exact, err := s.clientByPhone(ctx, row)
		if err != nil || exact {
			return name, err
		}
		first = name
	}
	name, err := s.clientByCard(ctx, row.ClientEntity)
	if err != nil || name != "" {
		return name, err
	}
	return first, nil
}

// clientByPhone needs no scope but telephony. Several cards may share a number:
// exact tells that the name is that of the call's own card.
func (s *Source) clientByPhone(ctx context.Context, row store.Row) (name string, exact bool, err error) {
	const method = "telephony.externalCall.searchCrmEntities"
	a, err := s.call(ctx, s.steady(), method, map[string]string{"PHONE_NUMBER": row.ClientPhone})
	if err != nil {
		return "", false, bearable(err)
	}
	hits, err := list(a.result)
	if err != nil {
		return "", false, s.unexpected(method, err)
	}
	for _, raw := range hits {
		hit, err := object(raw)
		if err != nil {
			return "", false, s.unexpected(method, err)
		}
		n := text(hit["NAME"])
		if n == "" {
			continue
		}
		if row.ClientEntity != "" && entity(text(hit["CRM_ENTITY_TYPE"]), text(hit["CRM_ENTITY_ID"])) == row.ClientEntity {
			return n, true, nil
		}
		if name == "" {
			name = n
		}
	}
	return name, false, nil
}

// clientByCard reads the call's card ("CONTACT:275").
func (s *Source) clientByCard(ctx context.Context, card string) (string, error) {
	const method = "crm.item.get"
	types := map[string]int{"LEAD": 1, "DEAL": 2, "CONTACT": 3, "COMPANY": 4}
	kind, number, _ := strings.Cut(card, ":")
	if types[kind] == 0 {
		return "", nil
	}
	a, err := s.call(ctx, s.steady(), method, map[string]any{"entityTypeId": types[kind], "id": json.Number(number)})
	if err != nil {
		return "", bearable(err)
	}
	result, err := object(a.result)
	if err != nil {
		return "", s.unexpected(method, err)
	}
	item, err := object(result["item"])
	if err != nil {
		return "", s.unexpected(method, err)
	}
	for _, name := range []string{
		strings.TrimSpace(text(item["lastName"]) + " " + text(item["name"])), text(item["companyTitle"]), text(item["title"]),
	} {
		if name != "" {
			return name, nil
		}
	}
	return "", nil
}

// bearable turns errors that only cost a name into none.
func bearable(err error) error {
	switch store.CodeOf(err) {
	case store.CodeScopeMissing, store.CodePortalRight, store.CodeNotFound:
		return nil
	}
	if is(err, "error_argument", "error_core", "100") {
		return nil
	}
	return err
}
