import os, pytest
from django_scopes import scopes_disabled
from bsc.accounts.models import User
from tests.e2e.a11y import check_a11y
pytestmark = [pytest.mark.django_db(transaction=True)]
OUT="/tmp/shots_l"
os.makedirs(OUT, exist_ok=True)

def test_look(new_page):
    import time
    from bsc.embedded.load import load_demonstration
    from bsc.tenancy.doors import everything
    t=time.time()
    with everything("look"):
        load_demonstration()
    print("LOAD", time.time()-t)
    with scopes_disabled():
        from collaboratives.models import Membership, MembershipRole
        from collaboratives.schedule.models import Event
        from centers.assessment.models import Assessment
        from collaboratives.community.models import Topic
        def who(name): return User.objects.get(name__icontains=name)
        ls=Event.objects.get(collaborative__slug="growing-together", kind="learning_session", number=1)
        ls3=Event.objects.get(collaborative__slug="growing-together", kind="learning_session", number=3)
        open_=Assessment.objects.filter(settled_at=None).select_related("team").first()
        teamrow=lambda t: MembershipRole.objects.filter(team=t, role="teacher").select_related("membership__user").first().membership.user
        otter=teamrow(open_.team)
        fam=MembershipRole.objects.filter(role="family", membership__user__language="es").select_related("membership__user","team").first()
        jun=Assessment.objects.filter(team__name__icontains="").filter(settled_at__isnull=False).select_related("team").first()
        corner=Topic.objects.get(title__icontains="feelings corner")
        impl=MembershipRole.objects.filter(role="implementation", collaborative__slug="growing-together").select_related("membership__user").first().membership.user
        fac=MembershipRole.objects.filter(role="faculty", collaborative__slug="growing-together").select_related("membership__user").first().membership.user
        obs=MembershipRole.objects.filter(role="observer").select_related("membership__user").first()
        jt=teamrow(jun.team)
        famassess=Assessment.objects.filter(team=fam.team).first()
        item=ls.agenda_items.filter(part="content").first()
        ids=dict(ls=ls.pk, ls3=ls3.pk, a=open_.pk, jun=jun.team_id, corner=corner.pk, item=item.pk)
        # open one for the Spanish family member
    pages=[
      ("agenda", otter, f"learning-sessions/{ls.pk}/"),
      ("agenda_fam", fam.membership.user, f"learning-sessions/{ls.pk}/"),
      ("agenda_impl", impl, f"learning-sessions/{ls.pk}/"),
      ("agenda_empty", impl, f"learning-sessions/{ls3.pk}/"),
      ("build", impl, f"learning-sessions/{ls.pk}/edit/"),
      ("item", impl, f"learning-sessions/items/{item.pk}/"),
      ("rounds", otter, "assessment/"),
      ("rounds_impl", impl, "assessment/"),
      ("rate", otter, f"assessment/{open_.pk}/5/"),
      ("settle", otter, f"assessment/{open_.pk}/settle/"),
      ("results", jt, f"assessment/teams/{jun.team_id}/"),
      ("teams", fac, "assessment/teams/"),
      ("board", jt, "board/"),
      ("topic", fac, f"board/{corner.pk}/"),
      ("new", fam.membership.user, "board/new/"),
      ("round", impl, "assessment/rounds/new/"),
    ]
    if obs: pages.append(("observer", obs.membership.user, "assessment/"))
    only=os.environ.get("ONLY")
    problems=[]
    for name,user,path in pages:
        if only and name not in only.split(","): continue
        for width in (375,1280):
            page=new_page(width, user=user)
            r=page.goto("/c/growing-together/"+path)
            if r.status!=200: problems.append((name,r.status)); continue
            try: check_a11y(page)
            except AssertionError as e: problems.append((name,width,str(e)[:1500]))
            page.screenshot(path=f"{OUT}/{name}_{width}.png", full_page=True)
            if name in ("agenda","results") and width==1280:
                page.pdf(path=f"{OUT}/{name}.pdf", format="Letter")
            page.context.close()
    for p in problems: print("PROBLEM", *p)
