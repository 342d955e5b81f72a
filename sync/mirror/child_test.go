package mirror_test

func childRequested() bool { return false }
func childMain()           {}
