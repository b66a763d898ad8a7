package bench

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// row is one line of the table.
type row struct {
	group, what, measured string
	goal                  string // empty: told for information
	ok                    bool
}

// report gathers the table.
type report struct{ rows []row }

func (r *report) add(row row) { r.rows = append(r.rows, row) }

// tell adds a line without a goal.
func (r *report) tell(group, what, format string, args ...any) {
	r.add(row{group: group, what: what, measured: fmt.Sprintf(format, args...), ok: true})
}

// print writes the table to the test's log.
func (r *report) print(t *testing.T) {
	t.Helper()
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	group, missed := "", 0
	for _, row := range r.rows {
		if row.group != group {
			group = row.group
			_, _ = fmt.Fprintf(table, "\n%s\n", strings.ToUpper(group))
		}
		mark := "ok"
		switch {
		case !row.ok:
			mark = "MISSED"
			missed++
		case row.goal == "":
			mark = ""
		}
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", row.what, row.measured, row.goal, mark)
	}
	_ = table.Flush()
	t.Logf("%s\n%d goals missed", out.String(), missed)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond)) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

const mib = 1 << 20

func size(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/mib) }
