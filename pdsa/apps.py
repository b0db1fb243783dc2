from django.apps import AppConfig


class PdsaConfig(AppConfig):
    name = "pdsa"

    def ready(self) -> None:
        """Tell the apps below what the tests add to their pages."""
        # Models are not there yet when this module is read.
        from collaboratives.framework import counts, sections
        from metrics import annotations
        from pdsa import elsewhere, notices  # noqa: F401 -- registers its kinds of mail

        counts.register("pdsa", elsewhere.tests_per_driver)
        sections.register("pdsa", elsewhere.tests_under)
        annotations.register(elsewhere.marks_on_charts)
