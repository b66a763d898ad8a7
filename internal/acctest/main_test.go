package acctest_test

import (
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
