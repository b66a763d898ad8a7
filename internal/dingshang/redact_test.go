package dingshang

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	c := newClient(t, "http://vendor.test")
	list := call{path: "products/" + testProduct + "/pickup_code", params: map[string]string{"machine_no": testMachine}}
	cancel := call{path: "pickup_codes", params: map[string]string{"machine_no": testMachine, "id": "123456789"}}
	long := strings.Repeat("很", 200)
	for name, tc := range map[string]struct {
		message string
		call    call
		want    string
	}{
		"plain":                    {"parameters invalid", list, "parameters invalid"},
		"chinese":                  {"超出货道最大库存", list, "超出货道最大库存"},
		"app secret":               {"secret " + testSecret + "!", list, "secret ***!"},
		"app key":                  {"key=" + testKey, list, "key=***"},
		"sign":                     {"sign 8BD7FD74204B0204CBF365F20287D436 is wrong", list, "sign *** is wrong"},
		"payload":                  {"payload eyJjb2RlX2xlbmd0aCI6IjgiLCJjb3VudCI6IjIiLCJleHBpcmVkX2F0IjoiIn0= is wrong", list, "payload *** is wrong"},
		"shortest code":            {"code 123456 exists", list, "code *** exists"},
		"longest code":             {"code 1234567890 exists", list, "code *** exists"},
		"code between letters":     {"提货码24681357已使用", list, "提货码***已使用"},
		"several codes":            {"24681357,24681358", list, "***,***"},
		"short numbers stay":       {"code_length must be 6 to 10, not 12345", list, "code_length must be 6 to 10, not 12345"},
		"the machine stays":        {"machine " + testMachine + " is offline", list, "machine " + testMachine + " is offline"},
		"the path's product stays": {"product " + testProduct, list, "product " + testProduct},
		"the record stays":         {"record 123456789", cancel, "record 123456789"},
		"another machine does not": {"machine 16327139", list, "machine ***"},
		"machine within a code":    {"code " + testMachine + "11", list, "code ***"},
		"markup":                   {"<h1>502</h1><p>Bad <b>Gateway</b></p>", list, "502 Bad Gateway"},
		"lines":                    {"a\r\n\tb\x00c\x1b[31m", list, "a b c [31m"},
		"long":                     {long + "x", list, long + "…"},
		"just short enough":        {long, list, long},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.redact(tc.message, tc.call); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestRedactSecretsThatOverlap(t *testing.T) {
	for _, secrets := range [][2]string{{"abc", "abcdef"}, {"abcdef", "abc"}} {
		c := newClient(t, "http://vendor.test", func(cfg *setup) { cfg.AppSecret, cfg.AppKey = secrets[0], secrets[1] })
		if got := c.redact("with abcdef and abc", call{}); got != "with *** and ***" {
			t.Errorf("got %q", got)
		}
	}
}

// What the server says reaches the user by the error's text and by its message.
func TestErrorsAreRedacted(t *testing.T) {
	const message = "sign 8BD7FD74204B0204CBF365F20287D436 of " + testSecret + "/" + testKey + ", code 24681357"
	for _, httpStatus := range []int{200, 400, 401, 429, 500} {
		c := newClient(t, "http://vendor.test", retries(0), func(cfg *setup) {
			offline(cfg, status(httpStatus, `{"code": 10001, "message": "`+message+`", "data": {}}`))
		})
		_, err := c.MachineNow(t.Context(), testMachine)
		e := failureOf(t, err)
		if want := "sign *** of ***/***, code ***"; e.Message != want || !strings.Contains(err.Error(), want) {
			t.Errorf("HTTP %d: %q, %q", httpStatus, e.Message, err)
		}
	}
}
