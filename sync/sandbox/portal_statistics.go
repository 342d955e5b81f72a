package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// portalPage is the fixed size of a page.
const portalPage = 50

// statistics is voximplant.statistic.get. Parameter names, fields and ORDER are
// upper case: whatever is spelled otherwise is ignored without a word.
func (p *Portal) statistics(params map[string]any) portalAnswer {
	faults := p.o.Faults.now()
	if faults.StatisticsRight {
		return refuse(http.StatusForbidden, "ACCESS_DENIED", "Access denied!")
	}
	rows := p.wireRows()
	if !faults.IgnoreFilter {
		filter, _ := params["FILTER"].(map[string]any)
		for key, value := range filter {
			if keep := rowFilter(key, value); keep != nil {
				rows = slices.DeleteFunc(rows, func(r map[string]any) bool { return !keep(r) })
			}
		}
	}
	field, order := wireText(params["SORT"]), wireText(params["ORDER"])
	sortable := slices.Contains(statisticsFields(), field) && field != "CALL_TYPE" && (order == "ASC" || order == "DESC")
	if sortable && !faults.IgnoreSort {
		slices.SortStableFunc(rows, func(a, b map[string]any) int {
			c := compareField(field, wireText(a[field]), wireText(b[field]))
			if order == "DESC" {
				return -c
			}
			return c
		})
	} else {
		scramble(rows)
	}
	return p.page(rows, params["start"], faults.EmptyShape)
}

// page cuts the page out that start asks for. Start -1 spares the counting.
func (p *Portal) page(rows []map[string]any, start any, empty string) portalAnswer {
	from, _ := strconv.Atoi(wireText(start))
	counted := from >= 0
	total := len(rows)
	from = min(max(from, 0), total)
	rows = rows[from:min(from+portalPage, total)]
	a := portalAnswer{result: rows}
	if counted {
		a.total = &total
		if next := from + portalPage; next < total {
			a.next = &next
		}
	}
	if len(rows) == 0 {
		switch empty {
		case "null":
			a.result = nil
		case "{}":
			a.result = map[string]any{}
		case "missing":
			a.missing = true
		default:
			a.result = []any{}
		}
	}
	return a
}

// scramble puts rows into the order of no sorting at all: newest first in
// pairs, so that neither direction holds.
func scramble(rows []map[string]any) {
	slices.Reverse(rows)
	for i := 0; i+1 < len(rows); i += 2 {
		rows[i], rows[i+1] = rows[i+1], rows[i]
	}
}

// wireRows returns all rows as they go over the wire: strings or null, and
// only RECORD_FILE_ID a number.
func (p *Portal) wireRows() []map[string]any {
	now := p.o.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]map[string]any, 0, len(p.calls))
	for _, r := range p.calls {
		out = append(out, p.wireRow(r, now))
	}
	return out
}

func (p *Portal) wireRow(r *portalRow, now time.Time) map[string]any {
	number := func(n int64) any {
		if n == 0 {
			return nil
		}
		return strconv.FormatInt(n, 10)
	}
	code, reason := r.FailedCode, ""
	if code == "" {
		code = "200"
	}
	if code != "200" {
		reason = "Call failed"
	}
	row := map[string]any{
		"ID": strconv.FormatInt(r.ID, 10), "PORTAL_USER_ID": number(r.UserID), "PORTAL_NUMBER": r.Line, "PHONE_NUMBER": r.Phone,
		"CALL_ID": r.CallID, "EXTERNAL_CALL_ID": nil, "CALL_CATEGORY": "external",
		"CALL_DURATION":   strconv.FormatInt(int64(r.Duration/time.Second), 10),
		"CALL_START_DATE": r.StartedAt.In(p.o.Zone).Format(time.RFC3339),
		"CALL_LOG":        "https://" + p.listen.Addr().String() + "/log/" + r.CallID + "?auth=" + p.canary,
		"CALL_RECORD_URL": r.RecordURL, "CALL_VOTE": nil, "COST": "0.0000", "COST_CURRENCY": "RUR",
		"CALL_FAILED_CODE": code, "CALL_FAILED_REASON": reason,
		"CRM_ENTITY_TYPE": r.EntityType, "CRM_ENTITY_ID": number(r.EntityID), "CRM_ACTIVITY_ID": number(7000 + r.ID),
		"REST_APP_ID": nil, "REST_APP_NAME": nil, "TRANSCRIPT_ID": nil, "TRANSCRIPT_PENDING": "N",
		"SESSION_ID": strconv.FormatInt(3841557776+r.ID, 10), "REDIAL_ATTEMPT": nil, "COMMENT": nil,
		"RECORD_DURATION": nil, "RECORD_FILE_ID": nil, "CALL_TYPE": strconv.Itoa(r.Type),
	}
	if r.fileID != 0 && !now.Before(r.appears) {
		row["RECORD_FILE_ID"] = r.fileID
	}
	for k, v := range r.Extra {
		if v == nil {
			delete(row, k)
			continue
		}
		row[k] = v
	}
	return row
}

// statisticsFields lists what can be filtered by.
func statisticsFields() []string {
	return []string{
		"ID", "CALL_ID", "EXTERNAL_CALL_ID", "CALL_CATEGORY", "PORTAL_USER_ID", "PORTAL_NUMBER", "PHONE_NUMBER", "CALL_TYPE",
		"CALL_DURATION", "CALL_START_DATE", "CALL_LOG", "CALL_RECORD_URL", "CALL_VOTE", "COST", "COST_CURRENCY", "CALL_FAILED_CODE",
		"CALL_FAILED_REASON", "CRM_ENTITY_TYPE", "CRM_ENTITY_ID", "CRM_ACTIVITY_ID", "REST_APP_ID", "REST_APP_NAME", "TRANSCRIPT_ID",
		"TRANSCRIPT_PENDING", "SESSION_ID", "REDIAL_ATTEMPT", "COMMENT", "RECORD_DURATION",
	}
}

// rowFilter returns the test a filter stands for, nil when the portal drops it:
// for an operator or a field it does not know, and for an empty list.
func rowFilter(key string, value any) func(map[string]any) bool {
	operator, field := "", key
	for _, op := range []string{"!><", "><", ">=", "<=", "!=", "!%", ">", "<", "=", "!", "%", "?"} {
		if rest, ok := strings.CutPrefix(key, op); ok {
			operator, field = op, rest
			break
		}
	}
	if !slices.Contains(statisticsFields(), field) {
		return nil
	}
	wanted, isList := value.([]any)
	if isList && len(wanted) == 0 {
		return nil
	}
	if !isList {
		wanted = []any{value}
	}
	values := make([]string, len(wanted))
	for i, v := range wanted {
		values[i] = wireText(v)
	}
	test := fieldTest(operator, field, values)
	if test == nil {
		return nil
	}
	return func(r map[string]any) bool { return test(wireText(r[field])) }
}

// fieldTest is the meaning of an operator.
func fieldTest(operator, field string, values []string) func(string) bool {
	equal := func(v string) bool {
		return slices.ContainsFunc(values, func(w string) bool { return compareField(field, v, w) == 0 })
	}
	compare := func(v string) int { return compareField(field, v, values[0]) }
	contains := func(v string) bool {
		return strings.Contains(strings.ToLower(v), strings.ToLower(strings.Trim(values[0], "%")))
	}
	between := func(v string) bool {
		return len(values) == 2 && compareField(field, v, values[0]) >= 0 && compareField(field, v, values[1]) <= 0
	}
	switch operator {
	case "", "=":
		return equal
	case "!", "!=":
		return func(v string) bool { return !equal(v) }
	case ">":
		return func(v string) bool { return compare(v) > 0 }
	case ">=":
		return func(v string) bool { return compare(v) >= 0 }
	case "<":
		return func(v string) bool { return compare(v) < 0 }
	case "<=":
		return func(v string) bool { return compare(v) <= 0 }
	case "><":
		return between
	case "!><":
		return func(v string) bool { return !between(v) }
	case "%", "?":
		return contains
	case "!%":
		return func(v string) bool { return !contains(v) }
	}
	return nil
}

// compareField orders two values: dates as instants, numbers as numbers.
func compareField(field, a, b string) int {
	if field == "CALL_START_DATE" {
		return wireInstant(a).Compare(wireInstant(b))
	}
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

// wireInstant reads a date. One without an offset is taken in the server's own
// zone, which is rarely the one that was meant.
func wireInstant(s string) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// wireText spells a JSON value as PHP would.
func wireText(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case bool:
		if x {
			return "1"
		}
		return ""
	case json.Number:
		return x.String()
	}
	return fmt.Sprint(v)
}
