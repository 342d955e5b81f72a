package score_test

import (
	"slices"
	"testing"

	"sensedesk/store/score"
)

func TestCompute(t *testing.T) {
	for name, tc := range map[string]struct {
		hello, need, voice, rude score.Value
		known                    bool
		want                     int
		formula                  string
		failed, missing, skipped int
	}{
		"everything":           {"yes", "yes", "5", "yes", true, 100, "100 × (1 + 3 + 2) / 6", 0, 0, 0},
		"nothing":              {"no", "no", "0", "yes", true, 0, "100 × (0 + 0 + 0) / 6", 0, 0, 0},
		"partly":               {"yes", "partly", "4", "yes", true, 68, "100 × (1 + 3 × 1/2 + 2 × 4/5) / 6", 0, 0, 0}, // 68.33
		"half up":              {"yes", "partly", "na", "yes", true, 63, "100 × (1 + 3 × 1/2) / 4", 0, 0, 1},          // 62.5
		"does not apply":       {"yes", "na", "3", "yes", true, 73, "100 × (1 + 2 × 3/5) / 3", 0, 0, 1},               // 73.33
		"one counts":           {"na", "yes", "na", "na", true, 100, "100 × 3 / 3", 0, 0, 3},
		"critical":             {"yes", "yes", "5", "no", true, 0, "100 × (1 + 3 + 2) / 6", 1, 0, 0},
		"critical alone":       {"na", "na", "na", "no", true, 0, "", 1, 0, 3},
		"nothing applies":      {"na", "na", "na", "na", false, 0, "", 0, 0, 4},
		"nothing that weighs":  {"na", "na", "na", "yes", false, 0, "", 0, 0, 3},
		"no answers":           {"", "", "", "", false, 0, "", 0, 4, 0},
		"so far":               {"yes", "", "", "yes", true, 100, "100 × 1 / 1", 0, 2, 0},
		"an answer not of it":  {"partly", "yes", "9", "yes", true, 100, "100 × 3 / 3", 0, 2, 0},
		"points are no floats": {"no", "no", "1", "yes", true, 7, "100 × (0 + 0 + 2 × 1/5) / 6", 0, 0, 0}, // 6.67
	} {
		got := score.Compute(card(), score.Answers{"hello": {Value: tc.hello}, "need": {Value: tc.need}, "voice": {Value: tc.voice}, "rude": {Value: tc.rude}})
		if got.Known != tc.known || got.Score != tc.want || got.Formula() != tc.formula {
			t.Errorf("%s: %v %d %q, want %v %d %q", name, got.Known, got.Score, got.Formula(), tc.known, tc.want, tc.formula)
		}
		if len(got.Failed) != tc.failed || len(got.Missing) != tc.missing || len(got.Skipped) != tc.skipped {
			t.Errorf("%s: failed %q, missing %q, skipped %q", name, got.Failed, got.Missing, got.Skipped)
		}
	}
}

// TestACriticalScaleFailsAtNoPoints also holds «partly» to be no failure.
func TestACriticalScaleFailsAtNoPoints(t *testing.T) {
	c := score.Card{Criteria: []score.Criterion{
		{ID: "a", Weight: 1, Critical: true, Kind: score.KindScale, Scale: 3},
		{ID: "b", Weight: 1, Critical: true, Kind: score.KindPartly},
	}}
	for _, tc := range []struct {
		a, b   score.Value
		failed []string
		want   int
	}{{"0", "yes", []string{"a"}, 0}, {"1", "partly", nil, 42}, {"3", "no", []string{"b"}, 0}, {"0", "no", []string{"a", "b"}, 0}} {
		got := score.Compute(c, score.Answers{"a": {Value: tc.a}, "b": {Value: tc.b}})
		if !slices.Equal(got.Failed, tc.failed) || got.Score != tc.want {
			t.Errorf("%s %s: failed %q, score %d; want %q %d", tc.a, tc.b, got.Failed, got.Score, tc.failed, tc.want)
		}
	}
}
