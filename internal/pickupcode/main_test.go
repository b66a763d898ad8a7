package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// colaCodes is a resource for one product with further arguments.
func colaCodes(name string, arguments ...string) string {
	return fmt.Sprintf("resource \"dingshang_pickup_codes\" %q {\n  machine_no = %q\n  product_id = %q\n  %s\n}\n",
		name, acctest.Machine, acctest.Cola, strings.Join(arguments, "\n  "))
}
