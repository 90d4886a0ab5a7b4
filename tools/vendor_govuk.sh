#!/bin/sh
# Makes bot/pages/static/govuk.css from the npm package govuk-frontend: the parts we use, in Arial, without crown, logo or
# the GDS Transport font, which are for GOV.UK only. Needs node, npm and a network. Run it by hand to take a new version.
set -eu
version=6.6.0
sass_version=1.99.0
target=$(cd "$(dirname "$0")/.." && pwd)/bot/pages/static/govuk.css
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent "govuk-frontend@$version" "sass@$sass_version"
cat >govuk.scss <<'SCSS'
@use "govuk-frontend/dist/govuk/base" with (
  $govuk-font-family: (Arial, sans-serif),
  $govuk-include-default-font-face: false
);
@use "govuk-frontend/dist/govuk/core";
@use "govuk-frontend/dist/govuk/objects";
@use "govuk-frontend/dist/govuk/components/back-link";
@use "govuk-frontend/dist/govuk/components/button";
@use "govuk-frontend/dist/govuk/components/details";
@use "govuk-frontend/dist/govuk/components/error-message";
@use "govuk-frontend/dist/govuk/components/error-summary";
@use "govuk-frontend/dist/govuk/components/fieldset";
@use "govuk-frontend/dist/govuk/components/generic-header";
@use "govuk-frontend/dist/govuk/components/hint";
@use "govuk-frontend/dist/govuk/components/input";
@use "govuk-frontend/dist/govuk/components/inset-text";
@use "govuk-frontend/dist/govuk/components/label";
@use "govuk-frontend/dist/govuk/components/phase-banner";
@use "govuk-frontend/dist/govuk/components/radios";
@use "govuk-frontend/dist/govuk/components/select";
@use "govuk-frontend/dist/govuk/components/skip-link";
@use "govuk-frontend/dist/govuk/components/summary-list";
@use "govuk-frontend/dist/govuk/components/table";
@use "govuk-frontend/dist/govuk/components/textarea";
@use "govuk-frontend/dist/govuk/components/warning-text";
@use "govuk-frontend/dist/govuk/utilities";
@use "govuk-frontend/dist/govuk/overrides";
SCSS
npx --no-install sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps govuk.scss govuk.css
if grep -q -e 'GDS Transport' -e 'url(' govuk.css; then
  echo "vendor_govuk: the font or an image is still in the styles" >&2
  exit 1
fi
{ printf '/* govuk-frontend %s, MIT licence: see LICENCE-govuk-frontend.txt */\n' "$version"; cat govuk.css; } >"$target"
echo "bot/pages/static/govuk.css: govuk-frontend $version, $(wc -c <"$target") bytes"
