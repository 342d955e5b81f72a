package review_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// filler puts a value of its own into every field it meets.
type filler struct {
	n    int
	want []leaf
}

// leaf is a value put in, and the ways it may be written.
type leaf struct {
	path string
	ways []string
}

func (f *filler) fill(v reflect.Value, path string, p *i18n.Printer) {
	f.n++
	n := 40_000 + 13*f.n
	put := func(ways ...string) { f.want = append(f.want, leaf{path, ways}) }
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path, p)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := time.Date(2026, 4, 1, 0, 0, f.n, f.n*1_000_000, time.UTC)
			v.Set(reflect.ValueOf(at))
			put(at.Format("05.") + strconv.Itoa(1000 + f.n%1000)[1:])
			return
		}
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name, p)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i), p)
		}
	case reflect.String:
		text := fmt.Sprintf("слово%d", n)
		v.SetString(text)
		put(text)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(n))
		put(p.Int(n), strconv.Itoa(n), fmt.Sprintf("00:%02d,%03d", n/1000, n%1000), fmt.Sprintf("%02d:%02d,%03d", n/60_000, n/1000%60, n%1000))
	case reflect.Float64:
		v.SetFloat(float64(n) + 0.5)
		put(p.Decimal(float64(n)+0.5, 1), p.Int(100*n+50))
	default:
		panic(path + ": a field of a kind that nobody fills: " + v.Kind().String())
	}
}

// TestNothingIsLeftOut fills every field of a talk and its details and looks for
// every one of the values.
func TestNothingIsLeftOut(t *testing.T) {
	p := uitest.Printer(t, i18n.RU)
	var talk store.Talk
	var details store.Details
	var answer store.Answer
	f := &filler{}
	whole := reflect.ValueOf(&talk).Elem()
	for i := range whole.NumField() {
		switch name := whole.Type().Field(i).Name; name {
		case "Classifiers", "Speakers", "Conversation", "Failures", "Details": // made of the details, which are shown
		default:
			f.fill(whole.Field(i), "Talk."+name, p)
		}
	}
	f.fill(reflect.ValueOf(&details).Elem(), "Details", p)
	f.fill(reflect.ValueOf(&answer.Newer).Elem(), "Newer", p)
	details.Assistants[0].Kind, details.Assistants[1].Kind = "string", "int" // of the service's few words
	details.Strays[0].Phrase, details.Strays[1].Phrase = 0, 1
	var all strings.Builder
	for _, d := range review.DataOf(p, review.State{Talk: talk}, details, answer) {
		fmt.Fprintln(&all, d.Section, "|", d.Group, "|", d.Name, "|", d.Value, "|", d.Path)
	}
	shown := all.String()
	if len(f.want) < 250 {
		t.Fatalf("only %d values", len(f.want))
	}
	for _, l := range f.want {
		if strings.HasSuffix(l.path, ".Kind") || strings.Contains(l.path, "Strays") && strings.HasSuffix(l.path, ".Phrase") {
			continue
		}
		if !slices.ContainsFunc(l.ways, func(way string) bool { return strings.Contains(shown, way) }) {
			t.Errorf("%s is nowhere; looked for %q", l.path, l.ways)
		}
	}
}

// kept is a database with an answer like a real one.
type kept struct {
	details store.Details
	raw     []byte
	err     error
	gate    chan struct{} // RawTalk waits for it when not nil
}

func (k kept) Details(context.Context, store.CallID) (store.Details, error) {
	if k.raw == nil {
		return store.Details{}, store.E(store.CodeNotFound, "read details", nil)
	}
	return k.details, k.err
}

func (k kept) RawTalk(ctx context.Context, _ store.CallID) ([]byte, error) {
	if k.gate != nil {
		select {
		case <-k.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if k.raw == nil {
		return nil, store.E(store.CodeNotFound, "read answer", nil)
	}
	return k.raw, nil
}

// answered is a talk as the service answers it.
func answered(t testing.TB, name string) (store.Talk, kept) {
	t.Helper()
	text, err := os.ReadFile("../../sync/speechsense/testdata/answers/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	said := &ss.Talk{}
	if err := protojson.Unmarshal(text, said); err != nil {
		t.Fatal(err)
	}
	raw, err := proto.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	talk, err := speechsense.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	k := kept{details: *talk.Details, raw: raw}
	talk.Details = nil
	return talk, k
}

// withAnswer puts an answer on the desk.
func withAnswer(t testing.TB, name string) func(d *desk) {
	return func(d *desk) {
		talk, k := answered(t, name)
		d.book.talks[theCall], d.kept = talk, k
	}
}

// data opens all the data of an answer.
func data(t *testing.T, o uitest.Options, change func(d *desk)) *desk {
	t.Helper()
	d := open(t, o, change).read()
	if !d.screen.Do(keys.Data) {
		t.Fatal("nothing shows all the data")
	}
	return d
}

func TestAllTheData(t *testing.T) {
	d := data(t, uitest.Options{}, withAnswer(t, "two_channels"))
	d.Wait("the data", func() bool { return d.Sees("audwhole0001") })

	d.Type("квантили речи") // nothing in this talk has both words
	d.Wait("that nothing is found", func() bool { return d.Sees(d.Print.S("data.notfound")) })
	for range "квантили речи" {
		d.Key(fyne.KeyBackspace)
	}
	d.Type("COMPLETE words_per_second.quantiles")
	d.Wait("what is searched", func() bool { return d.Sees("Слов в секунду: квантили") && !d.Sees("audwhole0001") })
	d.Key(fyne.KeyDown) // out of the search, to the first value
	d.Key(fyne.KeyReturn)
	if !strings.Contains(d.copied, " %: ") || !d.Sees(d.Print.S("data.copied")) {
		t.Errorf("copied %q; shown %q", d.copied, d.Texts())
	}
	d.Tap(d.Print.S("data.copy.list"))
	if lines := strings.Split(strings.TrimSpace(d.copied), "\n"); len(lines) < 2 || strings.Count(lines[0], "\t") != 4 || !strings.HasPrefix(lines[0], "Участники\t") {
		t.Errorf("copied %q", d.copied)
	}
	d.Tap(d.Print.S("data.copy.json"))
	if !strings.Contains(d.copied, `"id": "audwhole0001"`) {
		t.Errorf("copied %.80q", d.copied)
	}
	d.Key(fyne.KeyEscape)
	if d.Sees(d.Print.S("data.close")) {
		t.Error("Escape does not close it")
	}
	d.screen.Do(keys.Data)
	d.screen.Hide()
	if d.Sees(d.Print.S("data.close")) {
		t.Error("it stays when the desk goes")
	}
}

// TestCopyMeansTheValueWhileTheDataIsShown presses the system's own copy: in the
// panel it means the value, after it the phrases again.
func TestCopyMeansTheValueWhileTheDataIsShown(t *testing.T) {
	d := data(t, uitest.Options{}, withAnswer(t, "two_channels"))
	d.Wait("the data", func() bool { return d.Sees("audwhole0001") })
	d.Tap("audwhole0001")
	press := func() {
		d.Window.Canvas().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(&fyne.ShortcutCopy{})
	}
	press()
	if d.copied != "audwhole0001" {
		t.Errorf("copied %q", d.copied)
	}
	d.copied = ""
	d.Tap(d.Print.S("data.close"))
	press()
	if !strings.HasPrefix(d.copied, "00:00\t") {
		t.Errorf("after it: copied %q, not the phrase of the moment", d.copied)
	}
}

func TestSectionsOfTheData(t *testing.T) {
	d := data(t, uitest.Options{}, withAnswer(t, "partly_failed"))
	d.Wait("the data", func() bool { return d.Sees(d.Print.S("data.section.algorithms")) })
	d.Tap(section(d, "algorithms"))
	d.Wait("one section", func() bool { return d.Sees(d.Print.S("data.state.4")) && !d.Sees(d.Print.S("data.name.talk_id")) })
}

func TestStatesOfTheData(t *testing.T) {
	gate := make(chan struct{})
	d := data(t, uitest.Options{}, func(d *desk) {
		withAnswer(t, "two_channels")(d)
		d.kept.gate = gate
	})
	d.FindText(d.Print.S("data.loading"))
	d.Type("слов") // a search before there is anything to find
	d.FindText(d.Print.S("data.loading"))
	close(gate)
	d.Wait("the data", func() bool { return d.Sees("Слов") && !d.Sees(d.Print.S("data.loading")) })
	d.Close()

	d = data(t, uitest.Options{}, func(d *desk) { delete(d.book.talks, theCall) })
	d.Wait("that there is nothing", func() bool { return d.Sees(d.Print.S("data.nothing")) })
	d.Close()

	d = data(t, uitest.Options{}, func(d *desk) {
		withAnswer(t, "two_channels")(d)
		d.kept.err = errors.New("disk error")
	})
	what, _ := d.Print.Error(errors.New("disk error"))
	d.Wait("the error", func() bool { return d.Sees(what) })
}

// TestOldDetailsAreMadeOfTheAnswer opens a call that was kept before there were
// details.
func TestOldDetailsAreMadeOfTheAnswer(t *testing.T) {
	talk, k := answered(t, "two_channels")
	p := uitest.Printer(t, i18n.EN)
	answer, err := speechsense.ReadAnswer(k.raw)
	if err != nil {
		t.Fatal(err)
	}
	want := review.DataOf(p, review.State{Talk: talk}, k.details, answer)
	if got := review.DataOf(p, review.State{Talk: talk}, answer.Details, answer); !slices.Equal(got, want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
}

// BenchmarkDataOf lists the data of a four-hour call, figures of each phrase
// included.
func BenchmarkDataOf(b *testing.B) {
	talk, k := answered(b, "two_channels")
	once, figures := talk.Phrases, k.details.Phrases
	talk.Phrases, k.details.Phrases = nil, nil
	for range 5000 / len(once) {
		talk.Phrases, k.details.Phrases = append(talk.Phrases, once...), append(k.details.Phrases, figures...)
	}
	p := uitest.Printer(b, i18n.RU)
	for b.Loop() {
		if n := len(review.DataOf(p, review.State{Talk: talk}, k.details, store.Answer{})); n < 50_000 {
			b.Fatal(n)
		}
	}
}

func TestShotsOfTheData(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := data(t, uitest.Options{Lang: l, Theme: th}, withAnswer(t, "two_channels"))
			d.Wait("the data", func() bool { return d.Sees("audwhole0001") })
			d.Tap("audwhole0001")
			d.shot("data-" + string(th) + "-" + string(l))
			d.Tap(section(d, "speakers"))
			d.Wait("one section", func() bool { return !d.Sees("bpfsample") })
			d.shot("data-speakers-" + string(th) + "-" + string(l))
			d.Close()
		}
	}
	for _, name := range []string{"phrases", "together", "classifiers", "summary", "algorithms", "quiz", "assistants"} {
		d := data(t, uitest.Options{}, withAnswer(t, "two_channels"))
		d.Wait("the data", func() bool { return d.Sees("audwhole0001") })
		d.Tap(section(d, name))
		d.Wait("one section", func() bool { return !d.Sees("bpfsample") })
		d.shot("data-" + name)
		d.Close()
	}
	small := data(t, uitest.Options{Size: fyne.NewSize(1105, 720)}, withAnswer(t, "partly_failed"))
	small.Wait("the data", func() bool { return small.Sees(small.Print.S("data.name.talk_id")) })
	small.shot("data-small")
	small.Close()
	none := data(t, uitest.Options{}, func(d *desk) { delete(d.book.talks, theCall) })
	none.Wait("that there is nothing", func() bool { return none.Sees(none.Print.S("data.nothing")) })
	none.shot("data-nothing")
}

// section is the line of a section in the list at the left.
func section(d *desk, name string) string {
	for _, text := range d.Texts() {
		if strings.HasPrefix(text, d.Print.S("data.section."+name)+" · ") {
			return text
		}
	}
	d.T.Fatalf("no section %s in %q", name, d.Texts())
	return ""
}
