package store

// SecretName names a secret in the keyring, under the service "sensedesk".
type SecretName string

// The secrets the app knows.
const (
	SecretSpeechSense SecretName = "speechsense" // API key or token
	SecretBitrix24    SecretName = "bitrix24"    // the whole webhook address
	SecretAmoCRM      SecretName = "amocrm"
	SecretTelphin     SecretName = "telphin"
)

// SecretNames lists every name a secret may have.
func SecretNames() []SecretName {
	return []SecretName{SecretSpeechSense, SecretBitrix24, SecretAmoCRM, SecretTelphin}
}

// Checkpoint is the last processed listing id of one account of a source.
type Checkpoint struct {
	Source  SourceKind
	Account string
	LastID  string // "0" or empty after a reset
}
