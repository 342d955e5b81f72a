// Package bitrix24 lists the calls of a Bitrix24 portal and fetches their
// recordings through an incoming webhook.
//
// It promises: rows come in strictly growing order of their id or not at all;
// what the portal was asked for is only a wish, because it drops filters it
// does not understand without a word, so callers judge every row themselves;
// the webhook and the signed links of recordings never appear in a row, an
// error, a log line or a Referer. It leaves to others: which calls matter,
// where they are stored, whether a file is sound.
//
// Facts about the portal come from the public REST documentation
// (bitrix-tools/b24-rest-docs) unless a comment names another source.
package bitrix24
