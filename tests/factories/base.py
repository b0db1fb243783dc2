import factory
from django_scopes import scopes_disabled


class UnscopedFactory(factory.django.DjangoModelFactory):
    """Creates rows whatever scope is open, as a test's preparation does."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with scopes_disabled():
            return super()._create(model_class, *args, **kwargs)
