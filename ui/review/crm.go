package review

import (
	"net/url"
	"strconv"
	"strings"

	"sensedesk/store"
)

// CRMPage is the page of the client in the CRM the call comes from; nil when the
// source names none. It is always https, on the host of the portal alone.
//
// Bitrix24 docs: CRM_ENTITY_TYPE and CRM_ENTITY_ID of voximplant.statistic.get;
// the card of an entity is /crm/<type>/details/<id>/.
func CRMPage(c store.Call) *url.URL {
	if c.Source != store.SourceBitrix24 {
		return nil
	}
	kind := strings.ToLower(c.Meta["crm_entity_type"])
	switch kind {
	case "contact", "company", "lead", "deal":
	default:
		return nil
	}
	id, err := strconv.ParseUint(c.Meta["crm_entity_id"], 10, 63)
	if err != nil || id == 0 {
		return nil
	}
	u, err := url.Parse("https://" + c.Account)
	if err != nil || u.Host == "" || u.Host != c.Account || u.User != nil || !strings.Contains(u.Host, ".") {
		return nil
	}
	u.Path = "/crm/" + kind + "/details/" + strconv.FormatUint(id, 10) + "/"
	return u
}

// costOf is what recognising a call costs by the price per minute; "" when that
// or the length is not known. A chat is not counted by minutes.
func (s *Screen) costOf(r Result) string {
	if s.Cost == nil || r.Price == "" || r.Call.Recording == nil || r.Call.Recording.Duration <= 0 || r.Call.IsChat(r.Talk) {
		return ""
	}
	return s.Cost(r.Call.Recording.Duration, r.Price)
}
