from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class PdsaConfig(AppConfig):
    name = "pdsa"

    def ready(self) -> None:
        """Tell the apps below what the tests add to their pages."""
        # Models are not there yet when this module is read.
        from collaboratives.framework import counts, sections, uses
        from metrics import annotations
        from pdsa import elsewhere, notices  # noqa: F401 -- registers its kinds of mail

        counts.register("pdsa", elsewhere.tests_per_driver)
        sections.register("pdsa", elsewhere.tests_under)
        uses.register(
            "pdsa.Ramp.secondary_driver",
            ngettext_lazy("%(count)s idea with tests", "%(count)s ideas with tests", "count"),
        )
        annotations.register(elsewhere.marks_on_charts)
