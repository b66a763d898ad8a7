package main

import (
	"encoding/json"
	"net/http"

	"terraform-provider-dingshang/internal/emulator"
)

// customer serves what the vendor's API does not have but a demo needs: a
// person who stands at a machine, and a look at the codes that are live. It
// asks for no credentials, which is why the program serves loopback only.
func customer(vendor *emulator.Server) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /emulator/redeem", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		err := vendor.Redeem(query.Get("machine_no"), query.Get("product_id"), query.Get("code"))
		if err != nil {
			writeJSON(w, http.StatusConflict, map[string]string{"error": err.Error()})
			return
		}
		writeJSON(w, http.StatusOK, map[string]string{"result": "redeemed"})
	})
	mux.HandleFunc("GET /emulator/live", func(w http.ResponseWriter, r *http.Request) {
		live := vendor.Live(r.URL.Query().Get("machine_no"))
		if live == nil {
			live = []emulator.Code{}
		}
		writeJSON(w, http.StatusOK, live)
	})
	return mux
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
