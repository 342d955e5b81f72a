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

// profileSecret begins the names of the keys of all profiles but the first.
const profileSecret = string(SecretSpeechSense) + "/"

// SecretOf returns the name under which the SpeechSense key of a profile lies.
func SecretOf(id ProfileID) SecretName {
	if id == "" {
		return SecretSpeechSense
	}
	return SecretName(profileSecret + string(id))
}

// SecretNamesOf lists every name a secret may have with these settings: the
// fixed ones and a key for each profile.
func SecretNamesOf(s Settings) []SecretName {
	names := SecretNames()
	for _, id := range s.ProfileIDs() {
		if id != "" {
			names = append(names, SecretOf(id))
		}
	}
	return names
}

// Checkpoint is the last processed listing id of one account of a source.
type Checkpoint struct {
	Source  SourceKind
	Account string
	LastID  string // "0" or empty after a reset
}
