#!/usr/bin/env bash
# Writes docs/ (generate), or checks that docs/ is up to date and valid (check).
#
# tfplugindocs would download a Terraform to learn the provider's schema. Here the schema comes from a CLI
# that is there already: Terraform or OpenTofu on PATH if it knows resource identity (Terraform 1.12 and
# OpenTofu 1.12 do), else the OpenTofu that `make .tools/tofu` builds. Call it by `make docs`.
set -euo pipefail

usage() {
  echo "usage: $0 generate|check" >&2
  exit 2
}

[[ $# == 1 ]] || usage
mode=$1
[[ $mode == generate || $mode == check ]] || usage

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$PWD/.tools
fresh=.tools/docs # tfplugindocs writes beneath the provider's directory only
work=$(mktemp -d "${TMPDIR:-/tmp}/dingshang-docs.XXXXXX")
trap 'rm -rf "$work" "$fresh"' EXIT

# The name under which tfplugindocs looks for the provider in the schema.
address=registry.terraform.io/hashicorp/dingshang
folder=$work/mirror/$address/0.0.1/$(go env GOOS)_$(go env GOARCH)
mkdir -p "$folder" "$work/configuration"
go build -buildvcs=false -o "$folder/terraform-provider-dingshang_v0.0.1$(go env GOEXE)" .

cat >"$work/cli.tfrc" <<END
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
END
cat >"$work/configuration/main.tf" <<END
terraform {
  required_providers {
    dingshang = {
      source = "$address"
    }
  }
}
END

# write_schema CLI: writes the provider's schema to $work/schema.json.
write_schema() (
  cd "$work/configuration"
  unset TF_DATA_DIR TF_WORKSPACE TF_CLI_ARGS TF_REATTACH_PROVIDERS
  export TF_CLI_CONFIG_FILE=$work/cli.tfrc CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
  rm -rf .terraform .terraform.lock.hcl
  "$1" init -input=false >"$work/init.log" 2>&1 || { cat "$work/init.log" >&2; return 1; }
  "$1" providers schema -json >"$work/schema.json"
)

knows_identity() {
  grep -q '"resource_identity_schemas"' "$work/schema.json"
}

written=
for cli in terraform tofu; do
  if command -v "$cli" >/dev/null && write_schema "$(command -v "$cli")" && knows_identity; then
    written=$cli
    break
  fi
done
if [[ -z $written ]]; then
  "${MAKE:-make}" --no-print-directory .tools/tofu
  write_schema "$tools/tofu"
fi

tfplugindocs() {
  "$tools/tfplugindocs" "$@" --provider-name dingshang --providers-schema "$work/schema.json" \
    >"$work/tfplugindocs.log" 2>&1 || { cat "$work/tfplugindocs.log" >&2; return 1; }
}

if [[ $mode == generate ]]; then
  tfplugindocs generate
else
  tfplugindocs generate --rendered-website-dir "$fresh"
  if ! diff -r -u docs "$fresh"; then
    echo 'docs/ is not what the schemas, templates/ and examples/ give. Run `make docs` and commit the result.' >&2
    exit 1
  fi
fi
tfplugindocs validate
