#!/bin/sh
# Redo static/vendor from npm: fetch the pinned design system, compile our subset of it,
# copy the pictures it needs and write vendor.lock.json. Run by hand at upgrades; needs
# Node and the project's Python. Nothing else in the project needs Node.
set -eu

USWDS=3.14.0
SASS=1.108.2

ICONS="home science lightbulb_outline assessment forum chat people groups group_add person
account_circle event schedule notifications search filter_list print content_copy share check
check_circle close add edit delete more_horiz menu arrow_back arrow_forward navigate_before
navigate_next expand_more help_outline info warning error flag lock visibility photo_camera image
file_download file_upload attach_file link launch mail phone language translate settings school map
local_library list insights history send star_outline favorite_border autorenew undo logout login
priority_high campaign work timer restaurant label"

here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

cd "$build"
npm init --yes >/dev/null
npm install --no-audit --no-fund "@uswds/uswds@$USWDS" "sass@$SASS"
package=node_modules/@uswds/uswds

npx sass --style=compressed --no-source-map --quiet-deps --load-path="$package/packages" \
    "$here/assets/uswds-subset.scss" build.css

out=$here/static/vendor/uswds
rm -rf "$out"
mkdir -p "$out/img/usa-icons" "$out/img/usa-icons-bg"
# Ours comes after theirs in the layer order, so app.css wins without longer selectors.
{ printf '@layer uswds,app;@layer uswds{'; cat build.css; printf '}\n'; } >"$out/uswds.css"
grep -o 'url("img/[^"]*")' build.css | sort -u | sed 's/url("\(.*\)")/\1/' | while read -r image; do
    cp "$package/dist/$image" "$out/$image"
done
rmdir "$out/img/usa-icons-bg" 2>/dev/null || true
cp "$package/LICENSE.md" "$out/LICENSE.md"

# One sprite with the icons that the pages name, so that a page fetches one picture.
{
    printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
    for name in $ICONS; do
        sed -e 's/<svg[^>]*>/<symbol id="'"$name"'" viewBox="0 0 24 24">/' -e 's/<\/svg>/<\/symbol>/' \
            "$package/dist/img/usa-icons/$name.svg"
        printf '\n'
    done
    printf '</svg>\n'
} >"$out/icons.svg"

cd "$here"
"$python" -m bsc.ui.vendored write "$build/package-lock.json"
