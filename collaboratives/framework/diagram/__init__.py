"""The driver diagram as inline SVG: aims on the left, what drives them, what drives that.

Plain Python without Django: texts in, markup out.
"""

from collaboratives.framework.diagram.drawing import Drawn, driver_diagram, printed_diagram
from collaboratives.framework.diagram.layout import Sheet
from collaboratives.framework.diagram.picture import Driver, Group, Label, Picture, Words

__all__ = [
    "Drawn",
    "Driver",
    "Group",
    "Label",
    "Picture",
    "Sheet",
    "Words",
    "driver_diagram",
    "printed_diagram",
]
