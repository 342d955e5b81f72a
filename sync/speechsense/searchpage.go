package speechsense

import (
	"context"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"

	"sensedesk/store"
)

// SearchReach is how many results of one search can be paged through
// (SpeechSense documentation, limits).
const SearchReach = 10_000

// SearchPageSize is the largest page there is (proto comment).
const SearchPageSize = 1000

// SearchRequest asks for one page of the talks that pass every filter, within
// the connection and the project of the settings.
type SearchRequest struct {
	Filters   []SearchFilter
	Text      *SearchText // nil = whatever was said
	Sort      []store.TalkSort
	PageSize  int    // 1–SearchPageSize; 0 = the service's 100
	PageToken string // SearchPage.Next of the page before; empty = the first
}

// SearchFilter chooses talks by one key. Exactly one of the kinds is set; it must
// fit the type of the key.
type SearchFilter struct {
	Key     string // "userMeta.date", "talk.statistics.…"
	Inverse bool   // talks that do not pass
	Channel *int   // 0-based; nil = the whole talk

	AnyOf     []string // equal to one of them
	Ints      *Range[int64]
	Doubles   *Range[float64]
	Durations *Range[time.Duration]
	Dates     *DateRange
	Bool      *bool
}

// SearchText is a full-text query.
type SearchText struct {
	Text    string
	Inverse bool
	Channel *int // as the service counts it here; nil = all
}

// Range is a stretch of numbers; a nil end is open. Which ends belong to it is
// always told, as in DateRange.
type Range[T any] struct {
	From, To                   *T
	FromInclusive, ToInclusive bool
}

// DateRange is a stretch of time. A zero end is open. Which ends belong to it is
// always told: the service's default is documented nowhere.
type DateRange struct {
	From, To                   time.Time
	FromInclusive, ToInclusive bool
}

// SearchPage is one page of a search.
type SearchPage struct {
	IDs   []store.TalkID // in the service's order
	Total int            // of all pages, also beyond SearchReach
	Next  string         // token of the next page; empty = this is the last
}

// SearchPage asks for one page. A page may be empty and still not be the last.
//
// Errors: the configuration codes, busy, network; refused when the service does
// not take a filter, with its words as the argument "text".
func (c *Client) SearchPage(ctx context.Context, r SearchRequest) (SearchPage, error) {
	req := c.scope(c.settings.ConnectionID, c.settings.ProjectID)
	req.PageSize, req.PageToken = int64(r.PageSize), r.PageToken
	for _, f := range r.Filters {
		req.Filters = append(req.Filters, f.message())
	}
	if r.Text != nil {
		req.Query = &ss.Query{Text: r.Text.Text, Inverse: r.Text.Inverse, ChannelNumber: channelOf(r.Text.Channel)}
	}
	req.SortData = sortData(r.Sort)
	resp, err := c.search(ctx, req)
	if err != nil {
		return SearchPage{}, err
	}
	page := SearchPage{Total: int(resp.GetTalksCount()), Next: resp.GetNextPageToken()}
	for _, id := range resp.GetTalkIds() {
		page.IDs = append(page.IDs, store.TalkID(id))
	}
	return page, nil
}
