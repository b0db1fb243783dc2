"""Words of a row in the reader's language, marked with the language they are in."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collaboratives import translations
from collaboratives.translations import HasTranslations, Text

register = template.Library()


@register.simple_tag
def in_language(row: HasTranslations, field: str) -> Text:
    """Return ``(text, lang)``; use with ``as`` where the markup carries ``lang`` itself."""
    return translations.in_language(row, field)


@register.simple_tag
def spoken(row: HasTranslations, field: str) -> SafeString:
    """Return the text in a span that says which language it is in."""
    text, lang = translations.in_language(row, field)
    return format_html('<span lang="{}">{}</span>', lang, text)
