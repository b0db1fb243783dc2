"""Pictures for the demonstration's board: drawn, so that no real room and no face is in them."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1200, 900)
Canvas = ImageDraw.ImageDraw


def picture_of(key: str) -> ContentFile[bytes]:
    """Return the picture that belongs to a topic, as an upload."""
    wall = Image.new("RGB", SIZE, "#efe6d4")
    PAINTERS.get(key, _wall)(ImageDraw.Draw(wall))
    written = BytesIO()
    wall.filter(ImageFilter.GaussianBlur(0.8)).save(written, "JPEG", quality=88)
    return ContentFile(written.getvalue(), name=f"{key}.jpg")


def _wall(draw: Canvas) -> None:
    draw.rectangle((0, 690, 1200, 900), fill="#c9a877")
    draw.rectangle((0, 680, 1200, 694), fill="#b08d5b")


def _corner(draw: Canvas) -> None:
    """Two cushions under a window, four drawn faces on the wall."""
    _wall(draw)
    draw.rounded_rectangle((640, 90, 1080, 470), 12, fill="#fffaf0", outline="#a98a5c", width=16)
    draw.rectangle((660, 110, 1060, 450), fill="#cfe3ea")
    draw.ellipse((690, 300, 930, 560), fill="#9dbb8a")
    draw.rectangle((640, 450, 1080, 474), fill="#a98a5c")
    draw.line((860, 104, 860, 456), fill="#a98a5c", width=12)
    for box, colour, shade in (
        ((560, 640, 830, 790), "#6f9a63", "#5b8450"),
        ((830, 655, 1100, 805), "#e0b84a", "#c79f34"),
    ):
        draw.ellipse(box, fill=shade)
        draw.ellipse((box[0], box[1] - 18, box[2], box[3] - 26), fill=colour)
    for place, (colour, smile) in enumerate(
        (("#d96f4a", 1), ("#4a86b8", -1), ("#8a63a8", 0), ("#3f8f7d", 1))
    ):
        x = 90 + place * 130
        draw.rectangle((x, 250, x + 108, 420), fill="#fffdf7", outline="#d8cbb0", width=3)
        draw.ellipse((x + 14, 268, x + 94, 348), outline=colour, width=7)
        draw.ellipse((x + 36, 294, x + 44, 302), fill=colour)
        draw.ellipse((x + 64, 294, x + 72, 302), fill=colour)
        if smile:
            start = 20 if smile > 0 else 200
            lift = 0 if smile > 0 else 26
            draw.arc(
                (x + 34, 298 + lift, x + 74, 330 + lift), start, start + 140, fill=colour, width=6
            )
        else:
            draw.line((x + 38, 324, x + 70, 324), fill=colour, width=6)
        draw.line((x + 22, 378, x + 86, 378), fill="#9b927f", width=6)
        draw.line((x + 30, 398, x + 78, 398), fill="#c4bba6", width=5)


def _strip(draw: Canvas) -> None:
    """A low strip of wall: two pictures, and an empty square of tape."""
    _wall(draw)
    draw.rectangle((0, 300, 1200, 620), fill="#e4d6ba")
    for x in (110, 460):
        draw.rectangle((x, 340, x + 270, 580), fill="#fffdf7", outline="#cbbd9f", width=4)
    draw.line((170, 380, 245, 540), fill="#8a5a3a", width=9)
    draw.line((320, 380, 245, 540), fill="#8a5a3a", width=9)
    draw.line((150, 382, 340, 382), fill="#8a5a3a", width=9)
    draw.line((228, 390, 228, 500), fill="#5d6b70", width=4)
    draw.line((264, 390, 264, 500), fill="#5d6b70", width=4)
    draw.rounded_rectangle((218, 496, 274, 512), 6, fill="#d96f4a")
    draw.ellipse((510, 440, 680, 560), fill="#4a6f86")
    draw.rectangle((510, 440, 680, 500), fill="#4a6f86")
    draw.ellipse((510, 415, 680, 465), fill="#e2a044")
    for x in (560, 600, 640):
        draw.arc((x - 14, 350, x + 14, 410), 90, 300, fill="#b8b0a0", width=5)
    for box in (
        (810, 336, 1080, 350),
        (810, 572, 1080, 586),
        (810, 336, 824, 586),
        (1066, 336, 1080, 586),
    ):
        draw.rectangle(box, fill="#8fb3c4")


def _diagram(draw: Canvas) -> None:
    """A large diagram of five boxes and thirty, with leaves on it, few near the fourth."""
    draw.rectangle((60, 60, 1140, 830), fill="#fffdf7", outline="#cbbd9f", width=5)
    bare = 3
    for group in range(5):
        top = 95 + group * 145
        draw.rounded_rectangle((110, top + 20, 380, top + 105), 14, fill="#2f5d5a")
        for row in range(6):
            y = top + row * 21
            draw.line((380, top + 62, 520, y + 8), fill="#a9bdb9", width=3)
            draw.rounded_rectangle((520, y, 880, y + 16), 5, fill="#d5e2df")
        for leaf in range(0 if group == bare else 5):
            x = 900 + (leaf * 83 + group * 37) % 200
            y = top + (leaf * 47 + group * 29) % 96
            colour = ("#7a9a4b", "#c2803a", "#5f8f5a")[(leaf + group) % 3]
            draw.ellipse((x, y, x + 44, y + 26), fill=colour)
            draw.line((x + 4, y + 20, x + 40, y + 5), fill="#f3ead4", width=3)


PAINTERS: dict[str, Callable[[Canvas], None]] = {
    "feelings-corner-recipe": _corner,
    "sleep-picture": _strip,
    "framework-wall": _diagram,
}
