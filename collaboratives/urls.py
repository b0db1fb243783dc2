"""People and teams inside one collaborative."""

from django.urls import URLPattern, URLResolver, path

from collaboratives.views import invite, people, person, team

app_name = "collaboratives"

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", people.people, name="people"),
    path("people/invite/", invite.invite, name="invite"),
    path("people/invitations/", invite.invitations, name="invitations"),
    path("people/invitations/<int:pk>/", invite.invitation, name="invitation"),
    path("people/invitations/<int:pk>/print/", invite.invitation_print, name="invitation_print"),
    path("people/invitations/<int:pk>/renew/", invite.invitation_renew, name="invitation_renew"),
    path("people/invitations/<int:pk>/cancel/", invite.invitation_cancel, name="invitation_cancel"),
    path("people/roles/<int:pk>/end/", person.role_end, name="role_end"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/photo/", person.person_photo, name="person_photo"),
    path("people/<int:pk>/photo-choice/", person.photo_choice, name="photo_choice"),
    path("people/<int:pk>/role/", person.role_add, name="role_add"),
    path("people/<int:pk>/card/", person.person_card, name="person_card"),
    path("people/<int:pk>/second-factor/", person.second_factor_reset, name="second_factor_reset"),
    path("team/", team.my_team, name="my_team"),
    path("team/<int:pk>/", team.team, name="team"),
    path("team/<int:pk>/edit/", team.team_edit, name="team_edit"),
]
