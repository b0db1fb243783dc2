"""How a component is declared: one function whose keyword arguments are its attributes.

``@block`` makes a block tag whose body is the component's content, ``@inline`` a tag without one.
The function returns what its template needs besides its attributes; the template is
``templates/ui/<name>.html``. An attribute annotated ``Html`` is also a slot:

    {% card title=_("Next call") %}The body{% slot actions %}A button{% endslot %}{% endcard %}

A name or a choice that the function does not declare is a TemplateSyntaxError that lists what it
takes. Names are refused when the template is compiled, values when it is rendered.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django.conf import settings
from django.template import Context, Library, Node, NodeList, Template, TemplateSyntaxError
from django.template.base import Parser, Token
from django.template.library import SimpleBlockNode
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = Library()


class Html(SafeString):
    """Rendered markup; the annotation that makes an attribute a slot."""

    __slots__ = ()


Extras = Mapping[str, Any]
Component = Callable[..., Extras]


class Slot(Node):
    """``{% slot name %}…{% endslot %}``: markup for one attribute of the component around it."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def resolve(self, context: Context) -> SafeString:
        """Stand in for an attribute's value: the component asks for it when it renders."""
        return SafeString(self.nodelist.render(context).strip())

    def render(self, context: Context) -> SafeString:
        raise TemplateSyntaxError(f"slot {self.name} must stand directly inside its component")


@register.tag
def slot(parser: Parser, token: Token) -> Slot:
    """Compile a slot; its component takes it out of its body again."""
    names = token.split_contents()[1:]
    if len(names) != 1:
        raise TemplateSyntaxError("slot takes one name, as in {% slot actions %}")
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return Slot(names[0], nodelist)


def block(function: Component) -> Component:
    """Register a component with a body: ``function(context, content, *, attributes)``."""
    name = function.__name__
    register.simple_block_tag(takes_context=True)(_rendering(function))
    register.tags[name] = _explaining(name, register.tags[name], _attributes(function))
    return function


def inline(function: Component) -> Component:
    """Register a component without a body: ``function(context, positional, *, attributes)``."""
    name = function.__name__
    register.simple_tag(takes_context=True)(_rendering(function))
    register.tags[name] = _explaining(name, register.tags[name], _attributes(function))
    return function


def _template(name: str) -> Template:
    # Not context.template.engine: inside a partial the template is a proxy without an engine.
    return get_template(f"ui/{name}.html").template  # type: ignore[attr-defined, no-any-return]


# A page may have a thousand components: even looking in the loader's cache would be felt.
_kept_template = cache(_template)


def render_component(name: str, values: Mapping[str, Any], context: Context) -> SafeString:
    """Render ``ui/<name>.html`` with these values and nothing else of the page but its request.

    Context processors do not run again, so a page with forty components asks its questions once.
    """
    template = _template(name) if settings.DEBUG else _kept_template(name)
    own = context.new(dict(values))
    for shared in ("csrf_token", "request"):
        own.setdefault(shared, context.get(shared))
    return SafeString(template.render(own).strip())


def _attributes(function: Component) -> dict[str, Any]:
    """Every attribute of a component with its annotation, positional ones first."""
    hints = get_type_hints(function)
    return {
        name: hints.get(name)
        for name in inspect.signature(function).parameters
        if name not in ("context", "content")
    }


def _rendering(function: Component) -> Callable[..., SafeString]:
    signature = inspect.signature(function)
    choices = {
        name: get_args(hint)
        for name, hint in _attributes(function).items()
        if get_origin(hint) is Literal
    }

    @wraps(function)
    def render(context: Context, *args: Any, **kwargs: Any) -> SafeString:
        bound = signature.bind(context, *args, **kwargs)
        bound.apply_defaults()
        for name, allowed in choices.items():
            if bound.arguments[name] not in allowed:
                raise TemplateSyntaxError(
                    f"{function.__name__} {name}={bound.arguments[name]!r}: "
                    f"use one of {', '.join(map(repr, allowed))}"
                )
        extras = function(*bound.args, **bound.kwargs)
        values = {key: value for key, value in bound.arguments.items() if key != "context"}
        if "content" in values:
            values["content"] = SafeString(values["content"].strip())
        return render_component(function.__name__, values | dict(extras), context)

    return render


def _explaining(
    name: str, compile_tag: Callable[[Parser, Token], Node], attributes: Mapping[str, Any]
) -> Callable[[Parser, Token], Node]:
    """Name the allowed attributes when Django refuses one, and move slots out of the body."""

    def compile_component(parser: Parser, token: Token) -> Node:
        try:
            node = compile_tag(parser, token)
        except TemplateSyntaxError as error:
            if not str(error).startswith(f"'{name}' "):
                raise
            raise TemplateSyntaxError(f"{error}; it takes {', '.join(attributes)}") from error
        if isinstance(node, SimpleBlockNode):
            _take_slots(name, node, [a for a, hint in attributes.items() if hint is Html])
        return node

    return compile_component


def _take_slots(name: str, node: SimpleBlockNode, slots: list[str]) -> None:
    for child in [child for child in node.nodelist if isinstance(child, Slot)]:
        if child.name not in slots:
            raise TemplateSyntaxError(
                f"{name} has no slot {child.name}; it has {', '.join(slots) or 'none'}"
            )
        if child.name in node.kwargs:
            raise TemplateSyntaxError(f"{name}: {child.name} is given twice")
        node.nodelist.remove(child)
        # It has the one method of an expression that a node asks for.
        node.kwargs[child.name] = child  # type: ignore[assignment]
    for misplaced in node.nodelist.get_nodes_by_type(Slot):
        if isinstance(misplaced, Slot):
            raise TemplateSyntaxError(f"slot {misplaced.name} must stand directly inside {name}")
