"""The paper forms of the story: a pad in a drawer, and a sheet somebody photographed."""

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils.formats import date_format
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bsc.embedded.load.story import Story
from bsc.tenancy.doors import inside
from pdsa.models import Cycle, CyclePhoto, PaperForm, Ramp
from pdsa.services.paper import print_pad, receive_photo

SHEET = (900, 1160)
LINE, GAP = 40, 26
INK, PRINT = "#23407a", "#333333"


def load(story: Story) -> None:
    """Print the pads and send the photographs, each on its day."""
    with inside(story.collaborative):
        for told in story.read("paper")["pads"]:
            if told["by"] in story.people:
                _pad(story, told)


def _pad(story: Story, told: dict[str, Any]) -> None:
    by, team = story.people[told["by"]], story.teams[told["team"]]
    printed = story.moment(weeks_ago=told["weeks_ago"])
    token = uuid.uuid5(uuid.NAMESPACE_OID, f"pad of {told['by']}")
    leaves = print_pad(team=team, by=by, token=token)
    PaperForm.objects.filter(token=token).update(printed_at=printed)
    for sent in told["photos"]:
        form = leaves[sent["leaf"] - 1]
        photo = receive_photo(
            form=form,
            upload=picture_of_a_sheet(sent["written"]),
            token=uuid.uuid5(token, str(form.number)),
        )
        moment = story.moment(days_ago=sent["days_ago"], hour=13)
        PaperForm.objects.filter(pk=form.pk).update(used_at=moment)
        _on_its_day(photo, moment, story.today)


def _on_its_day(photo: CyclePhoto, moment: dt.datetime, today: dt.date) -> None:
    CyclePhoto.objects.filter(pk=photo.pk).update(created_at=moment)
    day, loaded = (date_format(each, "MONTH_DAY_FORMAT") for each in (moment, today))
    what = photo.cycle.what.replace(loaded, day)
    Cycle.objects.filter(pk=photo.cycle_id).update(what=what, created_at=moment, changed_at=moment)
    Ramp.objects.filter(pk=photo.cycle.ramp_id).update(idea=what, created_at=moment)


def picture_of_a_sheet(written: dict[str, str]) -> ContentFile[bytes]:
    """Return a photograph of a form on a table, filled in by hand: drawn, for no real one is."""
    sheet = Image.new("RGB", SHEET, "#fdfcf8")
    draw = ImageDraw.Draw(sheet)
    printed, by_hand = ImageFont.load_default(24), ImageFont.load_default(32)
    draw.text((60, 50), "Plan-Do-Study-Act (PDSA)", fill=PRINT, font=by_hand)
    top = 130
    for label, words in written.items():
        lines = words.strip().splitlines()
        bottom = top + 60 + LINE * (len(lines) + 1)
        draw.rectangle((60, top, SHEET[0] - 60, bottom), outline=PRINT, width=2)
        draw.text((74, top + 10), label, fill=PRINT, font=printed)
        for row, line in enumerate(lines):
            draw.text((84, top + 52 + LINE * row), line, fill=INK, font=by_hand)
        top = bottom + GAP
    table = Image.new("RGB", (SHEET[0] + 200, SHEET[1] + 200), "#b08d5b")
    turned = sheet.convert("RGBA").rotate(1.6, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, (90, 80), turned)
    kept = BytesIO()
    table.filter(ImageFilter.GaussianBlur(0.6)).save(kept, "JPEG", quality=85)
    return ContentFile(kept.getvalue(), name="form.jpg")
