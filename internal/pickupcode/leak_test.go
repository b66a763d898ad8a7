package pickupcode_test

import (
	"crypto/md5" //nolint:gosec // What the vendor signs with.
	"encoding/base64"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// What must not be found anywhere: secrets that look like nothing else.
const (
	canarySecret = "canary-Secret/7f3a+9"
	canaryKey    = "canary-Key&x=1 %/0c4d"
)

// signatureOf signs as the vendor wants it.
func signatureOf(params map[string]string) string {
	names := make([]string, 0, len(params))
	for name, value := range params {
		if value != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var text strings.Builder
	for _, name := range names {
		fmt.Fprintf(&text, "%s=%s&", name, params[name])
	}
	return fmt.Sprintf("%X", md5.Sum([]byte(text.String()+"key="+canaryKey))) //nolint:gosec // As above.
}

// base64Forms are the three ways in which a text looks inside a longer base64 text.
func base64Forms(secret string) []string {
	var forms []string
	for shift := range 3 {
		form := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + secret))
		// The first group is mixed with what comes before, the last with what follows.
		from := []int{0, 2, 3}[shift]
		whole := (shift + len(secret)) / 3 * 4
		forms = append(forms, form[from:whole])
	}
	return forms
}

// The main flow, and its mishaps, with all logs there are: nobody who reads them learns
// a secret, a signature, a payload or a code.
func TestAccPickupCodesResource_nothingLeaks(t *testing.T) {
	w := acctest.NewWorkspace(t, func(c *emulator.Config) { c.AppSecret, c.AppKey = canarySecret, canaryKey })
	w.Env = []string{"TF_LOG=TRACE", "TF_LOG_PATH=" + filepath.Join(w.Dir, "trace.log")}
	var mu sync.Mutex
	signatures := map[string]bool{}
	w.Vendor.OnCall(func(c emulator.Call) {
		mu.Lock()
		defer mu.Unlock()
		if len(c.Params) > 0 {
			signatures[signatureOf(c.Params)] = true
		}
	})
	var said strings.Builder
	run := func(args ...string) { out, _ := w.Run(args...); said.WriteString(out + "\n") }
	apply := func(args ...string) { run(append([]string{"apply", "-auto-approve"}, args...)...) }

	data := "data \"dingshang_pickup_codes\" \"all\" {\n  machine_no = \"16327138\"\n  product_id = \"1323442\"\n  depends_on = [dingshang_pickup_codes.party]\n}\n"
	ephemeral := strings.Replace(strings.Replace(data, "data", "ephemeral", 1), "depends_on = [dingshang_pickup_codes.party]", "", 1)
	w.Config(party(3, "code_length = 10"))
	run("plan", "-out=plan")
	run("show", "plan")
	apply("plan")
	apply()
	if !acctest.FindCLI(t).Has(acctest.EphemeralResources) {
		ephemeral = ""
	}
	w.Config(party(5, "code_length = 10", `keepers = { event = "a" }`) + data + ephemeral)
	run("plan")
	apply()
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Truncate})
	w.Config(party(7, "code_length = 10", `keepers = { event = "a" }`))
	apply()
	// A server that shouts back what it knows.
	loud := fmt.Sprintf("%s %s %s", canarySecret, canaryKey, only(t, w).Attributes.Codes[0].Code)
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Answer, Code: 77777, Message: loud})
	apply()
	w.Vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Status, Status: 500, Body: loud})
	apply()
	w.Vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Code: 4006, Message: loud})
	apply()
	apply()
	redeem(t, w, only(t, w).ids()[0])
	w.Config(party(2, "code_length = 10", `keepers = { event = "a" }`))
	apply()
	run("state", "show", address)
	apply("-destroy")

	found := said.String()
	files, err := filepath.Glob(filepath.Join(w.Dir, "*.log"))
	if err != nil || len(files) != 1 {
		t.Fatalf("logs: %v, %v", files, err)
	}
	log, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "API call") || !strings.Contains(found, "Destruction complete") || len(signatures) < 20 {
		t.Fatalf("the flow was not run or not logged: %d signatures", len(signatures))
	}
	secrets := map[string]string{}
	forbid := func(what, secret string) {
		secrets[secret] = what
		for _, form := range base64Forms(secret) {
			secrets[form] = what + " in base64"
		}
	}
	for name, secret := range map[string]string{"app_secret": canarySecret, "app_key": canaryKey} {
		forbid(name, secret)
		secrets[url.QueryEscape(secret)] = name + ", escaped"
	}
	for _, code := range w.Vendor.Codes(acctest.Machine, "") {
		forbid("the number of code "+code.ID, code.Code)
	}
	for signature := range signatures {
		secrets[signature] = "a signature"
		secrets[strings.ToLower(signature)] = "a signature"
	}
	for _, form := range base64Forms(`"timestamp":"`) {
		secrets[form] = "a payload"
	}
	for secret, what := range secrets {
		for where, text := range map[string]string{"what the CLI says": found, "the log": string(log)} {
			// The configuration holds the provider's secrets, and Terraform may show it in its own words.
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s is in %s: …%s…", what, where, text[max(0, at-200):min(len(text), at+len(secret)+80)])
			}
		}
	}
}
