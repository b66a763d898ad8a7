package examples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// measure writes what the browser made of the page into its title.
const measure = `<script>
const lines = (e) => Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight));
document.title = JSON.stringify([...document.querySelectorAll("section")].map((s) => ({
  code: s.querySelector(".code").innerText.replace(/\s/g, ""),
  codePoints: parseFloat(getComputedStyle(s.querySelector(".code")).fontSize) * 0.75,
  groups: [...s.querySelectorAll(".code span")].map((g) => g.innerText.length),
  howLines: lines(s.querySelector(".how")),
  cut: [...s.querySelectorAll(".code, .how")].some((e) => e.scrollWidth > e.clientWidth) || s.scrollHeight > s.clientHeight,
  text: s.innerText,
})));
</script>`

type voucher struct {
	Code       string  `json:"code"`
	CodePoints float64 `json:"codePoints"`
	Groups     []int   `json:"groups"`
	HowLines   int     `json:"howLines"`
	Cut        bool    `json:"cut"`
	Text       string  `json:"text"`
}

// TestAccExampleGiveawayCI_print renders the voucher sheet in a real browser.
func TestAccExampleGiveawayCI_print(t *testing.T) {
	browser := findBrowser(t)
	w := newWorkspace(t, "giveaway-ci")
	w.run("init")
	w.apply()
	page := w.run("output", "-raw", "vouchers")
	w.Write("measured.html", strings.Replace(page, "</body>", measure+"</body>", 1))

	var vouchers []voucher
	dom := render(t, browser, w, "measured.html", "--dump-dom")
	title := regexp.MustCompile(`(?s)<title>(.*?)</title>`).FindStringSubmatch(dom)
	if title == nil {
		t.Fatalf("the page has no title:\n%s", dom)
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(title[1])), &vouchers); err != nil {
		t.Fatalf("%v:\n%s", err, title[1])
	}
	if len(vouchers) != 26 {
		t.Fatalf("%d vouchers instead of 26", len(vouchers))
	}
	for _, v := range vouchers {
		if v.CodePoints < 28 || v.HowLines != 1 || v.Cut || fmt.Sprint(v.Groups) != "[4 4]" {
			t.Errorf("voucher %+v", v)
		}
		if !strings.Contains(v.Text, acctest.Machine) && !strings.Contains(v.Text, acctest.MachineOld) {
			t.Errorf("the voucher does not show the machine's number:\n%s", v.Text)
		}
	}

	w.Write("vouchers.html", page)
	render(t, browser, w, "vouchers.html", "--no-pdf-header-footer", "--print-to-pdf="+filepath.Join(w.Dir, "vouchers.pdf"))
	pdf := []byte(w.Read("vouchers.pdf"))
	if pages := len(regexp.MustCompile(`/Type /Page\b`).FindAll(pdf, -1)); pages != 3 {
		t.Errorf("26 vouchers take %d pages instead of 3", pages)
	}
	if !regexp.MustCompile(`/MediaBox \[0 0 59[45]\S* 84[12]\S*\]`).Match(pdf) {
		t.Errorf("the pages are not A4: %s", bytes.Join(regexp.MustCompile(`/MediaBox [^\]]*\]`).FindAll(pdf, 1), nil))
	}
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium on PATH to render the vouchers with")
	return ""
}

func render(t *testing.T, browser string, w *workspace, file string, flags ...string) string {
	t.Helper()
	args := append([]string{"--headless", "--disable-gpu", "--user-data-dir=" + t.TempDir()}, flags...)
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // which Chromium refuses to set up for root
	}
	cmd := exec.CommandContext(t.Context(), browser, append(args, "file://"+filepath.Join(w.Dir, file))...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", browser, err)
	}
	return string(out)
}
