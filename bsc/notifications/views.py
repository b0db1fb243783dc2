"""The page behind the last line of every optional mail. It works without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bsc.notifications.enums import MailChoice
from bsc.notifications.forms import MailChoiceForm
from bsc.notifications.links import person_behind
from bsc.notifications.services import choose_mail


# The signed token stands for the person, also where a mail program posts without any cookie.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Show the choices on GET, which changes nothing; save them on POST.

    A mail program's one-click POST (RFC 8058) ends optional mail at once and is answered 200.
    """
    person = person_behind(token)
    if person is None:
        return render(request, "notifications/link_too_old.html", status=404)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choose_mail(user=person, choice=MailChoice.NONE)
        return HttpResponse(_("You will get no more of these e-mails."), content_type="text/plain")
    form = MailChoiceForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. This holds from now on."))
        return redirect("notifications:mail_choice", token=token)
    return render(request, "notifications/mail_choice.html", {"form": form, "name": person.name})
