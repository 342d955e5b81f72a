package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// profile needs no scope. ADMIN is a bool and ID a string, as documented.
func (p *Portal) profile() portalAnswer {
	out := map[string]any{
		"ID": strconv.FormatInt(p.o.Owner, 10), "ADMIN": true, "NAME": "", "LAST_NAME": "", "PERSONAL_GENDER": "", "TIME_ZONE": p.o.TimeZone,
	}
	for _, person := range p.o.People {
		if person.ID == p.o.Owner {
			out["NAME"], out["LAST_NAME"] = person.Name, person.LastName
		}
	}
	return portalAnswer{result: out}
}

// users is user.get: the filter's list stands under ID or @ID, ids nobody has
// are absent, dismissed people are there unless ACTIVE is asked for. Parameter
// names are not case-sensitive here.
func (p *Portal) users(params map[string]any) portalAnswer {
	filter, _ := anyCase(params, "filter").(map[string]any)
	if p.o.Faults.now().IgnoreFilter {
		filter = nil
	}
	var rows []map[string]any
	for _, person := range p.o.People {
		if wanted, ok := idList(filter); ok && !slices.Contains(wanted, strconv.FormatInt(person.ID, 10)) {
			continue
		}
		if active, ok := filter["ACTIVE"]; ok && flag(active) == person.Dismissed {
			continue
		}
		kind := person.Type
		if kind == "" {
			kind = "employee"
		}
		row := map[string]any{
			"ID": strconv.FormatInt(person.ID, 10), "ACTIVE": !person.Dismissed, "NAME": person.Name, "LAST_NAME": person.LastName,
			"SECOND_NAME": "", "WORK_POSITION": person.Post, "USER_TYPE": kind, "UF_DEPARTMENT": []int{1}, "TIMESTAMP_X": map[string]any{},
		}
		if p.fullUsers() {
			row["EMAIL"] = person.Mail
		}
		if person.Dismissed {
			row["UF_DEPARTMENT"] = false
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b map[string]any) int { return compareField("ID", wireText(a["ID"]), wireText(b["ID"])) })
	if strings.EqualFold(wireText(anyCase(params, "order")), "DESC") {
		slices.Reverse(rows)
	}
	return p.page(rows, params["start"], "")
}

// fullUsers tells whether the scope shows e-mails: user_brief does not.
func (p *Portal) fullUsers() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.o.Scopes, "user") || slices.Contains(p.o.Scopes, "user_basic")
}

// idList reads the ids a filter asks for.
func idList(filter map[string]any) ([]string, bool) {
	value, ok := filter["ID"]
	if !ok {
		value, ok = filter["@ID"]
	}
	if !ok {
		return nil, false
	}
	many, isList := value.([]any)
	if !isList {
		return []string{wireText(value)}, true
	}
	out := make([]string, len(many))
	for i, v := range many {
		out[i] = wireText(v)
	}
	return out, len(out) > 0
}

// flag reads PHP's idea of true.
func flag(v any) bool {
	switch s := wireText(v); s {
	case "", "0", "N", "false":
		return false
	}
	return true
}

// anyCase finds a parameter however it is spelled.
func anyCase(params map[string]any, name string) any {
	for k, v := range params {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return nil
}

// searchClients is telephony.externalCall.searchCrmEntities: an empty list for
// a number nobody has.
func (p *Portal) searchClients(params map[string]any) portalAnswer {
	number := onlyDigits(wireText(params["PHONE_NUMBER"]))
	if number == "" {
		return refuse(http.StatusBadRequest, "ERROR_ARGUMENT", "PHONE_NUMBER should be set")
	}
	hits := []map[string]any{}
	for _, c := range p.o.Clients {
		if onlyDigits(c.Phone) != number {
			continue
		}
		hits = append(hits, map[string]any{
			"CRM_ENTITY_TYPE": c.Type, "CRM_ENTITY_ID": c.ID, "ASSIGNED_BY_ID": p.o.Owner, "NAME": c.Name,
			"ASSIGNED_BY": map[string]any{"ID": strconv.FormatInt(p.o.Owner, 10), "USER_PHONE_INNER": ""},
		})
	}
	return portalAnswer{result: hits}
}

// crmItem is crm.item.get with its camel-case fields.
func (p *Portal) crmItem(params map[string]any) portalAnswer {
	types := map[string]string{"1": "LEAD", "2": "DEAL", "3": "CONTACT", "4": "COMPANY"}
	for _, c := range p.o.Clients {
		if c.Type != types[wireText(params["entityTypeId"])] || strconv.FormatInt(c.ID, 10) != wireText(params["id"]) {
			continue
		}
		item := map[string]any{"id": c.ID, "title": c.Name, "name": nil, "lastName": nil, "fm": []any{}}
		if c.Type == "CONTACT" {
			first, last, _ := strings.Cut(c.Name, " ")
			item["title"], item["lastName"], item["name"] = nil, first, last
		}
		return portalAnswer{result: map[string]any{"item": item}}
	}
	return refuse(http.StatusBadRequest, "NOT_FOUND", "Элемент не найден")
}

// onlyDigits makes "+7 (495) 1" and "74951" the same number.
func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
