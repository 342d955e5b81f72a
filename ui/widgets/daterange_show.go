package widgets

// ShowProblem says below the fields what is wrong with what stands in them,
// also while the cursor is still there, and tells whether something is.
func (d *DateRange) ShowProblem() bool {
	d.showProblem()
	return d.Problem() != ""
}

// Focus puts the cursor into the first field.
func (d *DateRange) Focus() { focus(d.from) }
