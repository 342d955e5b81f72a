package transcript_test

import (
	"math/rand/v2"
	"strings"

	"sensedesk/store"
)

// phrase makes a phrase whose words share its time evenly. normalized may be
// empty; text is what the recogniser spelled.
func phrase(ch int, from, to int64, text, normalized string, cs ...store.PhraseClassifier) store.Phrase {
	p := store.Phrase{Channel: ch, StartMS: from, EndMS: to, Text: text, Normalized: normalized, Classifiers: cs}
	words := strings.Fields(text)
	for i, w := range words {
		n := int64(len(words))
		p.Words = append(p.Words, store.Word{Text: w, StartMS: from + (to-from)*int64(i)/n, EndMS: from + (to-from)*int64(i+1)/n})
	}
	return p
}

// fired is a classifier that marks words of a text.
func fired(name, text string, words ...string) store.PhraseClassifier {
	c := store.PhraseClassifier{ClassifierID: "eag" + name, Name: name, Labels: []store.Label{{Name: "yes", Confidence: 0.87}}}
	for _, w := range words {
		before, _, _ := strings.Cut(text, w)
		c.Highlights = append(c.Highlights, store.Highlight{Text: w, Offset: len([]rune(before)), Count: len([]rune(w))})
	}
	return c
}

// pictured is the conversation of the design's picture of the review desk.
func pictured() []store.Phrase {
	rude := "верно но это же безобразие мне обещали ещё в понедельник"
	free := "да доставка завтра с десяти до двух за неудобства сделаем её бесплатной"
	return []store.Phrase{
		phrase(0, 161_000, 166_500, "добрый день компания ромашка меня зовут анна вам удобно говорить", "Добрый день, компания «Ромашка», меня зовут Анна. Вам удобно говорить?"),
		phrase(1, 167_000, 172_000, "да только недолго я хотел узнать когда будет готов заказ", "Да, только недолго. Я хотел узнать, когда будет готов заказ."),
		phrase(0, 178_000, 184_800, "одну минуту проверяю заказ четыре тысячи двести пятнадцать верно", "Одну минуту, проверяю. Заказ 4215, верно?"),
		phrase(1, 184_000, 190_000, rude, "Верно. Но это же безобразие, мне обещали ещё в понедельник!", fired("Негатив", rude, "безобразие", "в понедельник")),
		phrase(0, 192_000, 200_500, "понимаю вас приношу извинения за задержку заказ готов к отгрузке можете забрать сегодня до восьми вечера с восточного склада там же где и в прошлый раз", "Понимаю вас, приношу извинения за задержку. Заказ готов к отгрузке, можете забрать сегодня до восьми вечера с восточного склада, там же, где и в прошлый раз.", fired("Извинение", "", "")),
		phrase(1, 201_000, 205_500, "сегодня не успею а доставка есть сколько это будет стоить", "Сегодня не успею. А доставка есть? Сколько это будет стоить?"),
		phrase(0, 207_000, 214_000, free, "Да, доставка завтра с десяти до двух. За неудобства сделаем её бесплатной.", fired("Позитив", free, "бесплатной")),
		phrase(1, 215_000, 218_000, "вот это другое дело записывайте адрес", "Вот это другое дело. Записывайте адрес."),
		{Channel: 0, StartMS: 218_500, EndMS: 222_700},
		phrase(1, 223_000, 226_000, "сәлеметсіз бе тапсырыс қашан дайын болады", "Сәлеметсіз бе! Тапсырыс қашан дайын болады?"),
	}
}

// hours is a generated call: 5 000 phrases of two parties in four hours, 36 000
// words, some 2 700 of them distinct.
func hours() []store.Phrase {
	rng := rand.New(rand.NewPCG(7, 7))
	syllables := strings.Fields("ка ло ми ну ре сто ва при об ско ды же лень зак тра щик бо ты фе на про ший ём")
	words := make([]string, 2700)
	for i := range words {
		for range 1 + rng.IntN(4) {
			words[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	out := make([]store.Phrase, 5000)
	at := int64(0)
	for i := range out {
		n := 1 + rng.IntN(13)
		if i%5 == 0 {
			n += 1
		}
		text := make([]string, n)
		for j := range text {
			text[j] = words[rng.IntN(len(words))]
		}
		spelled := strings.Join(text, " ")
		length := int64(n) * 330
		out[i] = phrase(i%2, at, at+length, spelled, strings.ToUpper(spelled[:2])+spelled[2:]+".")
		at += length + int64(rng.IntN(1000)) - 200
		if i%40 == 0 {
			at += 4000
		}
	}
	return out
}
