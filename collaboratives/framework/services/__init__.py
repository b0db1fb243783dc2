"""Writing the framework: loading, editing, releasing, and the file it travels in."""

from collaboratives.framework.services.editing import (
    ChangedMeanwhileError,
    add_part,
    change_part,
    move_part,
)
from collaboratives.framework.services.exchange import (
    export_framework,
    import_framework,
    stamp_of,
)
from collaboratives.framework.services.ideas import decide_idea, suggest_idea
from collaboratives.framework.services.loading import (
    DATA,
    FrameworkAlreadyLoadedError,
    copy_framework,
    load_framework,
    read_data,
    start_empty,
)
from collaboratives.framework.services.releasing import (
    ReleasedMeanwhileError,
    release,
    snapshot_of,
)
from collaboratives.framework.services.retiring import bring_back, delete, merge, retire
from collaboratives.framework.shape import Data

__all__ = [
    "DATA",
    "ChangedMeanwhileError",
    "Data",
    "FrameworkAlreadyLoadedError",
    "ReleasedMeanwhileError",
    "add_part",
    "bring_back",
    "change_part",
    "copy_framework",
    "decide_idea",
    "delete",
    "export_framework",
    "import_framework",
    "load_framework",
    "merge",
    "move_part",
    "read_data",
    "release",
    "retire",
    "snapshot_of",
    "stamp_of",
    "start_empty",
    "suggest_idea",
]
