package interrupt

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

type key struct{}

func TestWithGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
		extended, stop := WithGrace(ctx, time.Second)
		defer stop()
		if extended.Value(key{}) != "kept" {
			t.Error("the values are lost")
		}
		cancel()
		began := time.Now()
		<-extended.Done()
		if time.Since(began) != time.Second {
			t.Errorf("the grace period was %v", time.Since(began))
		}

		unused, stop := WithGrace(t.Context(), time.Second)
		stop()
		if unused.Err() == nil {
			t.Error("not stopped")
		}
	})
}
