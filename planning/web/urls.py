"""Pages."""

from __future__ import annotations

from django.urls import path

from planning.web import (
    about,
    archives,
    health,
    library,
    node_tests,
    people,
    preferences,
    quarantine,
    search,
    signing_in,
    site,
    studies,
    teams,
    volumes,
    worklist,
)

urlpatterns = [
    path("", worklist.home, name="home"),
    path("cases/choices/<uuid:study_id>/", worklist.choices, name="case-choices"),
    path("studies/<uuid:study_id>/", studies.planner, name="planner"),
    path("studies/<uuid:study_id>/series/<uuid:series_id>/", volumes.volume, name="volume"),
    path("search/", search.search, name="search"),
    path("set-aside/", quarantine.set_aside, name="set-aside"),
    path("set-aside/<uuid:row_id>/", quarantine.set_aside_group, name="set-aside-group"),
    path("set-aside/decisions/<uuid:decision_id>/undo/", quarantine.undo, name="set-aside-undo"),
    path("uploads/<uuid:upload_id>/", quarantine.upload, name="upload-page"),
    path("archives/", archives.nodes, name="nodes"),
    path("archives/new/<uuid:site_id>/", archives.new_node, name="node-new"),
    path("archives/<uuid:node_id>/", archives.node, name="node"),
    path("archives/<uuid:node_id>/test/", node_tests.node_test, name="node-test"),
    path("archives/<uuid:node_id>/enabled/", archives.enabled, name="node-enabled"),
    path("people/", people.people, name="people"),
    path("people/<uuid:membership_id>/role/", people.role, name="person-role"),
    path("people/<uuid:membership_id>/active/", people.active, name="person-active"),
    path("people/<uuid:membership_id>/password/", people.new_password, name="person-password"),
    path("people/<uuid:membership_id>/team/", teams.of_member, name="person-team"),
    path("people/teams/new/<uuid:site_id>/", teams.new_team, name="team-new"),
    path("people/teams/<uuid:team_id>/", teams.team, name="team"),
    path("people/teams/<uuid:team_id>/removal/", teams.removal, name="team-removal"),
    path("library/", library.library, name="library"),
    path("site/", site.site, name="site"),
    path("preferences/", preferences.mine, name="preferences"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("password/", signing_in.password, name="password"),
    path("about/", about.about, name="about"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
